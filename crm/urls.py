"""Every door of the product, in one list."""

from django.urls import URLPattern, URLResolver, path

from crm.ui import pages as ui

urlpatterns: list[URLPattern | URLResolver] = [
    path("design", ui.design, name="design"),
    path("theme/<slug:version>.css", ui.theme_css, name="theme-css"),
]
