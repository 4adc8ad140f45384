"""One large job on several machines: its parts read where they lie, its pieces sent side by side.

    parts of the source → blocks of digests → pieces of the job, a batch in one piece alone
    who leads: the list, its size before, the journal's beginning ─ pieces ─ its size, the report

The pieces are cut by the digests' first byte, so that a digest of several parts comes together
in one piece, and a piece holds the same for whoever makes it. How many there are hangs on the
source alone: a job that is taken up, by whatever cluster, has the same batches.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import attrs

from adlists.errors import AdlistsError, ArgumentError
from adlists.flow import Flow, block
from adlists.lists import completion, target
from adlists.lists.engines import engine_of
from adlists.lists.engines.handover import refuse_secret_inputs, refuse_secrets, shared
from adlists.lists.engines.lifeline import Lifeline
from adlists.lists.engines.partitions import Partition, partitions_of
from adlists.lists.engines.pieces import (
    VERSIONS,
    PartFacts,
    PieceResult,
    PieceTask,
    ReadingTask,
    block_of,
    facts_of,
    read_part,
    send_piece,
)
from adlists.lists.engines.seam import EngineError, JobEngine
from adlists.lists.job import Job, prepare
from adlists.lists.options import JobOptions
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.engine_errors import SourceError
from adlists.lists.reading.kinds import REASONS
from adlists.lists.reading.readings import Reading
from adlists.lists.report import Progress, Report, Watch
from adlists.lists.run import Run, blank
from adlists.lists.sending import folders
from adlists.lists.sending.delivery import Delivery
from adlists.lists.sending.shared_pieces import LeadingState
from adlists.lists.sending.state import state_of
from adlists.lists.sending.throttle import HaltError, StoppedError, Throttle
from adlists.lists.stages import confirmed, stages, within_budget

if TYPE_CHECKING:
    from adlists.lists.reading.extract import Extract

R = TypeVar("R")

_PIECES: Final = 64  # at most: each has a task of the engine for each part
_PIECE: Final = 0.2  # seconds: in pieces, so that Ctrl-C is heard on every platform
_READING: Final = ("column", "header", "format", "sheet", "accept_urls", "memory", "threads")
_SENDING: Final = (
    *("identifier", "operation", "batch", "max_bytes", "content_type", "parallel", "rate"),
    *("max_wait", "memory", "threads", "wait", "delivery"),
)


def spread_flow(
    pipeline: Any, list: Any, source: Any, options: JobOptions, watch: Watch | None
) -> Flow[Report]:
    """Run a job from its check to its report, on the machines of an engine."""
    job = prepare(pipeline, list, source, options)
    _check(job)
    state = LeadingState(shared(state_of(options.state)).address)
    with ExitStack() as held:
        delivery = Delivery(pipeline, within_budget(job, state, held), watch)
        held.callback(delivery.throttle.stop)
        delivery.tell("reading")
        try:
            parts = yield from block(lambda: partitions_of(source, options))
            engine = yield from block(lambda: _engine(options.engine, held))
            spread = Spread(job, engine, parts, delivery, watch)
            yield from block(spread.read, delivery.throttle.stop)
            found = yield from target.resolve(job, delivery)
            source_facts = cast("Extract", spread)  # a run that sends nothing itself asks no more
            if options.dry_run:
                return spread.plan(blank(job, found, source_facts, "dry run"))
            run = yield from block(
                lambda: held.enter_context(Run(job, found, source_facts, delivery, state))
            )
            return (yield from stages(run, lambda run: _lead(run, spread, state, held)))
        except StoppedError:
            msg = "The job was stopped."
            raise AdlistsError(msg) from None


def _check(job: Job) -> None:
    """Refuse what needs the whole source, or the whole list, on one machine."""
    why = _needs_one_machine(job)
    if why is not None:
        raise ArgumentError(why)
    refuse_secret_inputs(job.lists.inputs, job.options.inputs, "The job")
    refuse_secrets(job.source, "The source")


def _needs_one_machine(job: Job) -> str | None:
    """Return why a job cannot be spread over machines; None where it can."""
    options, name = job.options, job.service.name
    why: str | None = None
    if options.operation == "replace" or options.replace_all or options.snapshot:
        why = (
            "A replace needs what the list held before, a snapshot, beside the source on one "
            "machine; an engine adds and removes. Replace without one."
        )
    elif job.live:
        why = (
            f"A list of {name} can be read and is compared as a whole, on one machine; it is as "
            "small as that. Leave the engine out."
        )
    elif not job.hashed:
        why = (
            "Between machines go digests alone, never identifiers as they are. Choose a hash: "
            f"{', '.join(job.kind.hash)}."
        )
    elif options.hash == "sha512":
        why = "sha512 is not made where parts are sorted. Choose another hash, or no engine."
    elif options.rejects is not None:
        why = (
            "Rejected rows hold plain identifiers, which stay in the memory of the worker that "
            "read them; an engine counts them by reason. Read that file on one machine to see them."
        )
    elif options.exclude is not None:
        why = (
            "Whom to leave out is compared on one machine, with identifiers as they are. Leave "
            "them out where the source is written."
        )
    elif not options.deduplicate:
        why = "Pieces are cut by digest, so that an engine gives every identifier once."
    elif options.delivery is not None and options.delivery.limiter is not None:
        why = "A limiter of this process cannot limit other machines; their state does."
    return why


def _engine(chosen: JobEngine | str | None, held: ExitStack) -> JobEngine:
    if not isinstance(chosen, str):
        assert chosen is not None  # noqa: S101 - or the job would not be here
        return chosen  # whoever made it closes it
    engine = engine_of(chosen)
    held.callback(engine.close)
    return engine


class Spread:
    """A source whose parts lie on the machines of an engine: what they gave, and what was sent."""

    def __init__(
        self,
        job: Job,
        engine: JobEngine,
        parts: Sequence[Partition],
        delivery: Delivery,
        watch: Watch | None,
    ) -> None:
        self.pieces: Final = min(_PIECES, len(parts))
        self.results: Final[dict[int, PieceResult]] = {}
        self._job = job
        self._engine = engine
        self._parts = parts
        self._delivery = delivery
        self._watch = watch
        self._facts: list[PartFacts] = []
        self._blocks: list[list[Any]] = []  # handles, by piece and part
        self._heard: dict[int, Progress] = {}
        self._mutex = threading.Lock()

    # -- reading ---------------------------------------------------------------------------

    def read(self) -> None:
        """Have every part read. Raises `SourceError` where one cannot be, or none holds any."""
        options = self._job.options
        told = {name: getattr(options, name) for name in _READING}
        told |= {"hash": options.hash, "prehashed": options.prehashed}
        read = [
            self._engine.submit(
                read_part,
                ReadingTask(
                    partition=part, identifier=self._job.kind, options=told, pieces=self.pieces
                ),
                label="read",
            )
            for part in self._parts
        ]
        asked = [self._engine.submit(facts_of, part, label="count") for part in read]
        self._blocks = [
            [self._engine.submit(block_of, part, piece, label="shuffle") for part in read]
            for piece in range(self.pieces)
        ]
        del read  # an engine keeps what a handle is held of
        done = 0

        def count(_: int, facts: PartFacts) -> None:
            nonlocal done
            if facts.problem is not None:
                raise SourceError(facts.problem)
            done += 1
            self._delivery.tell(f"reading: {done} of {len(self._parts)} parts")

        self._facts = self._gathered(asked, count)
        counts = self.counts
        if not counts.unique:
            said = [f"{count:,} x {REASONS[code]}" for code, count in counts.rejected.items()]
            msg = f"holds no identifier: {'; '.join(said)}. Check the column and the type."
            raise SourceError(msg, file="the source")

    @property
    def counts(self) -> Counts:
        """What was counted so far; a piece that is not sent yet may count its duplicates twice."""
        rejected, converted = Counter[str](), Counter[str]()
        for facts in self._facts:
            rejected.update(facts.counts.rejected)
            converted.update(facts.counts.converted)
        read = sum(facts.counts.read for facts in self._facts)
        unique = sum(map(self._unique, range(self.pieces)))
        left = read - rejected.total() - unique
        return Counts(read, dict(rejected), left, unique, dict(converted))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How each part was read."""
        return tuple(reading for facts in self._facts for reading in facts.readings)

    @property
    def fingerprint(self) -> str:
        """What stands for all the digests of all parts, and how they are cut."""
        return folders.key(VERSIONS, self.pieces, [facts.digests for facts in self._facts])

    def _unique(self, piece: int) -> int:
        result = self.results.get(piece)
        if result is not None and result.unique is not None:
            return result.unique
        return sum(facts.held[piece] for facts in self._facts if facts.held)

    def plan(self, report: Report) -> Report:
        """Add to the report of a dry run how much there would be to send."""
        size = self._job.batch_items
        batches = sum(-(-self._unique(piece) // size) for piece in range(self.pieces))
        rates = self._job.delivery.rates
        note = "What several parts have in common was not counted out: that is done on the way."
        return attrs.evolve(
            report,
            notes=(*report.notes, note),
            batches=batches,
            limit=", ".join(map(str, rates)),
            least_seconds=max((rate.seconds(batches) for rate in rates), default=None),
            requests=self._delivery.throttle.requests,
            seconds=self._delivery.seconds,
        )

    # -- sending ---------------------------------------------------------------------------

    def send(self, run: Run, lifeline: Lifeline, journal: str) -> None:
        """Have every piece sent, by whoever the engine chooses; `results` has what came of it."""
        options, pipeline = self._job.options, self._job.pipeline
        told = {name: getattr(options, name) for name in _SENDING} | {**options.inputs}
        sent = [
            self._engine.submit(
                send_piece,
                PieceTask(
                    run=lifeline.run,
                    piece=piece,
                    service=self._job.service.name,
                    base_url=self._job.service.server,
                    profile=pipeline.profile,
                    list_id=str(run.target.id),
                    list_name=run.target.name,
                    journal=journal,
                    options=told,
                    digests=tuple(
                        facts.digests[piece] if facts.digests else "" for facts in self._facts
                    ),
                ),
                *self._blocks[piece],
                label="send",
            )
            for piece in range(self.pieces)
        ]
        self._blocks = []
        self._gathered(sent, self.results.__setitem__, lifeline.check)

    def hear(self, piece: int, progress: Progress) -> None:
        """Tell whoever watches how far all pieces together are."""
        with self._mutex:
            self._heard[piece] = progress
            heard = [*self._heard.values()]
        if self._watch is not None:
            told = Progress(
                step=progress.step,
                done=sum(news.done for news in heard),
                before=sum(news.before for news in heard),
                total=self.counts.unique,
                batches=sum(news.batches for news in heard),
                failed=sum(news.failed for news in heard),
                seconds=self._delivery.seconds,
                sending=max(news.sending for news in heard),
                limit=progress.limit,
                least_seconds=max(news.least_seconds for news in heard),
                wait=progress.wait,
                why=progress.why,
            )
            self._watch(told)

    def _gathered(
        self,
        handles: Sequence[Any],
        each: Callable[[int, R], object],
        check: Callable[[], None] = lambda: None,
    ) -> list[R]:
        """Wait for results, in their order; *each* is called as they come, *check* meanwhile."""
        throttle: Throttle = self._delivery.throttle
        numbers = {self._engine.outcome(handle): n for n, handle in enumerate(handles)}
        found: dict[int, R] = {}
        waiting: set[Future[Any]] = set(numbers)
        while waiting:
            ended, waiting = wait(waiting, _PIECE, FIRST_COMPLETED)
            throttle.check()
            check()
            for future in ended:
                found[numbers[future]] = result = _result(future)
                each(numbers[future], result)
        return [found[number] for number in range(len(handles))]


def _result(future: Future[Any]) -> Any:
    try:
        return future.result()
    except EngineError as error:
        raise HaltError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - of an engine, or of what the workers lack
        kind = type(error).__name__
        msg = f"The engine could not run it ({kind}). Have the workers the same packages?"
        raise HaltError(msg) from None


def _lead(run: Run, spread: Spread, state: LeadingState, held: ExitStack) -> Flow[Report]:
    """Begin the job, have its pieces sent, and ask what the list holds."""
    operation: Any = run.job.options.operation
    frame = run.frame(operation)
    fingerprint = folders.key(
        spread.fingerprint, str(frame.head), str(frame.tail), str(run.cut(operation))
    )
    if not (yield from run.take_up(fingerprint)):
        return run.report("already done")
    lifeline = yield from block(lambda: held.enter_context(Lifeline(state, spread.hear)))
    run.begin(fingerprint, {"base": None, "fresh": run.target.made})
    yield from block(state.share)
    run.delivery.tell({"add": "adding", "remove": "removing"}[operation])
    try:
        yield from block(
            lambda: spread.send(run, lifeline, state.led.key), run.delivery.throttle.stop
        )
    finally:
        _take_in(run, spread)
    yield from block(run.journal.refresh)
    problems = [result for result in spread.results.values() if result.problem is not None]
    if problems:
        raise HaltError(str(problems[0].problem), again=all(result.again for result in problems))
    report: Report
    if any(result.waits for result in spread.results.values()):
        report = completion.left_to_service(run)
    else:
        outcome = yield from confirmed(run, operation)
        report = yield from run.finish(outcome, {})
    return report


def _take_in(run: Run, spread: Spread) -> None:
    """Take over what the workers counted."""
    operation: Any = run.job.options.operation
    for result in spread.results.values():
        run.delivery.hopeless.update((operation, number) for number in result.hopeless)
        run.delivery.throttle.requests += result.requests
        run.delivery.throttle.waited += result.waited
        run.refused += result.refused
        run.notes += [note for note in result.notes if note not in run.notes]
