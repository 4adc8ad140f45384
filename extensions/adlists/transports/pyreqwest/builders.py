"""Builds pyreqwest's clients, and keeps them: by proxy, and by process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

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


class Clients(Generic[C]):
    """The clients of one transport: one for all direct connections, one per proxy.

    `build` makes one for a proxy or none, on Tokio's multi-threaded runtime or on the other;
    `total` is how many seconds each of them lets an attempt take.
    """

    def __init__(self, build: Callable[[str | None, bool], C], total: float | None) -> None:
        self.total: Final = total
        self._build = build
        self._forgotten: list[object] = []
        self._begin()

    def _begin(self) -> None:
        self._depth = depth()
        self._guard = threading.Lock()
        self._routes: dict[str, C] = {}
        self._clients: dict[str | None, C] = {}
        self._last: tuple[str, C | None] = "", None

    def client(self, url: str) -> C:
        """Return the client for an address."""
        if self._depth != depth():
            # Kept, never dropped: its runtime has no threads in this process.
            self._forgotten.append(self._clients)
            self._begin()
        below, client = self._last
        if client is not None and url.startswith(below):  # nearly always, and quicker
            return client
        prefix = split(url)[0]
        client = self._routes.get(prefix) or self._learn(prefix)
        with self._guard:
            if self._routes.get(prefix) is client:  # it may have been taken in the meantime
                self._last = f"{prefix}/", client
        return client

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
                return self._build(proxy, threads)
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
            taken = list(self._clients.values()) if self._depth == depth() else []
            self._clients, self._routes, self._last = {}, {}, ("", None)
        return taken
