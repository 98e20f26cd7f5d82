"""Template tags: `{% load ui %}` brings all of them."""
