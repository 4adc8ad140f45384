"""What goes wrong on request, written as `key=value` pairs with commas between them.

A fault befalls the requests that `operation`, `rate` (a share of them) and `count` (at most so
many) leave over. Its effects:

    status=503               the request fails, before anything is done
    retry_after=86400        … and says when to come back, in seconds
    limit=250, limit=100/3600   so many calls a minute, or in so many seconds; then 429
    limits                   the rates that the document itself names hold, all of them
    reset=milliseconds       such limits say in milliseconds when they end; or as a duration
    delay=0.5                the reply takes half a second longer
    drop=before, drop=after  the connection breaks, before or after it is done
    expire                   the token that the request carries has ended
    refuse=0.01              a hundredth of all rows is refused, always the same ones
    reject=0.01              likewise, but later, by the job that works through the batch
    valid=0                  at most so many rows of a batch are taken
    errors                   the reply is a 200, and says that nothing was done, or the job does
    job=failed, job=never, job=lost   how a job ends; `asks=3` how often it is running before
    size=-5                  sizes are told wrong by so much
    lag=3600                 sizes are computed once in so many seconds; 0: as the document says
"""

from __future__ import annotations

import random
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, Self

import attrs
import orjson

from adlists.contract import Operation, Service
from adlists.contract.list_steps import Lists
from adlists.errors import ConfigurationError
from adlists.sandbox.limits import CallCounter, RateLimit

_MINUTE: Final = 60


