"""Leads: somebody asks for help; the shop scores, follows up, qualifies and converts them."""
