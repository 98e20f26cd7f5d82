"""One POST to somebody else's server: the checked address, one deadline, no redirect."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crm.integrations.outgoing.addresses import (
    ForbiddenAddressError,
    Target,
    resolved,
    target_of,
)
from crm.lib.refusal import Refusal

MOST_KEPT = 4_000  # bytes of an answer; a receiver may send more, we stop reading


@dataclass(frozen=True)
class Answer:
    """What the receiver said; `code` is None and `error` says why when nothing was said.

    `is_final`: nobody was called, and calling later would not help.
    """

    code: int | None
    text: str = ""
    error: str = ""
    milliseconds: int = 0
    is_final: bool = False

    @property
    def is_success(self) -> bool:
        return self.code is not None and 200 <= self.code < 300  # noqa: PLR2004 - HTTP's 2xx


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, inside: bool = False
) -> Answer:
    """Send the body; whatever goes wrong is an answer too, never an exception."""
    began = time.monotonic()
    try:
        target = target_of(url, inside=inside)
        code, text = _exchanged(target, body, headers, began + seconds, inside=inside)
        answer = Answer(code, text)
    except Refusal as refusal:
        answer = Answer(None, error=refusal.message)
    except ForbiddenAddressError as forbidden:
        answer = Answer(None, error=str(forbidden))
    except TimeoutError:
        answer = Answer(None, error=f"No whole answer within {seconds:g} seconds.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        answer = Answer(None, error=f"{type(error).__name__}: {error}"[:MOST_KEPT])
    return replace(answer, milliseconds=round((time.monotonic() - began) * 1000))


def _exchanged(
    target: Target, body: bytes, headers: Mapping[str, str], deadline: float, *, inside: bool
) -> tuple[int, str]:
    line = _Line(_connected(target, deadline, inside=inside), deadline)
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(target.host, target.port)
        connection.sock = line  # set, so that the host is not looked up a second time
        connection.request("POST", target.path, body, dict(headers))
        response = connection.getresponse()
        return response.status, _text(response.read(MOST_KEPT))
    finally:
        line.hang_up()


def _connected(target: Target, deadline: float, *, inside: bool) -> socket.socket:
    """A line to the first of the checked addresses that takes it."""
    trouble: OSError = OSError("The name has no address.")
    for address in resolved(target, inside=inside):
        try:
            plain = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            trouble = error
            continue
        return _encrypted(plain, target.host) if target.scheme == "https" else plain
    raise trouble


def _encrypted(plain: socket.socket, host: str) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _text(read: bytes) -> str:
    return read.decode("utf-8", "replace").replace("\0", "")


class _Line:
    """A socket all of whose waits together end at one deadline.

    A socket's own timeout begins anew with every byte, so a receiver that trickles could hold
    us for ever.
    """

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock = sock
        self.deadline = deadline

    def sendall(self, data: Any) -> None:
        self.sock.settimeout(_left(self.deadline))
        self.sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Ear(self))

    def close(self) -> None:
        """http.client lets go as soon as the answer begins; we hang up when it is read."""

    def hang_up(self) -> None:
        self.sock.close()


class _Ear(io.RawIOBase):
    def __init__(self, line: _Line) -> None:
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.line.sock.settimeout(_left(self.line.deadline))
        return self.line.sock.recv_into(buffer)