@attrs.frozen
class Fault:
    """One thing that goes wrong: for which requests, and how often.

    `rate` is the share of requests, `count` how many of them at most; `operation` is an
    operation's id, None for all. `limit` is a number of calls within `per` seconds.
    """

    status: int | None = None
    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    expire: bool = False
    limit: int | None = None
    per: float = _MINUTE
    limits: bool = False
    reset: Literal["seconds", "milliseconds", "duration"] | None = None
    retry_after: int | None = None
    refuse: float = 0.0
    reject: float = 0.0
    valid: int | None = None
    errors: bool = False
    job: Literal["failed", "never", "lost"] | None = None
    asks: int | None = None
    size: int = 0
    lag: float | None = None
    rate: float = 1.0
    count: int | None = None
    operation: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the textual form; `ConfigurationError` tells what is wrong with it."""
        found: dict[str, Any] = {}
        for part in text.split(","):
            key, mark, value = (piece.strip() for piece in part.partition("="))
            reader = _READERS.get(key)
            if reader is None or (key in _FLAGS) is bool(mark):
                flags = ", ".join(sorted(_FLAGS))
                msg = (
                    f"A fault has no {key!r}: write KEY=VALUE of "
                    f"{', '.join(key for key in _READERS if key not in _FLAGS)}, or one of {flags}."
                )
                raise ConfigurationError(msg)
            try:
                if key == "limit":
                    calls, _, per = value.partition("/")
                    found |= {"limit": _number(calls), "per": _span(per or str(_MINUTE))}
                else:
                    found[key] = reader(value) if mark else True
            except ValueError as error:
                foreign = str(error).startswith(("invalid literal", "could not convert"))
                why = "it takes a number" if foreign else str(error)
                msg = f"A fault's {key} cannot be {value!r}{f': {why}' if why else ''}."
                raise ConfigurationError(msg) from None
        if not found.keys() & _EFFECTS:
            msg = f"A fault needs one of {', '.join(sorted(_EFFECTS))}."
            raise ConfigurationError(msg)
        return cls(**found)

    @property
    def text(self) -> str:
        """The textual form, of which `parse` makes the same fault again."""
        written: list[str] = []
        for key in _READERS:
            value = getattr(self, key)
            if key == "limit" and value is not None:
                written.append(f"limit={value}/{_written(self.per)}")
            elif value is not False and value != getattr(_NO_FAULT, key):
                written.append(key if value is True else f"{key}={_written(value)}")
        return ",".join(written)


def _within(low: float, high: float, kind: type, unit: str = "") -> Any:
    def read(text: str) -> Any:
        value = kind(text)
        if not low <= value <= high:
            msg = f"it lies between {low} and {high}{unit}"
            raise ValueError(msg)
        return value

    return read


def _choice(*choices: str) -> Any:
    def read(text: str) -> str:
        if text not in choices:
            msg = f"it is {', '.join(choices[:-1])} or {choices[-1]}"
            raise ValueError(msg)
        return text

    return read


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        msg = "it is 1 or more"
        raise ValueError(msg)
    return number


def _written(value: object) -> str:
    """Write a number as short as it is."""
    whole = isinstance(value, float) and value.is_integer()
    return f"{value:.0f}" if whole else str(value)


_span: Final = _within(1, 10_000_000, float, " seconds")
_FLAGS: Final = frozenset({"expire", "limits", "errors"})
_READERS: Final[Mapping[str, Any]] = {
    "status": _within(400, 599, int),
    "delay": _within(0, 3600, float, " seconds"),
    "drop": _choice("before", "after"),
    "expire": bool,
    "limit": _number,
    "limits": bool,
    "reset": _choice("seconds", "milliseconds", "duration"),
    "retry_after": _number,
    "refuse": _within(0, 1, float),
    "reject": _within(0, 1, float),
    "valid": _within(0, 1 << 40, int),
    "errors": bool,
    "job": _choice("failed", "never", "lost"),
    "asks": _within(0, 1_000_000, int),
    "size": _within(-(1 << 40), 1 << 40, int),
    "lag": _within(0, 10_000_000, float, " seconds"),
    "rate": _within(0, 1, float),
    "count": _number,
    "operation": str,
}
_EFFECTS: Final = frozenset(_READERS) - {"rate", "count", "operation", "retry_after"}
_NO_FAULT: Final = Fault()


@attrs.frozen
class Verdict:
    """What befalls one request. `headers` are for its reply, whatever that is."""

    delay: float = 0.0
    drop: Literal["before", "after"] | None = None
    status: int | None = None
    expire: bool = False
    refuse: float = 0.0
    reject: float = 0.0
    valid: int | None = None
    errors: bool = False
    job: str | None = None
    asks: int | None = None
    size: int = 0
    lag: float | None = None
    seed: int = 0
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def touches_rows(self) -> bool:
        """Tell whether single rows are refused."""
        return self.refuse > 0 or self.reject > 0 or self.valid is not None

    def refused(self, rows: Sequence[Any]) -> list[int]:
        """Return the places of the rows that are refused at once."""
        return self._drawn(rows, self.refuse, "refuse")

    def rejected(self, rows: Sequence[Any]) -> list[int]:
        """Return the places of the rows that are turned down later."""
        return self._drawn(rows, self.reject, "reject")

    def _drawn(self, rows: Sequence[Any], share: float, word: str) -> list[int]:
        """Draw by the row itself: who is refused once is refused again."""
        if not share:
            return []
        salt = zlib.crc32(f"{self.seed}{word}".encode())
        bound = share * (1 << 32)
        return [
            index for index, row in enumerate(rows) if zlib.crc32(orjson.dumps(row), salt) < bound
        ]


@attrs.frozen
class ActiveFault:
    """A fault that is switched on: its number, and how often it still comes; None for ever."""

    number: int
    fault: Fault
    left: int | None


class Faults:
    """Draws what befalls each request. The same seed draws the same, request by request.

    Faults are switched on and off meanwhile, by any thread.
    """

    def __init__(self, faults: Iterable[Fault] = (), seed: int = 0) -> None:
        self._faults: dict[int, Fault] = dict(enumerate(faults))
        self._seed = seed
        self._next = len(self._faults)
        self._left = {number: fault.count for number, fault in self._faults.items()}
        self._limiters: dict[tuple[int, str], CallCounter] = {}
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._mutex = threading.Lock()

    def active(self) -> list[ActiveFault]:
        """Return the faults that are switched on, the oldest first."""
        with self._mutex:
            return [
                ActiveFault(number, fault, self._left[number])
                for number, fault in self._faults.items()
            ]

    def switch_on(self, fault: Fault) -> int:
        """Add a fault; return its number."""
        with self._mutex:
            number, self._next = self._next, self._next + 1
            self._faults[number] = fault
            self._left[number] = fault.count
            return number

    def switch_off(self, number: int) -> None:
        """Take a fault away; one that is not there is none."""
        with self._mutex:
            self._faults.pop(number, None)
            self._left.pop(number, None)

    def draw(
        self,
        operation: Operation[Any],
        now: float,
        *,
        bearer: bool,
        rates: tuple[RateLimit, ...] = (),
        service: str = "",
    ) -> Verdict:
        """Return what befalls a request.

        *bearer* tells whether it may carry a token; *rates* are the document's.
        """
        if not self._faults:
            return _NOTHING
        verdict = Verdict(seed=self._seed)
        with self._mutex:
            reset = next((fault.reset for fault in self._faults.values() if fault.reset), "seconds")
            for index, fault in self._faults.items():
                if fault.operation not in {None, operation.id} or (fault.expire and not bearer):
                    continue
                if fault.limit is not None:
                    limits = (RateLimit(calls=fault.limit, seconds=fault.per),)
                    verdict = self._limited((index, ""), limits, verdict, now, reset)
                elif fault.limits:
                    verdict = self._limited((index, service), rates, verdict, now, reset)
                else:
                    verdict = self._apply(index, fault, verdict)
        return verdict

    def _apply(self, index: int, fault: Fault, verdict: Verdict) -> Verdict:
        left = self._left[index]
        if left == 0 or (fault.rate < 1 and self._random.random() >= fault.rate):
            return verdict
        if left is not None:
            self._left[index] = left - 1
        headers = dict(verdict.headers)
        if fault.retry_after is not None:
            headers["retry-after"] = str(fault.retry_after)
        return attrs.evolve(
            verdict,
            delay=verdict.delay + fault.delay,
            drop=verdict.drop or fault.drop,
            status=verdict.status or fault.status,
            expire=verdict.expire or fault.expire,
            refuse=max(verdict.refuse, fault.refuse),
            reject=max(verdict.reject, fault.reject),
            valid=fault.valid if verdict.valid is None else verdict.valid,
            errors=verdict.errors or fault.errors,
            job=verdict.job or fault.job,
            asks=fault.asks if verdict.asks is None else verdict.asks,
            size=verdict.size + fault.size,
            lag=fault.lag if verdict.lag is None else verdict.lag,
            headers=headers,
        )

    def _limited(
        self,
        key: tuple[int, str],
        limits: tuple[RateLimit, ...],
        verdict: Verdict,
        now: float,
        reset: str,
    ) -> Verdict:
        if not limits:
            return verdict
        limiter = self._limiters.setdefault(key, CallCounter(limits))
        admitted, headers = limiter.admit(now, reset)
        verdict = attrs.evolve(verdict, headers={**verdict.headers, **headers})
        return verdict if admitted else attrs.evolve(verdict, status=verdict.status or 429)


_NOTHING: Final = Verdict()


def check_fault(fault: Fault, services: Iterable[Service], lists: Iterable[Lists] = ()) -> None:
    """Refuse a fault that would never come: no operation has the name, no service the way."""
    services, lists = list(services), list(lists)
    known = sorted({name for service in services for name in service.operations.known})
    polled = any(described.status is not None for described in lists)
    if fault.operation is not None and fault.operation not in known:
        msg = f"No operation {fault.operation!r} for a fault; there are {', '.join(known)}."
        raise ConfigurationError(msg)
    late = fault.reject > 0 or fault.job is not None or fault.asks is not None
    if late and not polled:
        msg = "A fault is about jobs, and no service works through batches later (status)."
        raise ConfigurationError(msg)
    counted = fault.refuse > 0 or fault.valid is not None or fault.errors
    if (counted or fault.size or fault.lag is not None) and not lists:
        msg = "A fault is about lists, and no service has any."
        raise ConfigurationError(msg)
