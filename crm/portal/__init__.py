"""Doors for people without an account: today the form on which somebody asks for help.

The same page is linked, embedded in the shop's own site, and spoken to as JSON. Nothing typed
is ever lost: a mistake shows the form again with the person's own words, and what looks like
spam waits for somebody's word instead of vanishing.
"""
