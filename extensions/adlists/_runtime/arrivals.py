"""The items of a reply while it arrives: pieces of bytes from a transport, read as they come.

No more than one item is held at a time, and none may be larger than a reply may be.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any, Final, cast

from adlists._runtime.media import SEQUENCES, essence
from adlists._runtime.redaction import bare
from adlists.contract import Operation
from adlists.errors import ConfigurationError, DecodingError, ReplyTooLarge, WireError
from adlists.hookspecs import SequenceReader
from adlists.messages import AsyncPieces, Pieces, Request, Response

ANY: Final = frozenset({"*/*"})


def streamed(operation: Operation[Any]) -> frozenset[str]:
    """Return the media types of an operation's success that are read while they arrive."""
    found = (
        essence(item.name)
        for reply in operation.replies
        if reply.low // 100 == 2 and reply.media_types
        for item in reply.media_types
        if item.form in SEQUENCES
        and (schema := item.schema or reply.schema) is not None
        and schema.kind == "array"
    )
    return frozenset(found)


class Whole:
    """Reads pieces of bytes as they are."""

    done = False
    held = 0

    def feed(self, content: bytes) -> list[Any]:
        """Return the piece."""
        return [content] if content else []

    def end(self) -> list[Any]:
        """Return nothing: no piece is kept back."""
        return []


class Arriving:
    """What a reply holds, item by item. It can be gone through once."""

    def __init__(
        self, operation: Operation[Any], response: Response, reader: SequenceReader, most: int
    ) -> None:
        self._operation: Final = operation
        self._response: Final = response
        self._pieces: Final[Pieces | AsyncPieces | None] = response.stream
        self._reader: Final = reader
        self._most: Final = most
        self._begun = False

    @property
    def awaited(self) -> bool:
        """Tell whether it comes over an async session."""
        return hasattr(self._pieces, "__aiter__")

    def __iter__(self) -> Iterator[Any]:
        self._begin()
        for piece in cast("Pieces", self._pieces):
            yield from self._read(self._reader.feed, piece)
            if self._reader.done:
                return
        yield from self._read(lambda _: self._reader.end(), b"")

    async def __aiter__(self) -> AsyncIterator[Any]:
        self._begin()
        pieces = cast("AsyncPieces", self._pieces)
        async for piece in pieces:
            for item in self._read(self._reader.feed, piece):
                yield item
            if self._reader.done:
                return
        for item in self._read(lambda _: self._reader.end(), b""):
            yield item

    def _begin(self) -> None:
        if self._begun:
            msg = f"The reply of {self._operation.id} was handed on as it came, and is gone."
            raise ConfigurationError(msg)
        self._begun = True

    def _read(self, read: Callable[[bytes], list[Any]], piece: bytes) -> list[Any]:
        failed: WireError
        try:
            items = read(piece)
        except DecodingError as error:
            error.status, error.headers = self._response.status, self._response.headers
            failed = error
        else:
            if self._reader.held <= self._most:
                return items
            msg = (
                f"An item of the reply of {self._operation.id} is larger than {self._most:,} "
                "bytes, and was not read further. Allow more with `max_reply`."
            )
            failed = ReplyTooLarge(msg, limit=self._most)
        failed.operation, failed.attempts = self._operation.id, self._response.attempts
        raise bare(failed)

    def close(self) -> None:
        """Leave the rest."""
        self._begun = True
        if not self.awaited:
            cast("Pieces", self._pieces).close()

    async def aclose(self) -> None:
        """Leave the rest, where the connection is awaited."""
        self._begun = True
        if self.awaited:
            await cast("AsyncPieces", self._pieces).aclose()
        else:
            self.close()


def dropped(response: Response) -> None:
    """Close a reply that nobody will read; the loop of an async session closes its own."""
    close: Callable[[], None] | None = getattr(response.stream, "close", None)
    if close is not None:
        with suppress(WireError):
            close()


def handed_on(request: Request, status: int, media_type: str | None, encoding: str) -> bool:
    """Tell whether a reply is to be handed on: it is a success, as asked for, and plain."""
    return (
        200 <= status < 300
        and encoding in {"", "identity"}
        and (media_type in request.streamed or request.streamed is ANY)
    )
