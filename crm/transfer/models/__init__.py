"""An import, the pieces of its file, and its ledger."""

from crm.transfer.models.ledger import ImportRow
from crm.transfer.models.upload import Import, Piece

__all__ = ["Import", "ImportRow", "Piece"]
