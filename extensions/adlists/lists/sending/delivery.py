"""Batches on their way: side by side, each until it is done or there is no hope.

    what comes back                                     then
    success, and its counts add up                      written down as done
    success that says otherwise                         written down as failed; others go on
    a refusal that names rows                           those are kept apart, the rest goes again
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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, Protocol

import attrs

from adlists._runtime.pipeline import Pipeline
from adlists.contract import Call
from adlists.errors import (
    AdlistsError,
    ConnectionFailed,
    TooManyRequests,
)
from adlists.flow import Flow, Together, block
from adlists.lists.report import Progress, Watch
from adlists.lists.sending.journal import Entry, Journal
from adlists.lists.sending.patience import Patience, cause_of, verdict_on
from adlists.lists.sending.rate import Limiter, Rate
from adlists.lists.sending.throttle import HaltError, StoppedError, Tally, Throttle, throttled
from adlists.lists.service.dialogue import converse
from adlists.lists.service.frame import Frame
from adlists.lists.service.protocol import BatchResult, Dialogue, Part

_IN_A_ROW: Final = 3
_SIEVINGS: Final = 20  # times that a batch goes again without the rows that were refused
_OFTEN: Final = 0.25  # seconds between two calls of a progress callback while waiting


@attrs.frozen(kw_only=True)
class DeliveryOptions:
    """How a job sends: how many at once, how fast at most, and how patiently.

    `trials` is how often a batch is taken up before it counts as failed, each time with the
    session's own retries; in between, `wait` seconds, doubled each time, up to `wait_max`.
    A service that says 429 is asked three times as often: it is there, and says when.
    `max_wait` is how many seconds the job may wait at a time before it ends unfinished. Jobs
    that are given the same `limiter` share its rates, which then stand in place of `rates`.
    """

    parallel: int = attrs.field(default=4, validator=attrs.validators.ge(1))
    rates: tuple[Rate, ...] = ()
    trials: int = 6
    wait: float = 1.0
    wait_max: float = 30.0
    max_wait: float = 900.0
    limiter: Limiter | None = attrs.field(default=None, eq=False, repr=False)


class Piece(Protocol):
    """A batch to send: written rows, and on demand the values that stand in them."""

    @property
    def number(self) -> int:
        """Its place in the job, from 0."""
        ...

    @property
    def count(self) -> int:
        """How many rows it has."""
        ...

    @property
    def digest(self) -> str:
        """What stands for its content."""
        ...

    @property
    def rows(self) -> bytes:
        """Its rows, as they go into the frame."""
        ...

    def values(self) -> list[str]:
        """Make its values, in the order of the rows."""
        ...


@attrs.frozen(eq=False)
class BatchRequest:
    """What a batch becomes: a body in a frame, a call with it, and what its reply means.

    `repeat` tells whether it may be sent again when nobody knows whether it arrived.
    """

    part: Part
    operation: str
    frame: Frame
    call: Callable[[bytes], Call[Any]]
    result: Callable[[Any, int], BatchResult]
    refused: Callable[[AdlistsError], Mapping[int, str]]
    repeat: bool = True


class Delivery:
    """Sends the batches of one job, and writes down what came of them."""

    def __init__(
        self,
        pipeline: Pipeline,
        options: DeliveryOptions,
        watch: Watch | None,
    ) -> None:
        limiter = options.limiter or Limiter(*options.rates)
        self.throttle: Final = Throttle(limiter, options.max_wait, self._tick, self._waits)
        self.doubtful = 0  # batches of which nobody knows whether they arrived
        self.hopeless: Final[set[tuple[Part, int]]] = set()  # batches that would fail again
        self.rejected: Final[dict[str, str]] = {}  # what the service did not take, and why
        self.sieved: Final[dict[tuple[Part, int], list[str]]] = {}  # what was sent in the end
        self._expect: Callable[[], int | None] = lambda: None
        self._before = 0  # identifiers that earlier runs have sent
        self._step = "preparing"
        self._pipeline = pipeline
        self._options = options
        self._watch = watch
        self._mutex = threading.Lock()  # of the counts below
        self._source = threading.Lock()  # of the iterator: one thread builds a batch at a time
        self._done = self._batches = self._failed = self._row = 0
        self._answered = 0  # calls that got through
        self._size = 0  # the largest batch so far
        self._halt: AdlistsError | None = None
        self._started = time.monotonic()
        self._began: tuple[float, float] | None = None  # when sending began, and what was held then
        self._shown = float("-inf")

    @property
    def seconds(self) -> float:
        """Return for how long the job has run."""
        return time.monotonic() - self._started

    def converse(self, dialogue: Dialogue[Any], *, once: bool = False) -> Flow[Any]:
        """Make the calls of a dialogue; *once* where only its caller may repeat them."""

        def perform(call: Call[Any]) -> Flow[Any]:
            if once:
                return throttled(self._pipeline.flow(call), self.throttle, Tally())
            return self._patient(call, Tally())

        return (yield from converse(dialogue, perform))

    def perform(self, flow: Flow[Any]) -> Flow[Any]:
        """Run a flow of one call's layers, no faster than the limits."""
        return throttled(flow, self.throttle, Tally())

    def send(
        self,
        batches: Iterator[Piece],
        request: BatchRequest,
        journal: Journal,
        expect: Callable[[], int | None],
        before: int = 0,
        parallel: int | None = None,
    ) -> Flow[None]:
        """Send every batch. Raises `HaltError` where the rest was given up.

        *expect* tells how many identifiers there will be, *before* how many earlier runs have
        sent. *parallel* is how many go at once, unless as many as the options say.
        """
        self._expect, self._before = expect, before
        self._began = time.monotonic(), self.throttle.limiter.held()
        self.tell()
        workers = [
            self._worker(batches, request, journal)
            for _ in range(parallel or self._options.parallel)
        ]
        yield Together(workers, self.throttle.stop)
        if self._halt is not None:
            raise self._halt

    def tell(self, step: str | None = None, *, wait: float = 0.0, why: str = "") -> None:
        """Tell whoever watches how far the job is."""
        self._step = step or self._step
        if self._watch is None:
            return
        with self._mutex:
            self._shown = time.monotonic()
            total = self._expect()
            progress = Progress(
                step=self._step,
                done=self._before + self._done,
                before=self._before,
                total=total,
                batches=self._batches,
                failed=self._failed,
                seconds=self.seconds,
                sending=self._sending(),
                limit=str(self.throttle.limiter),
                least_seconds=self._least(total),
                wait=wait,
                why=why,
            )
        self._watch(progress)

    def _sending(self) -> float:
        """Return for how many seconds batches have been on their way, without waits for a limit."""
        if self._began is None:
            return 0.0
        began, held = self._began
        return max(0.0, time.monotonic() - began - (self.throttle.limiter.held() - held))

    def _least(self, total: int | None) -> float:
        """Return for how many seconds more the limits keep the job busy."""
        if total is None or not self._size:
            return 0.0
        left = -(-max(0, total - self._before - self._done) // self._size)
        return self.throttle.limiter.least(left)

    def _tick(self) -> None:
        if time.monotonic() - self._shown > _OFTEN:
            self.tell()

    def _waits(self, seconds: float, why: str) -> None:
        self.tell(wait=seconds, why=why)

    def _worker(
        self, batches: Iterator[Piece], request: BatchRequest, journal: Journal
    ) -> Flow[None]:
        while not self.throttle.stopped:
            batch = yield from block(partial(self._take, batches), self.throttle.stop)
            if batch is None:
                return
            try:
                entry = yield from self._deliver(batch, request)
            except StoppedError:
                return
            # Before it counts as done: a kill from here on would send it once more.
            yield from block(partial(journal.record, entry))
            self._count(entry, repeat=request.repeat)

    def _take(self, batches: Iterator[Piece]) -> Piece | None:
        with self._source:
            try:
                return None if self.throttle.stopped else next(batches, None)
            except AdlistsError:
                if self.throttle.stopped:  # which has interrupted it
                    return None
                raise

    def _count(self, entry: Entry, *, repeat: bool) -> None:
        with self._mutex:
            self._size = max(self._size, entry.count)
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
                    self.throttle.stop()
        self.tell()

    def _deliver(self, batch: Piece, request: BatchRequest) -> Flow[Entry]:
        tally = Tally()
        entry = Entry(request.part, batch.number, batch.digest, done=True, count=batch.count)
        rows, left = batch.rows, batch.count
        kept: list[str] = []
        for _ in range(_SIEVINGS):
            try:
                reply = yield from self._patient(
                    request.call(request.frame.body(rows)), tally, repeat=request.repeat
                )
            except AdlistsError as error:
                refused = request.refused(error)
                if refused and len(refused) < left and max(refused) < left:
                    kept = self._set_apart(kept or batch.values(), refused)
                    rows, left = request.frame.rows(kept), len(kept)
                    continue
                return self._failed_entry(entry, error, batch, request, tally)
            result = request.result(reply, left)
            if kept:
                self.sieved[request.part, batch.number] = kept
            if result.rows:
                self._set_apart(kept or batch.values(), result.rows)
            if result.sample:
                self._name(result.sample, batch.values())
            refused_before = batch.count - left
            return attrs.evolve(
                entry,
                done=result.problem is None,
                reason=None if result.problem is None else _masked(result.problem, batch),
                valid=result.valid if result.valid is not None or not refused_before else left,
                invalid=refused_before + (result.invalid or 0)
                if result.invalid is not None or refused_before
                else None,
                attempts=tally.attempts,
                key=result.key,
                # What has failed at once is not asked for: it goes again.
                state=None if result.key is None or result.problem is not None else "running",
            )
        reason = "the service refused more and more of its rows"
        self.hopeless.add((entry.part, entry.number))
        return attrs.evolve(entry, done=False, reason=reason, attempts=tally.attempts)

    def _set_apart(self, values: list[str], refused: Mapping[int, str]) -> list[str]:
        """Keep apart the rows that were not taken; return the others."""
        with self._mutex:
            for index, reason in refused.items():
                self.rejected[values[index]] = reason
        return [value for index, value in enumerate(values) if index not in refused]

    def _name(self, sample: Iterable[str], values: Iterable[str]) -> None:
        """Note which of the values that a service quotes as not valid were sent in this batch."""
        with self._mutex:
            for value in set(sample).intersection(values):
                self.rejected.setdefault(value, "not valid, the service says")

    def _failed_entry(
        self,
        entry: Entry,
        error: AdlistsError,
        batch: Piece,
        request: BatchRequest,
        tally: Tally,
    ) -> Entry:
        """Return what is written down of a batch that failed; stop the job where it must."""
        reason = _masked(str(error), batch)
        verdict = verdict_on(error, request.operation)
        if verdict in {"stop", "perhaps"}:
            with self._mutex:
                self._halt = self._halt or HaltError(reason, again=False)
            self.throttle.stop()
            raise StoppedError  # the batch is not at fault: it is still to be sent
        if verdict == "fail":
            self.hopeless.add((entry.part, entry.number))
        if not request.repeat and verdict == "again":
            self.doubtful += 1
        return attrs.evolve(entry, done=False, reason=reason, attempts=tally.attempts)

    def _patient(self, call: Call[Any], tally: Tally, *, repeat: bool = True) -> Flow[Any]:
        """Make a call until it is done, or there is no hope."""
        options = self._options
        patience = Patience(self._answered, options.trials, options.wait, options.wait_max)
        while True:
            try:
                reply = yield from throttled(self._pipeline.flow(call), self.throttle, tally)
            except AdlistsError as failure:
                error = failure
                verdict = verdict_on(error, call.operation.id)
                least = isinstance(error, TooManyRequests | ConnectionFailed)
                if verdict in {"stop", "fail"} or not (repeat or least):
                    raise
                pause = patience.pause(error, verdict, self._answered)
                if pause is None:
                    raise
            else:
                with self._mutex:
                    self._answered += 1
                return reply
            jitter = 0.5 + random.random() / 2  # noqa: S311 - no secret
            why = f"{cause_of(error)}; then the next attempt"
            yield from self.throttle.sleep(pause * jitter, why, always=True)


def _masked(text: str, batch: Piece) -> str:
    """Return a message without any identifier that the service quoted in it."""
    for value in sorted({value for value in batch.values() if value in text}, key=len)[::-1]:
        text = text.replace(value, "[secure]")
    return text
