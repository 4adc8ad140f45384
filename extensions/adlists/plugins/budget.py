"""One budget of requests over threads, processes and machines, by the library `limits`.

    Budget("100/minute")                                   this process
    Budget("100/minute", storage="redis://host:6379/0")    all that share the storage

A request that would go beyond the budget waits for its turn, retries and redirects too. Needs
the extra `budget`; which storages there are, the library's own pages tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar

import attrs

from adlists.contract import Service
from adlists.errors import ConfigurationError
from adlists.flow import Exchange, Flow, Layer, block, sleep
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response


@attrs.define(eq=False)
class Budget:
    """Lets requests leave at no more than a `rate`, such as "10/second" or "5000/hour".

    `key` names the budget where several share a storage; unless given, it is the service's
    name and address. `longest_wait` is in seconds: who would wait longer is told so.
    """

    name: ClassVar[str] = "budget"
    rate: str
    storage: str = attrs.field(default="memory://", repr=False)  # it may hold a password
    key: str | None = None
    longest_wait: float = 3600.0
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True, repr=False)
    _limiter: Any = attrs.field(init=False, repr=False)
    _items: Any = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            import limits
            from limits.storage import storage_from_string
            from limits.strategies import MovingWindowRateLimiter
        except ImportError:
            msg = "The plugin budget needs limits. Run: pip install 'adlists[budget]'"
            raise ConfigurationError(msg) from None
        try:
            self._items = limits.parse_many(self.rate)
        except ValueError:
            msg = f"Budget: {self.rate!r} is no rate, such as 10/second or 5000/hour."
            raise ConfigurationError(msg) from None
        try:
            self._limiter = MovingWindowRateLimiter(storage_from_string(self.storage))
        except Exception as error:  # noqa: BLE001 - each storage has its own
            kind = type(error).__name__  # its message may quote a password
            msg = f"Budget: the storage cannot be used ({kind})."
            raise ConfigurationError(msg) from None

    @hookimpl(place="inside retry")
    def adlists_layer(self, service: Service) -> Layer:
        """Return a layer that waits until a request may leave."""
        key = self.key or f"{service.name} {service.server}"

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                waited = 0.0
                while (seconds := (yield from block(lambda: self._wait(key)))) > 0:
                    waited += seconds
                    if waited > self.longest_wait:
                        msg = f"The budget of {self.rate} is spent for {seconds:.0f} s more."
                        raise ConfigurationError(msg)
                    yield from sleep(seconds)
                return (yield from proceed(request))

            return exchange

        return layer

    def _wait(self, key: str) -> float:
        """Take one request out of the budget, or return how long until there is one."""
        for item in self._items:
            if not self._limiter.test(item, key):
                reset = self._limiter.get_window_stats(item, key).reset_time
                return max(float(reset) - self.now(), 0.01)
        taken = [self._limiter.hit(item, key) for item in self._items]
        return 0.0 if all(taken) else 0.01
