"""What may happen to the device database. The only writer of these tables."""

from crm.catalogue.rules.editing import add_model, edit_model
from crm.catalogue.rules.importing import Incoming, take_in
from crm.catalogue.rules.loading import load, load_when_files_change

__all__ = ["Incoming", "add_model", "edit_model", "load", "load_when_files_change", "take_in"]
