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
from collections.abc import Callable, Mapping
from datetime import UTC
from math import isfinite
from typing import Any, ClassVar, Final

import attrs

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
_EPOCH: Final = 1_000_000_000  # smaller numbers are no date of this century, but a duration


def _draw() -> float:
    import random

    return random.random()  # noqa: S311 - jitter is no secret


def _positive(_: object, attribute: attrs.Attribute[Any], value: float) -> None:
    least = 1 if attribute.name == "attempts" else 0
    if not value >= least:
        msg = f"Retry: {attribute.name} has to be at least {least}."
        raise ConfigurationError(msg)


@attrs.frozen(eq=False)
class Retry:
    """Repeats a call up to `attempts` times in all; durations are in seconds.

    The wait before attempt n + 1 is drawn between 0 and min(`wait_max`, `wait_initial` ·
    2ⁿ⁻¹) ("full jitter"), on top of what the service asks for by `Retry-After` or
    `x-ratelimit-reset`. A service that asks for more than `longest_wait` gets no further
    attempt, and none begins after `deadline`: the failure at hand is raised at once.
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

    @hookimpl
    def adlists_layer(self, operation: Operation[Any], service: Service, emit: Emit) -> Layer:
        """Return a layer that repeats an operation."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: Request) -> Flow[Response]:
                ends = self.clock() + self.deadline
                while True:
                    error: WireError | None = None
                    response: Response | None = None
                    try:
                        response = yield from proceed(request)
                    except (ConnectionFailed, ConnectionLost, TimedOut) as failure:
                        if not _may_repeat(operation, failure):
                            raise
                        error = failure
                        sent, asked, reason = failure.attempts, 0.0, type(failure).__name__
                    else:
                        if not _worth_repeating(operation, response):
                            return response
                        sent, reason = response.attempts, str(response.status)
                        asked = self._asked(response)
                    sent = max(sent, request.attempt)
                    delay = asked + self._backoff(sent)
                    if (
                        sent >= self.attempts
                        or asked > self.longest_wait
                        or self.clock() + delay > ends
                    ):
                        if response is not None:
                            return response
                        assert error is not None  # noqa: S101 - it is one or the other
                        raise error
                    emit(RetryScheduled(service.name, operation.id, sent, delay, reason))
                    yield from sleep(delay)
                    request = attrs.evolve(request, attempt=sent + 1)

            return exchange

        return layer

    def _backoff(self, sent: int) -> float:
        return self.draw() * min(self.wait_max, self.wait_initial * 2.0 ** min(sent - 1, 64))

    def _asked(self, response: Response) -> float:
        """Return how many seconds the service asks to wait; 0 where it asks for nothing."""
        asked = retry_after(response.headers, self.now())
        if asked is None and response.status == 429:  # elsewhere the reset explains nothing
            asked = reset(response.headers, self.now())
        return max(0.0, asked or 0.0)


def _may_repeat(operation: Operation[Any], error: WireError) -> bool:
    if error.operation is not None:  # of another call within this one, repeated there already
        return False
    return operation.idempotent or not error.sent


def _worth_repeating(operation: Operation[Any], response: Response) -> bool:
    status = response.status
    return status == 429 or (status in _UNCERTAIN and operation.idempotent)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Read `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is not None or not value:
        return seconds
    try:
        from email.utils import parsedate_to_datetime

        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now


def reset(headers: Mapping[str, str], now: float) -> float | None:
    """Read `x-ratelimit-reset`: the second at which calls are welcome again, since 1970."""
    value = _number(headers.get("x-ratelimit-reset", "").strip())
    if value is None:
        return None
    return value - now if value > _EPOCH else value


def _number(text: str) -> float | None:
    try:
        number = float(text) if text.isascii() else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None
