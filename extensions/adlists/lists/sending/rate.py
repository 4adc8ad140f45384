"""How fast a job may send: what was declared, and what the service says on the way.

A declared rate is kept strictly: a request counts from the moment its reply came, so that
no window of the period, wherever the service lets it begin, holds more than the limit. On
top of that the limiter listens. After a 429 nobody sends until the service wants to be
asked again, and then with a pause between any two requests, longer after each 429 and
shorter after each good reply; headers that say how much is left (`x-ratelimit-remaining`,
`x-ratelimit-reset`) are believed.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Self

import attrs

from adlists._runtime import waits
from adlists.errors import ArgumentError

_PERIODS: Final = {"s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0, "h": 3600.0}
_FORM: Final = re.compile(r"([1-9]\d*)\s*/\s*([a-z]+)")
_SHORTEST: Final = 0.05  # seconds between two requests, after the first 429
_LONGEST: Final = 5.0  # and at the slowest
_RECOVERY: Final = 0.8  # of the pause between two requests, kept after each good reply
_AGAIN: Final = 0.05  # seconds until a full window of open requests is looked at again


@attrs.frozen
class Rate:
    """At most `limit` requests in any `period` of seconds."""

    limit: int
    period: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `250/min`, `5/s` or `1000/h`; `ArgumentError` for anything else."""
        found = _FORM.fullmatch(text.strip().lower())
        period = _PERIODS.get(found[2]) if found else None
        if found is None or period is None:
            msg = f"The rate {text!r} cannot be read; write it as 250/min, 5/s or 1000/h."
            raise ArgumentError(msg)
        return cls(int(found[1]), period)

    def seconds(self, requests: int) -> float:
        """Return how long that many requests take at least."""
        return max(0, (requests - 1) // self.limit) * self.period

    def __str__(self) -> str:
        names = {1.0: "s", 60.0: "min", 3600.0: "h"}
        return f"{self.limit}/{names.get(self.period, f'{self.period:g} s')}"


class Limiter:
    """Tells who asks whether to send now. It never waits itself; threads may share it.

    Whoever got 0 from `acquire` sends, and calls `observe` with the outcome, whatever it is.
    Several rates hold at once, such as 300 a minute and 100,000 a day.
    """

    def __init__(
        self,
        *rates: Rate,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.rates: Final = rates
        self._clock = clock
        self._now = now
        self._mutex = threading.Lock()
        self._open: int = 0
        self._replies: Final = [deque[float]() for _ in rates]
        self._pause = 0.0  # between two requests
        self._slowed = float("-inf")  # when it was made longer
        self._next = float("-inf")  # when the next one may leave, for that pause
        self._until = float("-inf")  # before that, nobody sends
        self._refusals = 0  # in a row
        self._left: int | None = None  # as the service counts, less those still open
        self._reset = float("-inf")
        self._held = 0.0  # seconds in which somebody waited, and nothing was on its way
        self._held_since: float | None = None

    def acquire(self) -> float:
        """Return 0 and count a request as open, or the seconds after which to ask again."""
        with self._mutex:
            now = self._clock()
            wait = max(self._until - now, self._next - now, self._window(now), self._said(now))
            if wait > 0:
                if not self._open and self._held_since is None:
                    self._held_since = now
                return wait
            if self._held_since is not None:
                self._held += now - self._held_since
                self._held_since = None
            self._open += 1
            if self._left is not None:
                self._left -= 1
            self._next = now + self._pause
            return 0.0

    def observe(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Learn from a reply; *status* is None where none came."""
        with self._mutex:
            now = self._clock()
            self._open -= 1
            for replies in self._replies:
                replies.append(now)
            if status is None:
                return
            if status == 429:
                self._refused(now, headers)
                return
            self._refusals = 0
            if status < 500:
                self._pause = self._pause * _RECOVERY if self._pause > 0.001 else 0.0
            self._read(now, headers)

    def close(self) -> None:
        """Give up what it holds outside of this process: nothing."""

    def waiting(self) -> float:
        """Return for how many more seconds the service wants no request at all."""
        with self._mutex:
            now = self._clock()
            return max(0.0, self._until - now, self._said(now))

    def held(self) -> float:
        """Return for how many seconds nothing was on its way, because nothing might be sent."""
        with self._mutex:
            since = self._held_since
            return self._held + (0.0 if since is None else self._clock() - since)

    def least(self, requests: int) -> float:
        """Return in how many seconds, at the earliest, the last of so many more may be sent."""
        with self._mutex:
            now = self._clock()
            asked = max(0.0, self._until - now, self._said(now)) if requests else 0.0
            paused = self._pause * max(0, requests - 1)
            windows = [
                _earliest(rate, replies, self._open, requests, now)
                for rate, replies in zip(self.rates, self._replies, strict=True)
            ]
            return max(asked + paused, *windows, 0.0)

    def __str__(self) -> str:
        """Say what limits the job now."""
        declared = ", ".join(map(str, self.rates)) or "no limit declared"
        if wait := self.waiting():
            return f"{declared}, asked to wait {wait:.0f} s"
        return f"{declared}, slowed to {60 / self._pause:.0f}/min" if self._pause else declared

    def _window(self, now: float) -> float:
        """Return how long until every rate has room for one more."""
        wait = 0.0
        for rate, replies in zip(self.rates, self._replies, strict=True):
            while replies and replies[0] <= now - rate.period:
                replies.popleft()
            if self._open + len(replies) >= rate.limit:
                # A hair more than nothing: rounding may bring the clock back to just before.
                until = replies[0] + rate.period - now if replies else _AGAIN
                wait = max(wait, until, 1e-6)
        return wait

    def _said(self, now: float) -> float:
        if self._left is None or self._left > 0:
            return 0.0
        if now >= self._reset:
            self._left = None
            return 0.0
        return self._reset - now

    def _refused(self, now: float, headers: Mapping[str, str]) -> None:
        self._refusals += 1
        asked = waits.retry_after(headers, self._now())
        if asked is None:
            asked = waits.reset(headers, self._now())
        if asked is None:
            asked = waits.Wait(min(60.0, 2.0 ** min(self._refusals - 1, 6)))
        # Not for each of those that were on their way together, nor before the pause can tell.
        if now >= max(self._until, self._slowed + 4 * self._pause):
            self._slowed = now
            self._pause = min(_LONGEST, max(2 * self._pause, _SHORTEST))
        self._until = max(self._until, now + asked)

    def _read(self, now: float, headers: Mapping[str, str]) -> None:
        left, ends = headers.get("x-ratelimit-remaining", ""), waits.reset(headers, self._now())
        if left.isascii() and left.isdigit() and len(left) < 20 and ends is not None:
            # Those still open may not be in the service's count yet.
            self._left = int(left) - self._open
            self._reset = now + ends


def _earliest(
    rate: Rate, replies: Sequence[float], on_their_way: int, requests: int, now: float
) -> float:
    """Return when a rate lets the last of so many requests leave: seconds from now."""
    taken = [max(0.0, reply + rate.period - now) for reply in replies]
    taken = [until for until in taken if until] + [rate.period] * on_their_way
    over = requests - (rate.limit - len(taken))  # that have to wait for others to leave the window
    if requests <= 0 or over <= 0:
        return 0.0
    periods, place = divmod(over - 1, rate.limit)
    first = taken[place] if place < len(taken) else rate.period
    return first + periods * rate.period
