"""A signed time in the form, by which a program that posts at once gives itself away."""

from datetime import UTC, datetime, timedelta

from django.core import signing

from crm.lib import clock
from crm.portal.config import portal

LONGEST = timedelta(hours=24)
_signer = signing.Signer(salt="crm.portal.enquiry")


def fresh() -> str:
    return _signer.sign(str(int(clock.now().timestamp() * 1000)))


def is_ripe(stamp: str) -> bool:
    """Was the page opened long enough ago for a person to have filled it in, and today?"""
    age = _age(stamp)
    return age is not None and timedelta(seconds=portal().guard.least_seconds) <= age <= LONGEST


def renewed(stamp: str) -> str:
    """The same stamp while it counts, so that pressing Send again is enough; else a fresh one."""
    age = _age(stamp)
    return stamp if age is not None and age <= LONGEST else fresh()


def _age(stamp: str) -> timedelta | None:
    try:
        millis = int(_signer.unsign(stamp))
    except (signing.BadSignature, ValueError):
        return None
    return clock.now() - datetime.fromtimestamp(millis / 1000, UTC)
