"""An httpx2.Client or AsyncClient of the user's: their proxies, their TLS, their hooks.

Each request goes through the client's own `build_request` and `send`, so its headers,
cookies and authentication apply; redirects are not followed, whatever the client says.
Its timeouts hold unless the session was given others. Whoever made it closes it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Iterable
from math import ceil, inf
from time import monotonic
from typing import Any, Final, cast

import httpx2

from adlists._runtime.redaction import bare
from adlists.contract import LongBody
from adlists.errors import AdlistsError, ConfigurationError, TimedOut, WireError
from adlists.messages import Request, Response, Timeout
from adlists.transports.failures import failure, overdue, too_large
from adlists.transports.forks import depth
from adlists.transports.headers import outgoing, reply
from adlists.transports.httpx2.outflow import AsyncOutflow, Outflow
from adlists.transports.httpx2.silence import install, silence
from adlists.transports.httpx2.surplus import discard, find
from adlists.transports.loops import LoopBound

_OF_THE_CODED: Final = frozenset({"content-encoding", "content-length"})

_CONNECTING: Final = 0.8  # of the whole, at most

install()


def _limits(client: httpx2.Client | httpx2.AsyncClient, timeout: Timeout) -> httpx2.Timeout:
    if timeout == Timeout():
        return client.timeout
    return httpx2.Timeout(
        connect=timeout.connect, read=timeout.read, write=timeout.write, pool=timeout.pool
    )


def _read(request: Request, limits: httpx2.Timeout) -> float | None:
    """Return how long the next bytes may take to come."""
    return limits.read if request.timeout is None else request.timeout.read


def _request(
    client: httpx2.Client | httpx2.AsyncClient, request: Request, limits: httpx2.Timeout
) -> httpx2.Request:
    if client.is_closed:
        msg = "The httpx2 client passed as `transport` is closed; pass one that is open."
        raise ConfigurationError(msg)
    headers = outgoing(request)
    content: Any = request.content
    if isinstance(content, LongBody):
        headers["content-length"] = str(len(content))
        content = (AsyncOutflow if isinstance(client, httpx2.AsyncClient) else Outflow)(content)
    if request.timeout is not None:
        limits = _limits(client, request.timeout)
    try:
        return client.build_request(
            request.method, request.url, headers=headers, content=content, timeout=limits
        )
    except Exception as error:
        failed = failure(error, request.url)
        if failed is None:
            raise
    raise failed


def _decoded(request: Request, answer: httpx2.Response) -> Response:
    """Make the response of what a hook of the client's has read already."""
    pairs = [item for item in answer.headers.multi_items() if item[0] not in _OF_THE_CODED]
    return reply(request, answer.status_code, pairs, answer.content)


class _Left:
    """What one request may still use: its bytes, and its seconds as `socket.settimeout` asks.

    A client of the user's has connections of its own, which know a limit for each wait and
    none for the whole. They hand the limit to the socket before each read, which takes
    any object with `__index__` and asks it then: so in whole seconds, rounded up.
    """

    def __init__(self, request: Request, limit: float | None) -> None:
        self._request = request
        self._limit = inf if limit is None else limit
        self._ends = monotonic() + request.seconds
        self._bytes = request.max_reply

    def bound(self, message: httpx2.Request, **others: object) -> None:
        """Bound the phases of a request, none of which outlasts the whole.

        Connecting ends a little before it: of a handshake that takes too long nothing was sent.
        """
        if self._ends < inf:
            timeouts: dict[str, Any] = {**message.extensions["timeout"]}
            for phase, part in (("pool", _CONNECTING), ("connect", _CONNECTING), ("write", 1.0)):
                limit, most = timeouts[phase], self._request.seconds * part
                timeouts[phase] = most if limit is None else min(limit, most)
            message.extensions = {**message.extensions, "timeout": {**timeouts, **others}}

    def failed(self, error: Exception) -> AdlistsError | None:
        """Return what an exception means; that the time is over, unless nothing was sent."""
        found = failure(error, self._request.url)
        return found if isinstance(found, WireError) and not found.sent else self.late() or found

    def __index__(self) -> int:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError
        return ceil(min(left, self._limit))

    def __float__(self) -> float:
        return float(self.__index__())

    def came(self, content: bytes) -> None:
        """Count what came of the body; raise where it is too much, or too late."""
        self._bytes -= len(content)
        if self._bytes < 0:
            raise too_large(self._request.url, self._request.max_reply)
        if failed := self.late():
            raise failed

    def late(self) -> TimedOut | None:
        """Return the error that says so, where the time is over."""
        if monotonic() < self._ends:
            return None
        return overdue(self._request.url, self._request.seconds, sent=True)


class OwnClient:
    """Sends through an httpx2.Client, from as many threads as that allows."""

    def __init__(self, client: httpx2.Client, timeout: Timeout) -> None:
        self._client = client
        self._limits = _limits(client, timeout)
        self._depth = depth()

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        try:
            return self._send(request)
        except AdlistsError as error:
            failed = error
        raise bare(failed)

    def _send(self, request: Request) -> Response:
        if self._depth != depth():
            msg = (
                "The httpx2.Client passed as `transport` was made before this process was forked,"
                " and its connections are the parent's. Make one, and a session, in the child."
            )
            raise ConfigurationError(msg)
        left = _Left(request, _read(request, self._limits))
        message = _request(self._client, request, self._limits)
        left.bound(message, read=left)
        try:
            with silence():
                answer = self._client.send(message, stream=True, follow_redirects=False)
                try:
                    if answer.is_stream_consumed:
                        if (holder := find(answer.stream)) is not None:
                            holder.close()
                        return _decoded(request, answer)
                    parts: list[bytes] = []
                    for part in cast("Iterable[bytes]", answer.stream):
                        parts.append(part)
                        left.came(part)
                    discard(answer.stream)
                finally:
                    answer.close()
        except AdlistsError:
            raise
        except Exception as error:
            failed = left.failed(error)
            if failed is None:
                raise
        else:
            return reply(request, answer.status_code, answer.headers.multi_items(), b"".join(parts))
        raise failed

    def close(self) -> None:
        """Leave the client open: it is not ours."""


class OwnAsyncClient:
    """The same for an httpx2.AsyncClient and the tasks of one event loop."""

    def __init__(self, client: httpx2.AsyncClient, timeout: Timeout) -> None:
        self._client = client
        self._limits = _limits(client, timeout)
        self._loop = LoopBound()

    async def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        try:
            return await self._send(request)
        except AdlistsError as error:
            failed = error
        raise bare(failed)

    async def _send(self, request: Request) -> Response:
        self._loop.check()
        message = _request(self._client, request, self._limits)
        left = _Left(request, None)
        left.bound(message)
        clock = asyncio.timeout(request.seconds if request.seconds < inf else None)
        try:
            async with clock:
                with silence():
                    answer = await self._client.send(message, stream=True, follow_redirects=False)
                    try:
                        if answer.is_stream_consumed:
                            if (holder := find(answer.stream)) is not None:
                                await holder.aclose()
                            return _decoded(request, answer)
                        parts: list[bytes] = []
                        async for part in cast("AsyncIterable[bytes]", answer.stream):
                            parts.append(part)
                            left.came(part)
                        discard(answer.stream)
                    finally:
                        await answer.aclose()
        except AdlistsError:
            raise
        except Exception as error:
            failed = left.late() if clock.expired() else failure(error, request.url)
            if failed is None:
                raise
        else:
            return reply(request, answer.status_code, answer.headers.multi_items(), b"".join(parts))
        raise failed

    async def close(self) -> None:
        """Leave the client open: it is not ours."""
