"""What happens once at start: configuration is checked, facts and listeners are registered."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CRM(AppConfig):
    name = "crm"
    verbose_name = "Reviva CRM"

    def ready(self) -> None:
        for app in apps.get_app_configs():
            if app.name.startswith("crm.") and find_spec(f"{app.name}.facts"):
                import_module(f"{app.name}.facts")
        if find_spec("crm.wiring"):
            import_module("crm.wiring")
