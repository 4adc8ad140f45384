"""Every request of a flow through one limiter, and every wait of it ready to end.

A call's flow yields requests and sleeps (`adlists.flow`); here each request waits for the
limiter first, those of the retry plugin and those that fetch a token included, and each sleep
is cut into pieces, so that a job can stop within a fraction of a second. A wait that is longer
than the job may wait ends the job; one of more than two seconds is told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from adlists.errors import AdlistsError
from adlists.flow import Effect, Flow, Sleep, Transmit, intercept, sleep
from adlists.lists.sending.rate import Limiter

R = TypeVar("R")

_PIECE: Final = 0.2
_WORTH_TELLING: Final = 2.0


class StoppedError(Exception):
    """The job ends before this flow did."""


class HaltError(AdlistsError):
    """No further batch would do better; what was done is written down.

    `again` tells whether the same job may do better later, with nothing mended.
    """

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


class Throttle:
    """What the flows of one job share: the limiter, whether to stop, and how much was sent.

    *tick* is called while somebody waits, several times a second; *told* once for each wait
    worth telling, with its seconds and why.
    """

    def __init__(
        self,
        limiter: Limiter,
        max_wait: float = float("inf"),
        tick: Callable[[], None] = lambda: None,
        told: Callable[[float, str], None] = lambda _seconds, _why: None,
    ) -> None:
        self.limiter: Final = limiter
        self.requests = 0
        self.waited = 0.0  # seconds for which the job as a whole was told to wait
        self.held: Callable[[], bool] = lambda: True  # whether the list is this job's alone
        self._max_wait = max_wait
        self._tick = tick
        self._told = told
        self._ends: list[Callable[[], None]] = []
        self._mutex = threading.Lock()
        self._stop = threading.Event()
        self._said_until = float("-inf")

    def on_stop(self, end: Callable[[], None]) -> None:
        """Call *end* when the job stops: it ends what others wait for."""
        self._ends.append(end)

    @property
    def stopped(self) -> bool:
        """Tell whether the job ends."""
        return self._stop.is_set()

    def stop(self) -> None:
        """End every flow at its next effect."""
        self._stop.set()
        for end in self._ends:
            end()

    def check(self) -> None:
        """Raise where the job ends."""
        if self._stop.is_set():
            raise StoppedError

    def sleep(
        self, seconds: float, why: str = "before the next attempt", *, always: bool = False
    ) -> Flow[None]:
        """Let that many seconds pass, unless the job ends; *always* tells of a short wait, too.

        Raises `HaltError` for too many.
        """
        self._consider(seconds, why, 0.0 if always else _WORTH_TELLING)
        while seconds > 0:
            self.check()
            self._tick()
            yield from sleep(min(seconds, _PIECE))
            seconds -= _PIECE
        self.check()

    def admit(self) -> Flow[None]:
        """Wait until a request may be sent."""
        self.check()
        while not self._holds():
            self._tick()
            yield from sleep(_PIECE)
            self.check()
        while wait := self.limiter.acquire():
            self._consider(wait, str(self.limiter))
            self._tick()
            yield from sleep(min(wait, _PIECE))
            self.check()
        with self._mutex:
            self.requests += 1

    def _holds(self) -> bool:
        """Tell whether a request may begin, as far as the list's lock goes."""
        try:
            return self.held()
        except AdlistsError as error:  # nothing of this job may be sent any more
            raise HaltError(str(error)) from None

    def _consider(self, seconds: float, why: str, least: float = _WORTH_TELLING) -> None:
        """Refuse a wait that is too long; tell one that is worth it, once."""
        if seconds > self._max_wait:
            msg = (
                f"The job would have to wait {spoken(seconds)} ({why}), which is more than the "
                f"{spoken(self._max_wait)} that it may wait at a time."
            )
            raise HaltError(msg)
        if seconds <= least:
            return
        until = time.monotonic() + seconds
        with self._mutex:
            if least and until <= self._said_until + 1.0:
                return
            self.waited += max(0.0, until - max(self._said_until, time.monotonic()))
            self._said_until = max(self._said_until, until)
        self._told(seconds, why)


class Tally:
    """How often one call was sent; the requests that fetch a token are not its own."""

    def __init__(self) -> None:
        self.attempts = 0
        self.apart = 0  # not 0 while a flow within this one runs: a token is fetched in there


def throttled(flow: Flow[R], throttle: Throttle, tally: Tally) -> Flow[R]:
    """Run a flow with each of its requests through the throttle."""

    def handle(effect: Effect) -> Flow[Any]:
        if isinstance(effect, Sleep):
            yield from throttle.sleep(effect.seconds)
            return None
        if not isinstance(effect, Transmit):
            return (yield from _apart(effect, tally))
        yield from throttle.admit()
        tally.attempts += not tally.apart
        status: int | None = None
        headers: Any = {}
        try:
            response = yield effect
            status, headers = response.status, response.headers
        finally:
            throttle.limiter.observe(status, headers)
        return response

    return intercept(flow, handle)


def _apart(effect: Effect, tally: Tally) -> Flow[Any]:
    tally.apart += 1
    try:
        return (yield effect)
    finally:
        tally.apart -= 1


def spoken(seconds: float) -> str:
    """Return a duration in words: `37 s`, `15 min`, `3.5 h`, `20 days`."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:,.0f} days"
