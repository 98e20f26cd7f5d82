"""`{% load ui %}`: the shell, the components and the ways of writing values."""

from django import template

from crm.ui.templatetags import _blocks, _controls, _shell, _values

register = template.Library()
for part in (_values, _controls, _blocks, _shell):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
