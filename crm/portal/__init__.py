"""Doors for people without an account: the form on which somebody asks for help, and the link
with which a customer sees where their repair stands.

The form's page is linked, embedded in the shop's own site, and spoken to as JSON. Nothing typed
is ever lost: a mistake shows the form again with the person's own words, and what looks like
spam waits for somebody's word instead of vanishing.
"""
