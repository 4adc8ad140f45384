"""One connection of the HTTP server: how many there may be, and how long one may be silent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from adlists.sandbox.asgi import ABORT

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

_MOST: Final = 512
#: How many seconds a request may take until its head is whole.
_PATIENCE: Final = 60.0


class Protocol(H11Protocol):
    """uvicorn's protocol, with bounds, and with a way for the application to break it off.

    ASGI has no word for that: an application that does not answer is answered for, with 500.
    """

    _watch: asyncio.TimerHandle | None = None
    _began: float | None = None  # since when the head of a request is waited for

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the parent
        """Hand the application a way to break this connection; break one too many at once."""
        super().connection_made(transport)
        if len(self.connections) > _MOST:
            transport.abort()
            return
        inner: Any = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope.setdefault("extensions", {})[ABORT] = transport.abort
            await inner(scope, receive, send)

        wrapped: ASGI3Application = app
        self.app = wrapped
        self._began = self.loop.time()
        self._look()

    def data_received(self, data: bytes) -> None:
        """Note when a head begins, and when it is whole."""
        if self._waits() and self._began is None:
            self._began = self.loop.time()
        super().data_received(data)
        if not self._waits():
            self._began = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def _waits(self) -> bool:
        cycle: Any = self.cycle  # None until the first request, whatever its type says
        return cycle is None or cycle.response_complete

    def _look(self) -> None:
        """Break off a connection on which a head takes too long.

        uvicorn sees to those on which nothing comes after a reply.
        """
        if self._began is not None and self.loop.time() - self._began >= _PATIENCE:
            self.transport.abort()
            return
        self._watch = self.loop.call_later(_PATIENCE / 4, self._look)
