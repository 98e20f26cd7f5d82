"""What happens once at start: facts and listeners are registered, configuration is read."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

from crm.lib import config


class CRM(AppConfig):
    name = "crm"
    verbose_name = "Reviva CRM"

    def ready(self) -> None:
        """Facts come first, since configuration asks questions about them.

        A broken file raises `ConfigError` here: the product does not start with it.
        """
        for part in ("facts", "config"):
            for app in apps.get_app_configs():
                if app.name.startswith("crm.") and find_spec(f"{app.name}.{part}"):
                    import_module(f"{app.name}.{part}")
        import_module("crm.wiring")
        for declared in config.declared():
            declared()
