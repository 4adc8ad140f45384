"""The fast transport, `adlists[fast]`: pyreqwest, that is hyper and Tokio, in Rust.

What pyreqwest 0.15 does by itself, and what is done about it here:

    a blocking call ignores Ctrl-C, then    the async client is driven by hand (`_drive`),
    aborts the process                      waiting on a queue that signals interrupt
    a client hangs in a forked child        the child makes clients of its own, on the other
                                            of the two runtimes; where a fork follows a
                                            fork there is none left, and an error at once
    redirects carry custom headers along    none is followed
    a broken reply is a ConnectError, and   sorted by the causes, so that a request that
    a slow one a ConnectTimeoutError        may have been processed is never said to be unsent
    exceptions quote the full URL           they are not chained

It has no timeout for writing: `read` runs from the start to the first byte of the reply.
A call that is cancelled leaves its connection, which closes after `read` seconds at the
latest, and until then counts among the hundred that may be open.
"""

from __future__ import annotations

import asyncio
import os
import queue
import re
import threading
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from typing import Any, Final, TypeVar

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError
from pyreqwest.http import HeaderMap
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import ConsumedRequest

from adlists.errors import AdlistsError, ConfigurationError
from adlists.messages import Request, Response, Timeout
from adlists.transports import failures
from adlists.transports.headers import outgoing, reply
from adlists.transports.routes import route, split

T = TypeVar("T")

CONNECTIONS: Final = 100
KEEP: Final = timedelta(seconds=30)
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_CONNECTING: Final = "client error (Connect)"
_SENT_AFTER_ALL: Final = {"ConnectError": "ReadError", "ConnectTimeoutError": "ReadTimeoutError"}
# On Windows a signal is only heard between two waits.
_TICK: Final = 0.5 if os.name == "nt" else None


class _Clients:
    """The clients of one transport: one for all direct connections, one per proxy."""

    def __init__(self, timeout: Timeout) -> None:
        self._timeout = timeout
        self._forgotten: list[object] = []
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._routes: dict[str, Client] = {}
        self._clients: dict[str | None, Client] = {}

    def client(self, url: str) -> Client:
        """Return the client for an address."""
        if self._process != os.getpid():
            # Kept, never dropped: its runtime has no threads in this process.
            self._forgotten.append(self._clients)
            self._begin()
        prefix = split(url)[0]
        return self._routes.get(prefix) or self._learn(prefix)

    def _learn(self, prefix: str) -> Client:
        proxy = route(prefix).proxy
        with self._guard:
            if proxy not in self._clients:
                self._clients[proxy] = self._build(proxy)
            self._routes[prefix] = self._clients[proxy]
        return self._routes[prefix]

    def _build(self, proxy: str | None) -> Client:
        seconds = self._timeout
        builder = (
            ClientBuilder()
            .follow_redirects(enable=False)
            .referer(enable=False)
            .gzip(enable=False)
            .brotli(enable=False)
            .zstd(enable=False)
            .deflate(enable=False)
            .max_connections(CONNECTIONS)
            .pool_idle_timeout(KEEP)
        )
        builder = builder.no_proxy() if proxy is None else builder.proxy(ProxyBuilder.all(proxy))
        if seconds.connect is not None:
            builder = builder.connect_timeout(timedelta(seconds=seconds.connect))
        if seconds.read is not None:
            builder = builder.read_timeout(timedelta(seconds=seconds.read))
        if seconds.pool is not None:
            builder = builder.pool_timeout(timedelta(seconds=seconds.pool))
        for threads in (False, True):
            try:
                return builder.runtime_multithreaded(threads).build()
            except RuntimeError:  # that runtime was begun before a fork, and is without threads
                continue
        msg = (
            "pyreqwest cannot be used here: it was used before this process was forked, twice over."
            " Choose multiprocessing's start method 'spawn', or the transport 'httpx2'."
        )
        raise ConfigurationError(msg)

    def take(self) -> list[Client]:
        """Return every client that this process may close, and hold none any more."""
        with self._guard:
            taken = list(self._clients.values()) if self._process == os.getpid() else []
            self._clients, self._routes = {}, {}
        return taken


class Pyreqwest:
    """Sends from any number of threads, and in forked children."""

    def __init__(self, timeout: Timeout) -> None:
        self._clients = _Clients(timeout)

    def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        return _drive(_send(self._clients, request))

    def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        for client in self._clients.take():
            _drive(_close(client))


