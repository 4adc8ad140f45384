"""Keeps replies, and asks the service whether they still hold: ETag, max-age, or a time given.

    connect(Api, credential, plugins=[Cache(seconds=60)])     # or plugins=["cache"]

Kept are replies to GETs that change nothing, for one session and so for one account, in
memory. Whatever else is called of the service forgets them all: it may have changed them.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

import attrs

from adlists.contract import Operation, Service
from adlists.errors import ConfigurationError
from adlists.flow import Exchange, Flow, Layer
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response

_MAX_AGE: Final = re.compile(r"(?:^|[ ,])max-age=(\d{1,9})")


def _not_negative(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        msg = f"Cache: {attribute.name} has to be a number, and at least 0."
        raise ConfigurationError(msg)


@attrs.frozen
class CachedReply:
    """A reply, and until when it needs no question, on the plugin's clock."""

    response: Response
    until: float


class _Store:
    """The replies of one session, the latest used last; for any number of threads."""

    def __init__(self) -> None:
        self.replies: OrderedDict[tuple[str, str], CachedReply] = OrderedDict()
        self.lock = threading.Lock()
        self.generation = 0


@attrs.define(eq=False)
class Cache:
    """Keeps up to `entries` replies, each for as long as it says itself, or for `seconds`."""

    name: ClassVar[str] = "cache"
    seconds: float = attrs.field(default=0.0, validator=_not_negative)
    entries: int = attrs.field(default=1000, validator=_not_negative)
    clock: Callable[[], float] = attrs.field(default=time.monotonic, kw_only=True, repr=False)
    _stores: WeakKeyDictionary[Service, _Store] = attrs.field(
        factory=WeakKeyDictionary[Service, _Store], init=False, repr=False
    )
    _lock: Any = attrs.field(factory=threading.Lock, init=False, repr=False)

    @hookimpl
    def adlists_layer(self, operation: Operation[Any], service: Service) -> Layer:
        """Return a layer that keeps the replies of an operation, or forgets them after it."""
        with self._lock:  # a service's object is its session's own
            store = self._stores.setdefault(service, _Store())
        kept = operation.method == "GET" and operation.idempotent

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                if kept and not request.streamed:
                    return (yield from self._ask(store, proceed, request))
                try:
                    return (yield from proceed(request))
                finally:
                    if not kept:
                        self._forget(store)

            return exchange

        return layer

    def _ask(self, store: _Store, proceed: Exchange, request: Request) -> Flow[Response]:
        key = request.url, request.header("accept") or ""
        with store.lock:
            known, generation = store.replies.get(key), store.generation
        if known is not None:
            if self.clock() < known.until:
                return known.response
            request = request.with_header("if-none-match", known.response.headers.get("etag", ""))
        response = yield from proceed(request)
        if response.status == 304 and known is not None:
            response = known.response
        if response.status == 200 and response.stream is None:
            self._keep(store, key, response, generation)
        return response

    def _keep(
        self, store: _Store, key: tuple[str, str], response: Response, generation: int
    ) -> None:
        said = response.headers.get("cache-control", "").lower()
        age = _MAX_AGE.search(said)
        seconds = float(age[1]) if age else self.seconds
        if "no-cache" in said:
            seconds = 0.0
        useless = "no-store" in said or (seconds <= 0 and "etag" not in response.headers)
        with store.lock:
            store.replies.pop(key, None)
            if useless or store.generation != generation:  # changed while it was on its way
                return
            response = attrs.evolve(response, request=None)
            store.replies[key] = CachedReply(response, self.clock() + seconds)
            while len(store.replies) > self.entries:
                store.replies.popitem(last=False)

    @staticmethod
    def _forget(store: _Store) -> None:
        with store.lock:
            store.generation += 1
            store.replies.clear()
