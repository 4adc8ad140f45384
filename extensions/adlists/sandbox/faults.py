"""What goes wrong on request: statuses, delays, lost connections, tokens that end early.

A fault is written as `key=value` pairs with commas between them:

    status=503,rate=0.1              a tenth of all requests fails, before any effect
    status=429,count=2,retry_after=1 the first two are asked to wait a second
    delay=0.5                        every reply takes half a second longer
    drop=before,count=1              the connection breaks before anything is done
    drop=after,operation=create      it is done, and the reply is lost
    expire,count=1                   the token that the next request carries has ended
    limit=250                        250 requests a minute, then 429
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, Self

import attrs

from adlists.contract import Operation, Service
from adlists.errors import ConfigurationError

_MINUTE: Final = 60


@attrs.frozen
class Fault:
    """One thing that goes wrong: for which requests, and how often.

    `rate` is the share of requests, `count` how many of them at most; `operation` is an
    operation's id, None for all. `limit` counts requests per minute.
    """

    status: int | None = None
    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    expire: bool = False
    limit: int | None = None
    retry_after: int | None = None
    rate: float = 1.0
    count: int | None = None
    operation: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the textual form; `ConfigurationError` tells what is wrong with it."""
        found: dict[str, Any] = {}
        for part in text.split(","):
            key, mark, value = (one.strip() for one in part.partition("="))
            reader = _READERS.get(key)
            if reader is None or (key == "expire") is bool(mark):
                msg = (
                    f"A fault has no {key!r}: write KEY=VALUE of {', '.join(_READERS)}, or expire."
                )
                raise ConfigurationError(msg)
            try:
                found[key] = reader(value) if mark else True
            except ValueError as error:
                msg = f"A fault's {key} cannot be {value!r}{f': {error}' if str(error) else ''}."
                raise ConfigurationError(msg) from None
        if not found.keys() & {"status", "delay", "drop", "expire", "limit"}:
            msg = "A fault needs one of status, delay, drop, expire, limit."
            raise ConfigurationError(msg)
        return cls(**found)


def _status(text: str) -> int:
    status = int(text)
    if not 400 <= status <= 599:
        msg = "it lies between 400 and 599"
        raise ValueError(msg)
    return status


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        msg = "it lies between 0 and 3600 seconds"
        raise ValueError(msg)
    return seconds


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        msg = "it lies between 0 and 1"
        raise ValueError(msg)
    return share


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = "it is 1 or more"
        raise ValueError(msg)
    return number


def _side(text: str) -> str:
    if text not in {"before", "after"}:
        msg = "it is before or after"
        raise ValueError(msg)
    return text


_READERS: Final[Mapping[str, Any]] = {
    "status": _status,
    "delay": _seconds,
    "drop": _side,
    "expire": bool,
    "limit": _number,
    "retry_after": _number,
    "rate": _share,
    "count": _number,
    "operation": str,
}


@attrs.frozen
class Verdict:
    """What befalls one request. `headers` are for its reply, whatever that is."""

    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    status: int | None = None
    expire: bool = False
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


class Faults:
    """Draws what befalls each request. The same seed draws the same, request by request."""

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0) -> None:
        self._faults: Final = tuple(faults)
        self._left = [one.count for one in self._faults]
        self._windows: dict[int, tuple[int, int]] = {}
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._guard = threading.Lock()

    def check(self, services: Iterable[Service]) -> None:
        """Refuse a fault for an operation that does not exist: it would never come."""
        known = sorted({one.id for service in services for one in service.operations})
        for fault in self._faults:
            if fault.operation is not None and fault.operation not in known:
                msg = f"No operation {fault.operation!r} for a fault; there are {', '.join(known)}."
                raise ConfigurationError(msg)

    def draw(self, operation: Operation[Any], now: float, *, bearer: bool) -> Verdict:
        """Return what befalls a request; *bearer* tells whether it may carry a token."""
        verdict = Verdict()
        if not self._faults:
            return verdict
        with self._guard:
            for index, fault in enumerate(self._faults):
                if fault.operation in {None, operation.id} and (bearer or not fault.expire):
                    verdict = self._apply(index, fault, verdict, now)
        return verdict

    def _apply(self, index: int, fault: Fault, verdict: Verdict, now: float) -> Verdict:
        if fault.limit is not None:
            return self._limited(index, fault.limit, verdict, now)
        left = self._left[index]
        if left == 0 or (fault.rate < 1 and self._random.random() >= fault.rate):
            return verdict
        if left is not None:
            self._left[index] = left - 1
        headers = dict(verdict.headers)
        if fault.retry_after is not None:
            headers["retry-after"] = str(fault.retry_after)
        return Verdict(
            delay=verdict.delay + fault.delay,
            drop=verdict.drop or fault.drop,
            status=verdict.status or fault.status,
            expire=verdict.expire or fault.expire,
            headers=headers,
        )

    def _limited(self, index: int, limit: int, verdict: Verdict, now: float) -> Verdict:
        """Count a request in this minute; the headers are those of Criteo's later API."""
        window = int(now) // _MINUTE
        current, used = self._windows.get(index, (window, 0))
        used = used + 1 if current == window else 1
        self._windows[index] = window, used
        reset = (window + 1) * _MINUTE
        headers = {
            **verdict.headers,
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(0, limit - used)),
            "x-ratelimit-reset": str(reset),
        }
        if used <= limit:
            return attrs.evolve(verdict, headers=headers)
        headers["retry-after"] = str(max(1, reset - int(now)))
        return attrs.evolve(verdict, status=verdict.status or 429, headers=headers)
