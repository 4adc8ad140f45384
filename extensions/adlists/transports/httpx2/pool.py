"""The default transport: the connection pool that httpx2 itself stands on, httpcore2.

It goes beneath httpx2's client, which would follow redirects, keep cookies, log each full
URL, and cost a quarter of the time of a short call. What that client reads from the
environment is read here too: proxies (`routes`), SSL_CERT_FILE and SSL_CERT_DIR.

A forked child begins with pools of its own: two processes on one connection would read
each other's replies.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar
from urllib.parse import unquote, urlsplit

import httpcore2

from adlists._runtime.redaction import bare
from adlists.contract import LongBody
from adlists.errors import AdlistsError, ConfigurationError, ConnectionFailed
from adlists.messages import Request, Response, Timeout
from adlists.transports.forks import depth
from adlists.transports.headers import outgoing, reply
from adlists.transports.httpx2.allowance import Allowance, AsyncBackend, BoundedBackend
from adlists.transports.httpx2.inflow import AsyncInflow, Inflow, begun
from adlists.transports.httpx2.outflow import AsyncOutflow, Outflow
from adlists.transports.httpx2.silence import install, silence
from adlists.transports.httpx2.surplus import discard
from adlists.transports.loops import LoopBound
from adlists.transports.routes import Origin, route, split

CONNECTIONS: Final = 100
KEEP: Final = 30.0  # seconds idle; the servers at hand keep theirs for a minute or more
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})

install()


P = TypeVar("P")


class _Pools(Generic[P]):
    """The pools of one transport: one per proxy or none, and with TLS or without."""

    def __init__(
        self,
        make: Callable[..., P],
        backend: object,
        timeout: Timeout,
        sent: Callable[[LongBody], Any],
    ) -> None:
        self._sent = sent
        self._make = make
        self._backend = backend
        self._timeout = timeout
        self._forgotten: list[object] = []
        self._begin()

    def _begin(self) -> None:
        self._depth = depth()
        self._guard = threading.Lock()
        self._pools: dict[tuple[str | None, bool], P] = {}
        self._routes: dict[str, Origin] = {}

    def prepare(self, request: Request) -> tuple[P, httpcore2.Request, Allowance]:
        """Return the pool for a request, the request in httpcore2's terms, and what it may use."""
        if self._depth != depth():
            # Kept, never closed: their locks may be held by a thread that did not come along.
            self._forgotten.append(self._pools)
            self._begin()
        headers = outgoing(request)
        prefix, target = split(request.url)
        known = self._routes.get(prefix) or self._learn(prefix)
        if request.content or request.method in _WITH_BODY:
            headers["content-length"] = str(len(request.content))
        allowance = Allowance(request, request.timeout or self._timeout)
        content: Any = request.content
        if isinstance(content, LongBody):
            content = self._sent(content)
        try:
            lines = [(b"host", known.authority.encode())]
            lines += [(name.encode(), value.encode()) for name, value in headers.items()]
            url = httpcore2.URL(
                scheme=known.scheme, host=known.host, port=known.port, target=target
            )
            message = httpcore2.Request(
                request.method,
                url,
                headers=lines,
                content=content,
                extensions={"timeout": allowance.timeouts()},
            )
        except (TypeError, UnicodeError):
            unusable = "The address has a character that has to be percent-encoded."
        else:
            return self._pools[known.proxy, known.scheme == "https"], message, allowance
        raise ConnectionFailed(unusable)

    def _learn(self, prefix: str) -> Origin:
        found = route(prefix)
        secure = found.scheme == "https"
        with self._guard:
            if (found.proxy, secure) not in self._pools:
                self._pools[found.proxy, secure] = self._make(
                    ssl_context=_trust() if secure else None,
                    proxy=_proxy(found.proxy),
                    max_connections=CONNECTIONS,
                    max_keepalive_connections=CONNECTIONS,
                    keepalive_expiry=KEEP,
                    network_backend=self._backend,
                )
            self._routes[prefix] = found
        return found

    def take(self) -> list[P]:
        """Return every pool that this process may close, and hold none any more."""
        with self._guard:
            taken = list(self._pools.values()) if self._depth == depth() else []
            self._pools, self._routes = {}, {}
        return taken


def _trust() -> ssl.SSLContext:
    """Load the certificates to trust, once: it takes some ten milliseconds."""
    try:
        return httpcore2.default_ssl_context()
    except OSError:
        msg = "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read."
    raise ConfigurationError(msg)


def _proxy(address: str | None) -> httpcore2.Proxy | None:
    if address is None:
        return None
    parts = urlsplit(address)
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    url = httpcore2.URL(scheme=parts.scheme, host=parts.hostname or "", port=port, target="/")
    return httpcore2.Proxy(url, auth=user)


def _lines(pairs: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]


class Httpx2:
    """Sends from any number of threads, and in forked children."""

    def __init__(self, timeout: Timeout) -> None:
        self._pools = _Pools(httpcore2.ConnectionPool, BoundedBackend(), timeout, Outflow)

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        try:
            return self._send(request)
        except AdlistsError as error:
            failed = error
        raise bare(failed)

    def _send(self, request: Request) -> Response:
        pool, message, allowance = self._pools.prepare(request)
        try:
            with silence():
                answer = pool.handle_request(message)
                if request.streamed:
                    lines = _lines(answer.headers)
                    if (headers := begun(request, answer.status, lines)) is not None:
                        pieces = Inflow(answer, allowance)
                        return Response(answer.status, headers, b"", stream=pieces)
                try:
                    most = allowance.begin()
                    parts: list[bytes] = []
                    for part in answer.iter_stream():
                        parts.append(part)
                        most -= len(part)
                        if most < 0:
                            raise allowance.exceeded()
                    discard(answer.stream)
                finally:
                    answer.close()
        except AdlistsError:
            raise
        except Exception as error:
            failed = allowance.failure(error)
            if failed is None:
                raise
        else:
            return reply(request, answer.status, _lines(answer.headers), b"".join(parts))
        raise failed

    def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        for pool in self._pools.take():
            pool.close()


class AsyncHttpx2:
    """The same for the tasks of one event loop."""

    def __init__(self, timeout: Timeout) -> None:
        self._pools = _Pools(httpcore2.AsyncConnectionPool, AsyncBackend(), timeout, AsyncOutflow)
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
        pool, message, allowance = self._pools.prepare(request)
        try:
            with silence():
                answer = await pool.handle_async_request(message)
                if request.streamed:
                    lines = _lines(answer.headers)
                    if (headers := begun(request, answer.status, lines)) is not None:
                        pieces = AsyncInflow(answer, allowance)
                        return Response(answer.status, headers, b"", stream=pieces)
                try:
                    most = allowance.begin()
                    parts: list[bytes] = []
                    async for part in answer.aiter_stream():
                        parts.append(part)
                        most -= len(part)
                        if most < 0:
                            raise allowance.exceeded()
                    discard(answer.stream)
                finally:
                    await answer.aclose()
        except AdlistsError:
            raise
        except Exception as error:
            failed = allowance.failure(error)
            if failed is None:
                raise
        else:
            return reply(request, answer.status, _lines(answer.headers), b"".join(parts))
        raise failed

    async def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        pools = self._pools.take()
        if self._loop.here():  # elsewhere they have ended with their loop
            for pool in pools:
                await pool.aclose()
