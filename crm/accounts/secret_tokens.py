"""Secrets that are shown once and kept as a hash: keys, links and tickets."""

import hashlib
import secrets


def new() -> str:
    """256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is stored. Nobody can guess 256 random bits, so a slow hash would protect nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
