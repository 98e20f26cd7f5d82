"""Secrets that must be read again, kept so that a copied database alone gives none away."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class UnsealableError(Exception):
    """It was sealed under another `CRM_SECRET_KEY`."""


def seal(purpose: str, text: str) -> str:
    """`text` under a key of this purpose, derived from the product's own."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    try:
        return _cipher(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnsealableError(purpose) from None


def _cipher(purpose: str) -> Fernet:
    known = hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(known))
