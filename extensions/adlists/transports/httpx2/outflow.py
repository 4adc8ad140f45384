"""A body of files while it is sent: piece by piece, read anew for every attempt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from adlists.contract import LongBody
from adlists.errors import ArgumentError


class Outflow:
    """Goes through a body, blocking."""

    def __init__(self, body: LongBody) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        failed = ""
        try:
            yield from self._body
        except OSError as error:
            failed = f"{error.strerror}"
        if failed:  # outside the except: its message holds the path
            msg = f"A file of the body cannot be sent: {failed}."
            raise ArgumentError(msg)


class AsyncOutflow:
    """Goes through a body, each piece read in a thread."""

    def __init__(self, body: LongBody) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(Outflow(self._body))
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece
