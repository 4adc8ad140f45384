"""Transports without a network: they answer from a script, and remember what was sent.

    transport = FakeTransport([json_reply({"audiences": []}), ConnectionLost("gone")])
    with adlists.connect(criteo_v1.Api, credential, transport=transport) as criteo:
        ...
    assert transport.requests[0].headers["authorization"] == "Bearer …"

A script is a list, used up in order, or one function that answers every request.
"""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from adlists.contract import whole
from adlists.errors import WireError
from adlists.messages import Request, Response

Outcome: TypeAlias = "Response | WireError"
Script: TypeAlias = (
    "Iterable[Outcome | Callable[[Request], Outcome]] | Callable[[Request], Outcome]"
)


def reply(
    status: int = 200,
    content: bytes | str = b"",
    media_type: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make a reply; text is sent as UTF-8."""
    lines = {name.lower(): value for name, value in (headers or {}).items()}
    if media_type is not None:
        lines["content-type"] = media_type
    return Response(status, lines, content.encode() if isinstance(content, str) else content)


def json_reply(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Make a reply that holds JSON."""
    return reply(status, json.dumps(data), "application/json", headers)


class _Scripted:
    """What both transports share: the script, and the requests so far, in order."""

    def __init__(self, script: Script) -> None:
        self.requests: list[Request] = []
        self.closed = False
        self._function = script if callable(script) else None
        self._steps = [] if callable(script) else list(script)
        self._lock = threading.Lock()

    def _outcome(self, request: Request) -> Response:
        request = _read(request)
        with self._lock:
            self.requests.append(request)
            step = self._function or self._next(request)
        outcome = step(request) if callable(step) else step
        if isinstance(outcome, WireError):
            raise copy.copy(outcome)  # a session writes on what it raises
        return outcome

    def _next(self, request: Request) -> Outcome | Callable[[Request], Outcome]:
        sent = len(self.requests)
        if sent > len(self._steps):
            msg = f"The script holds {len(self._steps)} answers; {request!r} is number {sent}."
            raise AssertionError(msg)
        return self._steps[sent - 1]


def _read(request: Request) -> Request:
    """Return a request with its whole body, where that was to be read while it is sent."""
    content = whole(request.content)
    return request if content is request.content else attrs.evolve(request, content=content)


class FakeTransport(_Scripted):
    """Answers a sync session from a script."""

    def send(self, request: Request) -> Response:
        """Return or raise the script's next answer."""
        return self._outcome(request)

    def close(self) -> None:
        """Remember that the session was closed."""
        self.closed = True


class AsyncFakeTransport(_Scripted):
    """Answers an async session from a script, letting other tasks run before each answer."""

    async def send(self, request: Request) -> Response:
        """Return or raise the script's next answer."""
        import asyncio

        await asyncio.sleep(0)
        return self._outcome(request)

    async def close(self) -> None:
        """Remember that the session was closed."""
        self.closed = True
