"""Batches on their way: side by side, each until it is done or there is no hope.

    what comes back                                     then
    success                                             written down as done
    429, 5xx, 408, a lost or refused connection, …      again, later and later
    401, although a fresh token was tried               again, five times while none gets through
    403, 404, a credential refused, a wrong setting     the job stops: no batch would do better
    anything else, such as 400                          written down as failed; others go on

The session's own retries come first; this is for what outlasts them. Three batches in a row
that fail for good stop the job: the service is away, and the same command goes on later.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Literal, TypeAlias

import attrs

from adlists._runtime import redaction
from adlists._runtime.pipeline import Pipeline
from adlists.contract import Call
from adlists.errors import (
    AdlistsError,
    ApiError,
    CallerError,
    ConnectionFailed,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthorized,
    WireError,
)
from adlists.flow import Flow
from adlists.lists.plans import Plan, Together, perform, work
from adlists.lists.reading.batches import Batch
from adlists.lists.report import Progress, Watch
from adlists.lists.sending.journal import Entry, Journal, Part
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.throttle import Gate, StoppedError, Tally, paced

Counted: TypeAlias = tuple[int | None, int | None]
Verdict = Literal["again", "perhaps", "stop", "fail"]

_IN_A_ROW: Final = 3
_REFUSALS: Final = 6  # times that a batch gets a 401 while no other call gets through
_OFTEN: Final = 0.25  # seconds between two calls of a progress callback while waiting


@attrs.frozen(kw_only=True)
class Pace:
    """How a job sends: how many at once, how fast at most, and how patiently.

    `trials` is how often a batch is taken up before it counts as failed, each time with the
    session's own retries; in between, `wait` seconds, doubled each time, up to `wait_max`.
    A service that says 429 is asked three times as often: it is there, and says when.
    """

    parallel: int = attrs.field(default=4, validator=attrs.validators.ge(1))
    rate: Rate | None = None
    trials: int = 6
    wait: float = 1.0
    wait_max: float = 30.0


@attrs.frozen(eq=False)
class Errand:
    """What a batch becomes: a call, and the service's counts in its reply.

    `repeat` tells whether it may be sent again when nobody knows whether it arrived.
    """

    part: Part
    operation: str
    call: Callable[[Batch], Call[Any]]
    counted: Callable[[Any], Counted]
    repeat: bool = True


class HaltError(AdlistsError):
    """No further batch would do better; what was done is written down."""


class Delivery:
    """Sends the batches of one job, and writes down what came of them."""

    def __init__(
        self, pipeline: Pipeline, pace: Pace, watch: Watch | None, limiter: Limiter | None = None
    ) -> None:
        self.gate: Final = Gate(limiter or Limiter(pace.rate), self._tick)
        self.total: int | None = None
        self.expect: Callable[[], int | None] = lambda: self.total
        self.before = 0  # identifiers that earlier runs have sent
        self.step = "preparing"
        self.doubtful = 0  # batches of which nobody knows whether they arrived
        self._pipeline = pipeline
        self._pace = pace
        self._watch = watch
        self._guard = threading.Lock()  # of the counts below
        self._source = threading.Lock()  # of the iterator: one thread builds a batch at a time
        self._done = self._batches = self._failed = self._row = 0
        self._answered = 0  # calls that got through
        self._halt: AdlistsError | None = None
        self._started = time.monotonic()
        self._shown = float("-inf")

    @property
    def seconds(self) -> float:
        """Return for how long the job has run."""
        return time.monotonic() - self._started

    def ask(self, call: Call[Any]) -> Plan[Any]:
        """Make one call that may be repeated, and return its result."""
        return perform(self._patient(call, Tally()))

    def once(self, call: Call[Any]) -> Plan[Any]:
        """Make one call that only its caller may repeat."""
        return perform(paced(self._pipeline.flow(call), self.gate))

    def send(self, batches: Iterator[Batch], errand: Errand, journal: Journal) -> Plan[None]:
        """Send every batch. Raises `HaltError` where the rest was given up."""
        self.tell()
        workers = [self._worker(batches, errand, journal) for _ in range(self._pace.parallel)]
        yield Together(workers, self.gate)
        if self._halt is not None:
            raise self._halt

    def tell(self, step: str | None = None) -> None:
        """Tell whoever watches how far the job is."""
        self.step = step or self.step
        if self._watch is None:
            return
        with self._guard:
            self._shown = time.monotonic()
            progress = Progress(
                step=self.step,
                done=self.before + self._done,
                before=self.before,
                total=self.expect(),
                batches=self._batches,
                failed=self._failed,
                seconds=self.seconds,
                limit=str(self.gate.limiter),
            )
        self._watch(progress)

    def _tick(self) -> None:
        if time.monotonic() - self._shown > _OFTEN:
            self.tell()

    def _worker(self, batches: Iterator[Batch], errand: Errand, journal: Journal) -> Plan[None]:
        while not self.gate.stopped:
            batch = yield from work(partial(self._take, batches))
            if batch is None:
                return
            try:
                entry = yield from perform(self._deliver(batch, errand))
            except StoppedError:
                return
            # Before it counts as done: a kill from here on would send it once more.
            yield from work(partial(journal.record, entry))
            self._count(entry, repeat=errand.repeat)

    def _take(self, batches: Iterator[Batch]) -> Batch | None:
        with self._source:
            try:
                return None if self.gate.stopped else next(batches, None)
            except AdlistsError:
                if self.gate.stopped:  # which has interrupted it
                    return None
                raise

    def _count(self, entry: Entry, *, repeat: bool) -> None:
        with self._guard:
            if entry.done:
                self._done += entry.count
                self._batches += 1
                self._row = 0
            else:
                self._failed += 1
                self._row += repeat
                if self._row == _IN_A_ROW and self._halt is None:
                    self._halt = HaltError(
                        f"{_IN_A_ROW} batches in a row failed for good, the last one so: "
                        f"{entry.reason}"
                    )
                    self.gate.stop()
        self.tell()

    def _deliver(self, batch: Batch, errand: Errand) -> Flow[Entry]:
        tally = Tally()
        entry = Entry(errand.part, batch.number, batch.digest, done=True, count=batch.count)
        try:
            reply = yield from self._patient(errand.call(batch), tally, repeat=errand.repeat)
        except AdlistsError as error:
            reason = _masked(error, batch)
            verdict = _verdict(error, errand.operation)
            if verdict in {"stop", "perhaps"}:
                with self._guard:
                    self._halt = self._halt or HaltError(reason)
                self.gate.stop()
                raise StoppedError from None  # the batch is not at fault: it is still to be sent
            if not errand.repeat and verdict == "again":
                self.doubtful += 1
            return attrs.evolve(entry, done=False, reason=reason, attempts=tally.attempts)
        valid, invalid = errand.counted(reply)
        return attrs.evolve(entry, valid=valid, invalid=invalid, attempts=tally.attempts)

    def _patient(self, call: Call[Any], tally: Tally, *, repeat: bool = True) -> Flow[Any]:
        """Make a call until it is done, or there is no hope."""
        patience = _Patience(self._pace, self._answered)
        while True:
            try:
                reply = yield from paced(self._pipeline.flow(call), self.gate, tally)
            except AdlistsError as error:
                verdict = _verdict(error, call.operation.id)
                least = isinstance(error, TooManyRequests | ConnectionFailed)
                if verdict in {"stop", "fail"} or not (repeat or least):
                    raise
                pause = patience.pause(error, verdict, self._answered)
                if pause is None:
                    raise
            else:
                with self._guard:
                    self._answered += 1
                return reply
            yield from self.gate.sleep(pause * (0.5 + random.random() / 2))  # noqa: S311 - jitter


@attrs.define(eq=False)
class _Patience:
    """How often one call failed so far; `answered` counts the calls of others that did not."""

    pace: Pace
    answered: int
    failed: int = 0
    refused: int = 0

    def pause(self, error: AdlistsError, verdict: Verdict, answered: int) -> float | None:
        """Count a failure; return how long to wait before the next trial, None for no more."""
        if verdict == "perhaps":
            if answered != self.answered:  # others get through: it is the token, not us
                self.refused, self.answered = 0, answered
            self.refused += 1
            return self.pace.wait if self.refused < _REFUSALS else None
        self.failed += 1
        if self.failed >= self.pace.trials * (3 if isinstance(error, TooManyRequests) else 1):
            return None
        return min(self.pace.wait_max, self.pace.wait * 2.0 ** min(self.failed - 1, 20))


def _verdict(error: AdlistsError, operation: str) -> Verdict:
    """Tell what a failure means for the batch and for the job."""
    status = error.status if isinstance(error, ApiError) else None
    if isinstance(error, WireError) or status in {408, 429} or (status or 0) >= 500:
        return "again"
    if isinstance(error, Unauthorized) and error.operation == operation:
        return "perhaps"  # a token may have ended on its way, and the next one too
    refused = isinstance(error, CallerError | Forbidden | NotFound)
    # Of another operation: the credentials were refused where a token was to be had.
    return "stop" if refused or error.operation not in {None, operation} else "fail"


def _masked(error: AdlistsError, batch: Batch) -> str:
    """Return an error's message without any identifier that the service quoted in it."""
    return redaction.mask(str(error), batch.strings(), longest=2000)
