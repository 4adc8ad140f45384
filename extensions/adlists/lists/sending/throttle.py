"""Every request of a flow through one limiter, and every wait of it ready to end.

A call's flow wishes for requests and sleeps (`adlists.flow`); here each request waits for
the limiter first, those of the retry plugin and those that fetch a token included, and
each sleep is cut into pieces, so that a job can stop within a fraction of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from adlists.flow import Effect, Exclusive, Flow, Sleep, Transmit, sleep
from adlists.lists.sending.rate import Limiter

R = TypeVar("R")

_PIECE: Final = 0.2


class StoppedError(Exception):
    """The job ends before this flow did."""


class Gate:
    """What the flows of one job share: the limiter, whether to stop, and how much was sent.

    *tick* is called while somebody waits, several times a second.
    """

    def __init__(self, limiter: Limiter, tick: Callable[[], None] = lambda: None) -> None:
        self.limiter: Final = limiter
        self.requests = 0
        self.ends: Callable[[], None] = lambda: None  # called to end what a stopped job waits for
        self._tick = tick
        self._guard = threading.Lock()
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """Tell whether the job ends."""
        return self._stop.is_set()

    def stop(self) -> None:
        """End every flow at its next wish."""
        self._stop.set()
        self.ends()

    def check(self) -> None:
        """Raise where the job ends."""
        if self._stop.is_set():
            raise StoppedError

    def sleep(self, seconds: float) -> Flow[None]:
        """Let that many seconds pass, unless the job ends."""
        while seconds > 0:
            self.check()
            self._tick()
            yield from sleep(min(seconds, _PIECE))
            seconds -= _PIECE
        self.check()

    def enter(self) -> Flow[None]:
        """Wait until a request may be sent."""
        self.check()
        while wait := self.limiter.ask():
            yield from self.sleep(min(wait, _PIECE))
        with self._guard:
            self.requests += 1


class Tally:
    """How often one call was sent; the requests that fetch a token are not its own."""

    def __init__(self) -> None:
        self.attempts = 0


def paced(flow: Flow[R], gate: Gate, tally: Tally | None = None) -> Flow[R]:
    """Run a flow with each of its requests through the gate."""
    answer: Any = None
    failure: Exception | None = None
    while True:
        try:
            effect = flow.send(answer) if failure is None else flow.throw(failure)
        except StopIteration as stop:
            result: R = stop.value
            return result
        answer = failure = None
        if isinstance(effect, Sleep):
            yield from gate.sleep(effect.seconds)
            continue
        if isinstance(effect, Transmit):
            yield from gate.enter()
            if tally is not None:
                tally.attempts += 1
        try:
            answer = yield _within(effect, gate)
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - thrown on, where it was wished for
            failure = error
        if isinstance(effect, Transmit):
            known = failure is None
            gate.limiter.told(answer.status if known else None, answer.headers if known else {})


def _within(effect: Effect, gate: Gate) -> Effect:
    if isinstance(effect, Exclusive):  # a token is fetched in there
        return Exclusive(effect.lock, paced(effect.flow, gate))
    return effect
