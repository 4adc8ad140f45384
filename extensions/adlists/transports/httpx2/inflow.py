"""The body of a reply while it comes: handed on piece by piece, its connection held meanwhile.

The time that an attempt may take ends with the reply's head; from then on each wait for more
has the limit of a read. Closing a body before its end closes its connection.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from adlists._runtime.arrivals import handed_on
from adlists._runtime.redaction import bare
from adlists.errors import AdlistsError
from adlists.messages import Request, join_headers, parse_content_type
from adlists.transports.httpx2.allowance import Allowance
from adlists.transports.httpx2.silence import silence
from adlists.transports.httpx2.surplus import discard


def begun(request: Request, status: int, pairs: list[tuple[str, str]]) -> dict[str, str] | None:
    """Return the headers of a reply that is to be handed on; None where it is read at once."""
    headers = join_headers(pairs)
    label, _ = parse_content_type(headers.get("content-type", ""))
    encoding = headers.get("content-encoding", "").strip().lower()
    return headers if handed_on(request, status, label, encoding) else None


class Inflow:
    """The body of one reply, blocking."""

    def __init__(self, answer: Any, allowance: Allowance) -> None:
        allowance.endless()
        self._answer = answer
        self._allowance = allowance
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        with silence():
            parts = self._answer.iter_stream()
        try:
            while not self._closed and (part := self._next(parts)) is not None:
                yield part
        finally:
            self.close()

    def _next(self, parts: Iterator[bytes]) -> bytes | None:
        try:
            with silence():
                part = next(parts, None)
                if part is None:
                    discard(self._answer.stream)
                return part
        except AdlistsError as error:
            failed = error
        except Exception as error:
            known = self._allowance.failure(error)
            if known is None:
                raise
            failed = known
        raise bare(failed)

    def close(self) -> None:
        """Give back the connection; closing twice is harmless."""
        if not self._closed:
            self._closed = True
            with silence():
                self._answer.close()


class AsyncInflow:
    """The body of one reply, awaiting."""

    def __init__(self, answer: Any, allowance: Allowance) -> None:
        allowance.endless()
        self._answer = answer
        self._allowance = allowance
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with silence():
            parts = self._answer.aiter_stream()
        try:
            while not self._closed and (part := await self._next(parts)) is not None:
                yield part
        finally:
            await self.aclose()

    async def _next(self, parts: AsyncIterator[bytes]) -> bytes | None:
        try:
            with silence():
                part = await anext(parts, None)
                if part is None:
                    discard(self._answer.stream)
                return part
        except AdlistsError as error:
            failed = error
        except Exception as error:
            known = self._allowance.failure(error)
            if known is None:
                raise
            failed = known
        raise bare(failed)

    async def aclose(self) -> None:
        """Give back the connection; closing twice is harmless."""
        if not self._closed:
            self._closed = True
            with silence():
                await self._answer.aclose()
