"""Is an event really from Stripe, and from now?"""

import hashlib
import hmac
from datetime import datetime

from crm.lib.refusal import Refusal

HEADER = "stripe-signature"


def must_be_signed(body: bytes, header: str, *, secret: str, now: datetime, tolerance: int) -> None:
    """Refuse (400) a body that nobody with our secret has signed, or that was signed long ago.

    Several `v1` stand there while a secret is being replaced; one that fits is enough.
    """
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _sign, value in parts if name.strip() == "t"]
    given = [value for name, _sign, value in parts if name.strip() == "v1"]
    if not secret or len(times) != 1 or not (times[0].isascii() and times[0].isdigit()):
        raise Refusal("This event is not signed.", status=400)
    signed = hmac.new(secret.encode(), f"{times[0]}.".encode() + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(signed.encode(), one.encode()) for one in given):
        raise Refusal("This event is not signed by Stripe.", status=400)
    if abs(now.timestamp() - int(times[0])) > tolerance:
        raise Refusal("This event was signed too long ago.", status=400)
