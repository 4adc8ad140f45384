"""Transports without a socket: a function answers, in this process.

For the sandbox and for tests. What the function raises reaches the caller as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from adlists.contract import whole
from adlists.messages import Request, Response


def held(request: Request) -> Request:
    """Return a request with its body in memory, wherever it was."""
    content = whole(request.content)
    return request if content is request.content else attrs.evolve(request, content=content)


class InProcess:
    """Answers each request by a function. Threads call it as they come."""

    def __init__(self, handler: Callable[[Request], Response]) -> None:
        self._handler = handler

    def send(self, request: Request) -> Response:
        """Return what the function answers."""
        return self._handler(held(request))

    def close(self) -> None:
        """Nothing to close."""


class AsyncInProcess:
    """The same for tasks; the function runs in the event loop and must not block."""

    def __init__(self, handler: Callable[[Request], Response]) -> None:
        self._handler = handler

    async def send(self, request: Request) -> Response:
        """Return what the function answers."""
        return self._handler(held(request))

    async def close(self) -> None:
        """Nothing to close."""
