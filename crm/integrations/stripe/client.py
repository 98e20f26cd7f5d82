"""Stripe's HTTP: forms in, JSON out, a key that makes repeating safe."""

import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from crm.payments.cards import CardTrouble

VERSION = "2024-06-20"  # what the fields we read are called in
MOST = 1_000_000  # bytes of an answer
# Whether Stripe has done it, nobody can say: a conflict, a limit, or trouble on its side.
UNSURE = frozenset({409, 429})


class Client:
    """Calls to one account."""

    def __init__(self, api: str, secret_key: str, *, seconds: float) -> None:
        self._api = api.rstrip("/")
        self._secret_key = secret_key
        self._seconds = seconds

    def post(self, path: str, fields: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        body = urlencode(list(_flat(fields))).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": key}
        return self._exchange(Request(f"{self._api}{path}", body, headers, method="POST"))  # noqa: S310 - the address is configuration, checked there

    def get(self, path: str) -> dict[str, Any]:
        return self._exchange(Request(f"{self._api}{path}"))  # noqa: S310 - likewise

    def _exchange(self, request: Request) -> dict[str, Any]:
        request.add_header("Authorization", f"Bearer {self._secret_key}")
        request.add_header("Stripe-Version", VERSION)
        try:
            with urlopen(request, timeout=self._seconds) as response:  # noqa: S310 - likewise
                return _object(response.read(MOST))
        except HTTPError as error:
            with error:
                raise _trouble(error) from None
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            raise CardTrouble(
                "The card company could not be reached. Nothing is lost; try again."
            ) from error


def _object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("Stripe answers objects.")  # noqa: TRY004 - handled as bad JSON is
    return found


def _trouble(error: HTTPError) -> CardTrouble:
    is_final = error.code < 500 and error.code not in UNSURE  # noqa: PLR2004 - HTTP's line
    if error.code == 401:  # noqa: PLR2004 - its own name is just as long
        return CardTrouble("The card company does not know our key.", is_final=True)
    try:
        said = _object(error.read(MOST)).get("error", {}).get("message", "")
    except (OSError, ValueError, AttributeError):
        said = ""
    if is_final and said:
        return CardTrouble(f"The card company said no: {str(said)[:300]}", is_final=True)
    return CardTrouble("The card company is in trouble. Try again.", is_final=is_final)


def _flat(fields: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    """`{"metadata": {"a": 1}}` as `metadata[a]=1`, the way Stripe reads forms."""
    for name, value in fields.items():
        path = f"{inside}[{name}]" if inside else name
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        elif isinstance(value, bool):
            yield path, "true" if value else "false"
        else:
            yield path, str(value)
