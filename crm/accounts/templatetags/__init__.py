"""`{% load accounts %}`: what templates ask about staff."""
