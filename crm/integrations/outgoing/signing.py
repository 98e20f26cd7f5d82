"""Standard Webhooks: how a receiver knows that it was us, and that it is not a repeat."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from crm.lib import sealing

PREFIX = "whsec_"
SECRETS = "crm.integrations.webhook"


def new_secret() -> str:
    """256 random bits, as receivers' libraries expect them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """A signature needs the secret itself, so it is kept encrypted, not hashed."""
    return sealing.seal(SECRETS, secret)


def unsealed(kept: str) -> str:
    return sealing.unseal(SECRETS, kept)


def headers(
    *, message_id: str, timestamp: int, body: bytes, secrets_kept: Iterable[str]
) -> dict[str, str]:
    """The three headers; while one secret replaces another there are two signatures."""
    signatures = [
        signature(unsealed(kept), message_id=message_id, timestamp=timestamp, body=body)
        for kept in secrets_kept
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
