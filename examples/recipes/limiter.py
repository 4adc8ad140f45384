"""At most so many requests in so many seconds, over all sessions that share the object."""

import threading
import time
from collections import deque
from collections.abc import Callable

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer, sleep


@attrs.frozen(eq=False)
class Limiter:
    name = "limiter"
    most: int = 10
    seconds: float = 1.0
    clock: Callable[[], float] = time.monotonic
    taken: deque[float] = attrs.field(factory=deque[float], init=False)
    lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)

    @adlists.hookimpl(place="inside retry")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                yield from sleep(self.turn())
                return (yield from proceed(request))

            return exchange

        return layer

    def turn(self) -> float:
        with self.lock:
            first = self.taken.popleft() if len(self.taken) >= self.most else float("-inf")
            self.taken.append(max(self.clock(), first + self.seconds))
            return self.taken[-1] - self.clock()
