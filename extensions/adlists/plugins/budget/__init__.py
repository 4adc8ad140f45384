"""One budget of requests over threads, processes and machines, by the library `limits`.

    Budget("100/minute")                                     this process
    Budget("100/minute", storage="redis://host:6379/0")      all that share the storage
    Budget("100/minute", storage="postgresql://host/name")   likewise; also needs psycopg

A request that would go beyond the budget waits for its turn, retries and redirects too. Needs
the extra `budget`, and for Redis the library `redis`; which other storages there are, the pages
of `limits` tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, ClassVar, Final

import attrs

from adlists.contract import Service
from adlists.errors import AdlistsError, ConfigurationError, ConnectionFailed
from adlists.flow import Exchange, Flow, Layer, block, sleep
from adlists.hookspecs import hookimpl
from adlists.messages import Request, Response

_POSTGRESQL: Final = ("postgresql://", "postgres://")


def _postgres_window(address: str) -> object:
    from adlists.plugins.budget.postgresql import PostgresWindow

    return PostgresWindow(address)


def _lacks_redis(address: str) -> bool:
    return address.startswith("redis") and find_spec("redis") is None


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
    _windows: Any = attrs.field(init=False, repr=False)
    _items: Any = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            import limits
            from limits.storage import storage_from_string
        except ImportError:
            msg = "The plugin budget needs limits. Run: pip install 'adlists[budget]'"
            raise ConfigurationError(msg) from None
        try:
            self._items = limits.parse_many(self.rate)
        except ValueError:
            msg = f"Budget: {self.rate!r} is no rate, such as 10/second or 5000/hour."
            raise ConfigurationError(msg) from None
        try:
            self._windows = (
                _postgres_window(self.storage)
                if self.storage.startswith(_POSTGRESQL)
                else storage_from_string(self.storage)
            )
        except AdlistsError:
            raise
        except Exception as error:  # noqa: BLE001 - each storage has its own
            kind = type(error).__name__  # its message may quote a password
            missing = " Run: pip install redis" if _lacks_redis(self.storage) else ""
            msg = f"Budget: the storage cannot be used ({kind}).{missing}"
            raise ConfigurationError(msg) from None
        if not hasattr(self._windows, "acquire_entry"):
            msg = "Budget: the storage keeps no moving window; memory, Redis and PostgreSQL do."
            raise ConfigurationError(msg)

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

    @hookimpl
    def adlists_close(self) -> Flow[None]:
        """Close the connection to the storage; another session opens one again."""
        close = getattr(self._windows, "close", None)
        if close is not None:
            yield from block(close)

    def _wait(self, key: str) -> float:
        """Take one request out of the budget, or return how long until there is one.

        Where the storage cannot be asked, nothing was sent, and retry may try again.
        """
        failure = ""
        try:
            return self._taken(key)
        except Exception as error:  # noqa: BLE001 - each storage has its own
            failure = type(error).__name__  # its message may quote a password
        msg = f"The storage of the budget cannot be asked ({failure})."
        raise ConnectionFailed(msg)

    def _taken(self, key: str) -> float:
        rates = [(item.key_for(key), item.amount, item.get_expiry()) for item in self._items]
        for rate in rates:
            began, count = self._windows.get_moving_window(*rate)
            if count >= rate[1]:
                return max(float(began + rate[2]) - self.now(), 0.01)
        taken = [self._windows.acquire_entry(*rate) for rate in rates]
        return 0.0 if all(taken) else 0.01
