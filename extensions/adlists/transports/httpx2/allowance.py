"""What one request may use, in seconds and in bytes, kept below the HTTP parser.

httpcore2 has a limit for each wait and none for the whole, so a reply that drips, or a
flood of headers or interim replies (1xx), would hold a call for ever. It hands whatever
stands under "timeout" to the stream on each read; here that is an `Allowance`, and the
streams ask it how long they may wait, and tell it what came.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from math import inf
from time import monotonic
from typing import Any, Final

import httpcore2

from adlists.errors import AdlistsError, ConnectionLost, TimedOut
from adlists.messages import Request, Timeout
from adlists.transports import failures

_HEAD: Final = 2**20  # bytes: many times what any service says before its body begins


class Allowance:
    """How long one request may still take, and how many bytes may still come for it."""

    __slots__ = ("_bytes", "_ends", "_limits", "_most", "_plain", "_seconds", "_sent", "_url")

    def __init__(self, request: Request, limits: Timeout) -> None:
        self._url = request.url
        self._seconds = request.seconds
        self._most = request.max_reply
        self._limits = limits
        self._ends = monotonic() + request.seconds
        self._bytes: float = _HEAD
        self._plain = request.url.startswith("http:")
        self._sent = False

    def timeouts(self) -> dict[str, Any]:
        """Return what httpcore2 takes as timeouts: itself, but for the wait in its pool."""
        pool = self._limits.pool
        if pool is None or pool > self._seconds:
            pool = self._seconds if self._seconds < inf else None
        return {"pool": pool, "connect": self, "read": self, "write": self}

    def connecting(self) -> float | None:
        """Return how long a connection may take to open."""
        return self._within(self._limits.connect)

    def reading(self) -> float | None:
        """Return how long the next bytes may take."""
        return self._within(self._limits.read)

    def writing(self, *, secure: bool) -> float | None:
        """Return how long the next write may take; from now on something was sent."""
        left = self._within(self._limits.write)
        # What leaves in the open for an https address is a CONNECT, and no part of the request.
        self._sent = self._sent or secure or self._plain
        return left

    def _within(self, limit: float | None) -> float | None:
        left = self._ends - monotonic()
        if left <= 0:
            raise failures.overdue(self._url, self._seconds, sent=self._sent)
        return left if left < (inf if limit is None else limit) else limit

    def came(self, size: int) -> None:
        """Count bytes that came; raise `ReplyTooLarge` where they are more than allowed."""
        self._bytes -= size
        if self._bytes < 0:
            raise failures.too_large(self._url, self._most)

    def begin(self) -> int:
        """Allow for the body, whose head has come; return how many bytes it may have."""
        self._bytes += 2 * self._most  # chunks come with lines of their own
        return self._most

    def endless(self) -> None:
        """Allow for a body that is handed on as it comes, and bounded by who reads it."""
        self._ends = self._bytes = inf

    def exceeded(self) -> AdlistsError:
        """Say that the body has more bytes than it may."""
        return failures.too_large(self._url, self._most)

    def failure(self, error: BaseException) -> AdlistsError | None:
        """Return the error of ours for one of the library's; None where it is not the network's."""
        failed = failures.failure(error, self._url)
        if isinstance(failed, TimedOut) and monotonic() >= self._ends:
            return failures.overdue(self._url, self._seconds, sent=self._sent)
        if not self._sent and isinstance(failed, TimedOut | ConnectionLost) and failed.sent:
            return failures.unsent(self._url, failed)
        return failed


class BoundedStream(httpcore2.NetworkStream):
    """A connection that keeps to each request's allowance.

    It reads and writes the socket itself, which costs less than the library's own way;
    TLS within TLS goes through the library.
    """

    def __init__(
        self, inner: httpcore2.NetworkStream, *, secure: bool = False, nested: bool = False
    ) -> None:
        self.inner: Final = inner
        self._secure = secure
        self._socket: socket.socket | None = None if nested else inner.get_extra_info("socket")

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        """Read what comes within the time that is left."""
        left = timeout.reading()
        if self._socket is None:
            content = self.inner.read(max_bytes, left)
        else:
            try:
                self._socket.settimeout(left)
                content = self._socket.recv(max_bytes)
            except TimeoutError as error:
                raise httpcore2.ReadTimeout from error
            except OSError as error:
                raise httpcore2.ReadError from error
        timeout.came(len(content))
        return content

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        """Write within the time that is left."""
        if not buffer:
            return
        left = timeout.writing(secure=self._secure)
        if self._socket is None:
            self.inner.write(buffer, left)
            return
        rest = memoryview(buffer)
        try:
            while rest:
                self._socket.settimeout(left)
                rest = rest[self._socket.send(rest) :]
                if rest:
                    left = timeout.writing(secure=self._secure)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout from error
        except OSError as error:
            raise httpcore2.WriteError from error

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: Any = None,
    ) -> httpcore2.NetworkStream:
        """Shake hands within the time that is left."""
        nested = isinstance(self._socket, ssl.SSLSocket)
        inner = self.inner.start_tls(ssl_context, server_hostname, timeout.connecting())
        return BoundedStream(inner, secure=True, nested=nested)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection beneath says of itself."""
        return self.inner.get_extra_info(info)


class BoundedBackend(httpcore2.SyncBackend):
    """Opens such connections."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Any = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect within the time that is left."""
        return BoundedStream(
            super().connect_tcp(host, port, timeout.connecting(), local_address, socket_options)
        )


class AsyncStream(httpcore2.AsyncNetworkStream):
    """The same for the tasks of one event loop."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream, *, secure: bool = False) -> None:
        self.inner: Final = inner
        self._secure = secure

    async def read(self, max_bytes: int, timeout: Any = None) -> bytes:  # noqa: ASYNC109 - httpcore2's
        """Read what comes within the time that is left."""
        content = await self.inner.read(max_bytes, timeout.reading())
        timeout.came(len(content))
        return content

    async def write(self, buffer: bytes, timeout: Any = None) -> None:  # noqa: ASYNC109 - httpcore2's
        """Write within the time that is left."""
        if buffer:
            await self.inner.write(buffer, timeout.writing(secure=self._secure))

    async def aclose(self) -> None:
        """Close the connection."""
        await self.inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: Any = None,  # noqa: ASYNC109 - httpcore2's
    ) -> httpcore2.AsyncNetworkStream:
        """Shake hands within the time that is left."""
        inner = await self.inner.start_tls(ssl_context, server_hostname, timeout.connecting())
        return AsyncStream(inner, secure=True)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection beneath says of itself."""
        return self.inner.get_extra_info(info)


class AsyncBackend(httpcore2.AnyIOBackend):
    """Opens such connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Any = None,  # noqa: ASYNC109 - httpcore2's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect within the time that is left."""
        parent: Any = super()  # whose class depends on whether anyio is installed
        return AsyncStream(
            await parent.connect_tcp(
                host, port, timeout.connecting(), local_address, socket_options
            )
        )