class AsyncPyreqwest:
    """The same for tasks, of any event loop."""

    def __init__(self, timeout: Timeout) -> None:
        self._clients = _Clients(timeout)

    async def send(self, request: Request) -> Response:
        """Send the request and read the reply to its end."""
        return await _send(self._clients, request)

    async def close(self) -> None:
        """Close every connection; closing twice is harmless."""
        for client in self._clients.take():
            await _close(client)


async def _send(clients: _Clients, request: Request) -> Response:
    message = _message(clients.client(request.url), request)
    try:
        answer = await message.send()
        content = (await answer.bytes()).to_bytes()
    except Exception as error:
        failed = _failure(error, request.url)
        if failed is None:
            raise
    else:
        return reply(answer.status, _pairs(answer.headers), content)
    raise failed


async def _close(client: Client) -> None:
    await client.close()


def _message(client: Client, request: Request) -> ConsumedRequest:
    headers = outgoing(request)
    if not request.content and request.method in _WITH_BODY:
        headers["content-length"] = "0"  # RFC 9110, section 8.6; hyper leaves it out
    name = "InvalidURL"
    try:
        builder = client.request(request.method, request.url)
        name = "LocalProtocolError"
        builder = builder.headers(headers)
        if request.content:
            builder = builder.body_bytes(request.content)
        return builder.build()
    except ValueError as error:
        failed = failures.failure(error, request.url, name=name)
    raise failed or AssertionError(name)


def _pairs(headers: HeaderMap) -> list[tuple[str, str]]:
    try:
        return list(headers.items())
    except ValueError:  # some value is not ASCII: pyreqwest has no way to read that one
        return [(name, value) for name in set(headers) for value in _readable(headers, name)]


def _readable(headers: HeaderMap, name: str) -> list[str]:
    try:
        return headers.getall(name)
    except ValueError:
        return []


def _failure(error: Exception, url: str) -> AdlistsError | None:
    details = error.details if isinstance(error, DetailedPyreqwestError) else {"causes": None}
    causes = [cause["message"] for cause in details["causes"] or ()]
    name = type(error).__name__
    if name in _SENT_AFTER_ALL and _CONNECTING not in causes:
        return failures.failure(error, url, name=_SENT_AFTER_ALL[name])
    if name != "ConnectError":
        return failures.failure(error, url)
    place, last = failures.place_of(url), causes[-1]
    if last.startswith("invalid peer certificate: "):
        return failures.untrusted(place, last.rpartition(": ")[2])
    if "dns error" in causes:
        return failures.unresolved(place)
    number = re.search(r"\(os error (\d+)\)$", last)
    reason = os.strerror(int(number[1])).lower() if number else "it could not be opened"
    return failures.refused(place, reason)


class _Future:
    """What a Rust future waits on: the least that pyo3 asks of an asyncio.Future."""

    _asyncio_future_blocking = False

    def __iter__(self) -> Iterator[_Future]:
        yield self


class _Loop:
    """The least that pyo3 asks of an event loop: its wakes, as a queue for one thread."""

    def __init__(self) -> None:
        self.wakes: queue.SimpleQueue[None] = queue.SimpleQueue()

    def create_future(self) -> _Future:
        return _Future()

    def call_soon_threadsafe(self, *_: object) -> None:
        """Wake the thread. It steps again, which needs no result on the future."""
        self.wakes.put(None)


def _drive(coroutine: Coroutine[Any, None, T]) -> T:
    """Run a coroutine of pyreqwest's to its end, blocking, in any thread.

    This is an event loop for one coroutine, at a tenth of the cost of asyncio's. It may run
    beneath a running event loop; what a signal's handler raises ends it at once.
    """
    loop, outer = _Loop(), asyncio._get_running_loop()  # noqa: SLF001 - meant for event loops
    try:
        while True:
            asyncio._set_running_loop(loop)  # type: ignore[arg-type]  # noqa: SLF001 - likewise
            try:
                waits = coroutine.send(None)
            finally:
                asyncio._set_running_loop(outer)  # noqa: SLF001 - likewise
            if waits is not None:  # None: woken during the step itself
                _wait(loop.wakes)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        coroutine.close()


def _wait(wakes: queue.SimpleQueue[None]) -> None:
    while True:
        try:
            return wakes.get(timeout=_TICK)
        except queue.Empty:
            continue
