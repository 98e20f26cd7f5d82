"""Every door of the product, in one list."""

from django.urls import URLPattern, URLResolver, include, path

from crm.accounts import pages as accounts
from crm.ui import pages as ui

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(accounts.urls)),
    path("design", ui.design, name="design"),
    path("theme/<slug:version>.css", ui.theme_css, name="theme-css"),
]
