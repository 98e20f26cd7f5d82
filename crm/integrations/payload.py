"""The bytes of a delivery as JSON, or a refusal a sender can read."""

from typing import Any

from ninja.errors import HttpError

from crm.lib import schema
from crm.lib.refusal import Refusal


def parsed(body: bytes) -> Any:
    """Refuses (400) what is no JSON and (422) what no text can hold."""
    try:
        return schema.parse(body)
    except HttpError as error:
        raise Refusal(str(error), status=error.status_code) from None
