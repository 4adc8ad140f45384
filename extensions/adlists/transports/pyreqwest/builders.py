"""Builds pyreqwest's clients, and keeps them: by proxy, and by process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import attrs
from pyreqwest.proxy import ProxyBuilder

from adlists.errors import ConfigurationError
from adlists.messages import Timeout
from adlists.transports.forks import depth
from adlists.transports.routes import route, split

if TYPE_CHECKING:
    from pyreqwest.client import BaseClientBuilder

C = TypeVar("C")
B = TypeVar("B", bound="BaseClientBuilder")

CONNECTIONS: Final = 100
KEEP: Final = timedelta(seconds=30)
#: How many timeouts of calls have clients of their own at a time, beside the transport's.
TIMEOUTS: Final = 8
_CONNECTING: Final = 0.8  # of the whole, at most


def configured(builder: B, timeout: Timeout, proxy: str | None) -> B:
    """Return the builder with what every client of ours has."""
    builder = (
        builder.follow_redirects(enable=False)
        .referer(enable=False)
        .gzip(enable=False)
        .brotli(enable=False)
        .zstd(enable=False)
        .deflate(enable=False)
        .max_connections(CONNECTIONS)
        .pool_idle_timeout(KEEP)
    )
    builder = builder.no_proxy() if proxy is None else builder.proxy(ProxyBuilder.all(proxy))
    if timeout.total is not None:
        builder = builder.timeout(timedelta(seconds=timeout.total))
    if timeout.connect is not None:
        builder = builder.connect_timeout(timedelta(seconds=timeout.connect))
    if timeout.read is not None:
        builder = builder.read_timeout(timedelta(seconds=timeout.read))
    if timeout.pool is not None:
        builder = builder.pool_timeout(timedelta(seconds=timeout.pool))
    return builder


def _told_apart(timeout: Timeout) -> Timeout:
    """Return a timeout whose phase of connecting ends before the whole does.

    Where both end at once, nothing tells whether a request has left: of a handshake that takes
    too long, none has.
    """
    if timeout.total is None:
        return timeout
    most = timeout.total * _CONNECTING
    connect = most if timeout.connect is None else min(timeout.connect, most)
    return attrs.evolve(timeout, connect=connect)


class Clients(Generic[C]):
    """The clients of one transport: one for all direct connections, one per proxy.

    `build` makes one with a timeout, for a proxy or none, on Tokio's multi-threaded runtime or
    on the other. A client bounds the phases of all its requests alike, so calls with a timeout
    of their own have other clients; those whose timeout was asked for least lately are let go.
    `total` is how many seconds they let an attempt take, by themselves.
    """

    def __init__(self, build: Callable[[Timeout, str | None, bool], C], timeout: Timeout) -> None:
        self.total: Final = inf if timeout.total is None else timeout.total
        self._build = build
        self._timeout = _told_apart(timeout)
        self._forgotten: list[object] = []
        self._begin()

    def _begin(self) -> None:
        self._depth = depth()
        self._guard = threading.Lock()
        self._routes: dict[str, C] = {}
        self._clients: dict[str | None, C] = {}
        self._last: tuple[str, C | None] = "", None
        self._within: OrderedDict[Timeout, Clients[C]] = OrderedDict()

    def within(self, timeout: Timeout) -> Clients[C]:
        """Return the clients for calls with that timeout."""
        if self._depth != depth():
            self._begin_here()
        # The total bounds each request by itself.
        phases = attrs.evolve(_told_apart(timeout), total=None)
        if phases == attrs.evolve(self._timeout, total=None):
            return self
        with self._guard:
            found = self._within.pop(phases, None) or Clients(self._build, phases)
            self._within[phases] = found
            if len(self._within) > TIMEOUTS:
                self._within.popitem(last=False)  # what they still send, they send to its end
            return found

    def client(self, url: str) -> C:
        """Return the client for an address."""
        if self._depth != depth():
            self._begin_here()
        below, client = self._last
        if client is not None and url.startswith(below):  # nearly always, and quicker
            return client
        prefix = split(url)[0]
        client = self._routes.get(prefix) or self._learn(prefix)
        with self._guard:
            if self._routes.get(prefix) is client:  # it may have been taken in the meantime
                self._last = f"{prefix}/", client
        return client

    def _begin_here(self) -> None:
        # Kept, never dropped: their runtime has no threads in this process.
        self._forgotten += [self._clients, self._within]
        self._begin()

    def _learn(self, prefix: str) -> C:
        proxy = route(prefix).proxy
        with self._guard:
            if proxy not in self._clients:
                self._clients[proxy] = self._built(proxy)
            self._routes[prefix] = self._clients[proxy]
        return self._routes[prefix]

    def _built(self, proxy: str | None) -> C:
        for threads in (False, True):
            try:
                return self._build(self._timeout, proxy, threads)
            except RuntimeError:  # that runtime was begun before a fork, and is without threads
                continue
        msg = (
            "pyreqwest cannot be used here: it was used before this process was forked, twice over."
            " Choose multiprocessing's start method 'spawn', or the transport 'httpx2'."
        )
        raise ConfigurationError(msg)

    def take(self) -> list[C]:
        """Return every client that this process may close, and hold none any more."""
        with self._guard:
            here = self._depth == depth()
            taken = list(self._clients.values()) if here else []
            for others in self._within.values() if here else ():
                taken += others.take()
            self._clients, self._routes, self._last = {}, {}, ("", None)
            self._within = OrderedDict()
        return taken
