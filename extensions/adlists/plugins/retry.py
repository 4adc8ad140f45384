"""Repeats calls that may be repeated, later and later, and not for ever.

    failure                                 repeated
    ConnectionFailed, or any unsent         always: nothing reached the service
    ConnectionLost, TimedOut                if the operation is idempotent
    408, 500, 502, 503, 504                 if the operation is idempotent
    429                                     always: the service says that it did nothing

Whether an operation is idempotent stands in its document (`x-idempotent`) or follows from
its HTTP method. So a lost reply to a `create` is never repeated blindly: list what is
there, then decide.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

import attrs

from adlists._runtime import waits
from adlists.contract import Operation, Service
from adlists.errors import (
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    TimedOut,
    WireError,
)
from adlists.events import RetryScheduled
from adlists.flow import Exchange, Flow, Layer, sleep
from adlists.hookspecs import Emit, hookimpl
from adlists.messages import Request, Response

_UNCERTAIN: Final = frozenset({408, 500, 502, 503, 504})
_SHORTEST: Final = 0.001  # seconds that an attempt has, however late it begins


def _draw() -> float:
    import random

    return random.random()  # noqa: S311 - jitter is no secret


def _positive(_: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    least = 1 if attribute.name == "attempts" else 0
    if isinstance(value, bool) or not (isinstance(value, int | float) and value >= least):
        msg = f"Retry: {attribute.name} has to be a number, and at least {least}."
        raise ConfigurationError(msg)


@attrs.frozen(eq=False)
class Retry:
    """Repeats a call up to `attempts` times in all; durations are in seconds.

    The wait before attempt n + 1 is drawn between 0 and min(`wait_max`, `wait_initial` ·
    2ⁿ⁻¹) ("full jitter"), on top of what the service asks for by `Retry-After` or
    `x-ratelimit-reset`. A service that asks for more than `longest_wait` gets no further
    attempt, and none begins after `deadline`: the failure at hand is raised at once. An
    attempt that is still under way at the `deadline` is broken off.
    """

    name: ClassVar[str] = "retry"
    attempts: int = attrs.field(default=4, validator=_positive)
    deadline: float = attrs.field(default=120.0, validator=_positive)
    wait_initial: float = attrs.field(default=0.5, validator=_positive)
    wait_max: float = attrs.field(default=30.0, validator=_positive)
    longest_wait: float = attrs.field(default=60.0, validator=_positive)
    clock: Callable[[], float] = attrs.field(default=time.monotonic, kw_only=True)
    now: Callable[[], float] = attrs.field(default=time.time, kw_only=True)
    draw: Callable[[], float] = attrs.field(default=_draw, kw_only=True)

    @hookimpl(place="retry")
    def adlists_layer(self, operation: Operation[Any], service: Service, emit: Emit) -> Layer:
        """Return a layer that repeats an operation."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                ends = self.clock() + self.deadline
                if self.deadline < request.seconds:
                    request = _within(request, self.deadline)
                while True:
                    outcome: Response | WireError
                    try:
                        outcome = yield from proceed(request)
                        if outcome.status < 400:
                            return outcome
                    except (ConnectionFailed, ConnectionLost, TimedOut) as failure:
                        if not _may_repeat(operation, failure):
                            raise
                        outcome = failure
                    sent = max(outcome.attempts, request.attempt)
                    delay = self._delay(operation, outcome, sent, ends)
                    if delay is None:
                        if isinstance(outcome, Response):
                            return outcome
                        raise outcome
                    reason = _reason(outcome)
                    emit(
                        RetryScheduled(
                            service.name, operation.id, sent, delay, reason, call=request.call
                        )
                    )
                    yield from sleep(delay)
                    request = _within(request, ends - self.clock())
                    request = attrs.evolve(request, attempt=sent + 1)

            return exchange

        return layer

    def _delay(
        self, operation: Operation[Any], outcome: Response | WireError, sent: int, ends: float
    ) -> float | None:
        """Return the seconds until the next attempt; None where none is to follow."""
        asked = 0.0
        if isinstance(outcome, Response):
            if not _worth_repeating(operation, outcome):
                return None
            asked = self._asked(outcome)
        delay = asked + self._backoff(sent)
        enough = sent >= self.attempts or asked > self.longest_wait
        return None if enough or self.clock() + delay > ends else delay

    def _backoff(self, sent: int) -> float:
        return self.draw() * min(self.wait_max, self.wait_initial * 2.0 ** min(sent - 1, 64))

    def _asked(self, response: Response) -> float:
        """Return how many seconds the service asks to wait; 0 where it asks for nothing."""
        asked = waits.retry_after(response.headers, self.now())
        if asked is None and response.status == 429:  # elsewhere the reset explains nothing
            asked = waits.reset(response.headers, self.now())
        return asked or 0.0


def _within(request: Request, seconds: float) -> Request:
    if seconds >= request.seconds:
        return request
    return attrs.evolve(request, seconds=max(seconds, _SHORTEST))


def _reason(outcome: Response | WireError) -> str:
    return str(outcome.status) if isinstance(outcome, Response) else type(outcome).__name__


def _may_repeat(operation: Operation[Any], error: WireError) -> bool:
    if error.operation is not None:  # of another call within this one, repeated there already
        return False
    return operation.idempotent or not error.sent


def _worth_repeating(operation: Operation[Any], response: Response) -> bool:
    status = response.status
    return status == 429 or (status in _UNCERTAIN and operation.idempotent)
