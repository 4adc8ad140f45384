"""A body that is read from its files while it is sent, instead of being held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final, cast

from adlists.contract.files import File

PIECE: Final = 2**18
#: Files from this size on are read while they are sent.
LONG: Final = 2**20


class LongBody:
    """The bytes of a body, some of them in files: it has a length, and can be sent again.

    It stands where a request has `bytes`, and offers of them what a transport needs: `len()`,
    `bytes()`, and to be gone through in pieces.
    """

    def __init__(self, parts: Sequence[bytes | File | LongBody]) -> None:
        inner = [
            item.parts if isinstance(item, LongBody) else ((item, _size(item)),) for item in parts
        ]
        self.parts: Final[tuple[tuple[bytes | File, int], ...]] = tuple(chain.from_iterable(inner))
        self._length: Final = sum(size for _, size in self.parts)

    @property
    def head(self) -> bytes:
        """What it begins with, before its first file."""
        first = self.parts[0][0]
        return first if isinstance(first, bytes) else b""

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        for part, size in self.parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from _pieces(part, size)

    def __bytes__(self) -> bytes:
        return b"".join(self)

    def __repr__(self) -> str:  # what it holds may be personal
        return f"<LongBody, {self._length} bytes>"


def long(file: File) -> bool:
    """Tell whether a file is so large that it is better read while it is sent."""
    size = file.size()
    return size is not None and size >= LONG


def _size(part: bytes | File) -> int:
    return len(part) if isinstance(part, bytes) else cast("int", part.size())


def _pieces(file: File, size: int) -> Iterator[bytes]:
    """Yield what a file holds; OSError where that has become more or less."""
    left = size
    for piece in file.pieces(PIECE):
        left -= len(piece)
        if left < 0:
            break
        yield piece
    if left:
        msg = "its size has changed while it was sent"
        raise OSError(None, msg)


def whole(content: Any) -> bytes:
    """Return the bytes of a body, wherever they are."""
    return content if isinstance(content, bytes) else bytes(content)
