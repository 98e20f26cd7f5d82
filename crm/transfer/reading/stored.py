"""A kept file read like any other, one piece in memory at a time."""

import io
from typing import Any

from crm.transfer.models import Import, Piece


class Stored(io.RawIOBase):
    """The bytes of an upload; it can seek, since a zip is read from its end."""

    def __init__(self, upload: Import) -> None:
        self._upload = upload
        self._at = 0
        self._number = -1
        self._piece = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._upload.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        number, place = divmod(self._at, Piece.LENGTH)
        if self._at >= self._upload.size:
            return 0
        found = self._content(number)[place : place + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _content(self, number: int) -> bytes:
        if number != self._number:
            piece = Piece.objects.get(upload=self._upload, number=number)
            self._number, self._piece = number, bytes(piece.content)
        return self._piece
