"""What workers do of one large job: read parts into blocks of digests, and send pieces of them.

    part → read, normalised, hashed, sorted → one block of digests for each piece
    the blocks of a piece, from every part → together, once each → batches → journal

What goes from machine to machine, and may be spilled by an engine, is digests. Nothing here
raises, for engines log what a function was called with; problems are told in the result.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import attrs
import duckdb

from adlists import catalog
from adlists.contract import AsyncClient
from adlists.contract.list_steps import IdentifierType
from adlists.errors import AdlistsError, ConfigurationError
from adlists.flow import Flow, block
from adlists.lists import completion
from adlists.lists.engines.lifeline import Tie
from adlists.lists.engines.partitions import Partition
from adlists.lists.engines.worker import TAKING_OVER, WorkerWatch, while_held
from adlists.lists.job import prepare
from adlists.lists.options import JobOptions
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.engine_errors import EmptySourceError, ExtractError, SourceError
from adlists.lists.reading.opening import extract
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.rows import LINES_ROW
from adlists.lists.reading.scratch import Scratch
from adlists.lists.run import Run
from adlists.lists.sending.delivery import Delivery
from adlists.lists.sending.ledger import ListInUseError
from adlists.lists.sending.shared_pieces import PIECE, PieceState
from adlists.lists.sending.throttle import HaltError, StoppedError
from adlists.lists.stages import within_budget
from adlists.lists.target import Target
from adlists.session import AsyncSession, connect_async
from adlists.version import __version__

#: What has to be the same everywhere: the order of batches hangs on a function of DuckDB's.
VERSIONS: Final = f"{__version__} with DuckDB {duckdb.__version__}"

_AT_ONCE: Final = 200_000  # rows that are cut into blocks at a time
_BYTES: Final = 64 << 20
_AGAIN: Final = 1.0  # seconds until a lease is asked for again


@attrs.frozen(kw_only=True, repr=False)
class ReadingTask:
    """A part to read: *options* are those of `extract()`, *pieces* how many blocks it makes."""

    partition: Partition
    identifier: IdentifierType
    options: Mapping[str, Any]
    pieces: int
    version: str = VERSIONS


@attrs.frozen(kw_only=True, repr=False)
class PartFacts:
    """What a part gave: its rows, and of each block how many digests and what stands for them."""

    counts: Counts = attrs.field(factory=Counts)
    readings: tuple[Reading, ...] = ()
    held: tuple[int, ...] = ()
    digests: tuple[str, ...] = ()
    problem: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class PartBlocks:
    """A part as it was read: sorted digests, packed, a block for each piece."""

    facts: PartFacts
    blocks: tuple[bytes, ...] = ()


def read_part(task: ReadingTask) -> PartBlocks:
    """Read a part where it lies."""
    if task.version != VERSIONS:
        return PartBlocks(facts=PartFacts(problem=_other_version(task.version)))
    try:
        return _read(task)
    except AdlistsError as error:
        return PartBlocks(facts=PartFacts(problem=str(error)))
    except Exception as error:  # noqa: BLE001 - nobody thought of it, so its text stays here
        said = f"{task.partition.name}: the worker failed ({type(error).__name__})."
        return PartBlocks(facts=PartFacts(problem=said))


def facts_of(part: PartBlocks) -> PartFacts:
    """Return what a part gave, without its digests."""
    return part.facts


def block_of(part: PartBlocks, piece: int) -> bytes:
    """Return a part's block of a piece."""
    return part.blocks[piece] if part.blocks else b""


def _read(task: ReadingTask) -> PartBlocks:
    part = task.partition
    bounds = [f"{-(-256 * piece // task.pieces):02x}".encode() for piece in range(1, task.pieces)]
    found: list[list[bytes]] = [[] for _ in range(task.pieces)]
    held = [0] * task.pieces
    try:
        with extract(
            part.source,
            identifier=attrs.evolve(task.identifier, encode="hex"),
            query=part.query,
            rows=part.rows,
            sort=True,
            **task.options,
        ) as source:
            for batch in source.batches(_AT_ONCE, _BYTES, row=LINES_ROW):
                lines = batch.rows.split(b"\n")
                ends = [bisect_left(lines, bound) for bound in bounds]
                for piece, (start, stop) in enumerate(
                    zip([0, *ends], [*ends, len(lines)], strict=True)
                ):
                    if stop > start:
                        found[piece].append(_packed(lines[start:stop]))
                        held[piece] += stop - start
            source.verify()
            counts, readings = source.counts, source.readings
    except EmptySourceError:
        counts, readings = (
            Counts(),
            (Reading(name=part.name, format="values", notes=("is empty",)),),
        )
    blocks = tuple(b"".join(pieces) for pieces in found)
    facts = PartFacts(
        counts=counts,
        readings=tuple(attrs.evolve(reading, name=part.name) for reading in readings),
        held=tuple(held),
        digests=tuple(map(_digest, blocks)),
    )
    return PartBlocks(facts=facts, blocks=blocks)


def _packed(lines: list[bytes]) -> bytes:
    """Return digests of one length in half the bytes, with that length before them.

    Of several lengths, those of one after those of another.
    """
    lengths = {len(line) for line in lines}
    packed: list[bytes] = []
    for length in sorted(lengths):
        same = lines if len(lengths) == 1 else [line for line in lines if len(line) == length]
        data = bytes.fromhex(b"".join(same).decode())
        packed.append(bytes([length // 2]) + len(data).to_bytes(8, "big") + data)
    return b"".join(packed)


def _unpacked(data: bytes) -> list[str]:
    """Return what was packed as text: digests, one in a line."""
    texts: list[str] = []
    at = 0
    while at < len(data):
        width, length = data[at], int.from_bytes(data[at + 1 : at + 9], "big")
        at += 9
        texts.append(data[at : at + length].hex("\n", width))
        at += length
    return texts


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


@attrs.frozen(kw_only=True, repr=False)
class PieceTask:
    """A piece to send: whose list, how, and what stands for the block of each part.

    *journal* is the key of the list's journal, as whoever leads has it.
    """

    run: str
    piece: int
    service: str
    base_url: str
    profile: str | None
    list_id: str
    list_name: str | None
    journal: str
    options: Mapping[str, Any]
    digests: tuple[str, ...]
    version: str = VERSIONS


@attrs.frozen(kw_only=True)
class PieceResult:
    """What came of a piece; `waits` says that the service is still at work on its batches."""

    unique: int | None = None
    waits: bool = False
    problem: str | None = None
    again: bool = True
    refused: int = 0
    requests: int = 0
    waited: float = 0.0
    hopeless: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def send_piece(task: PieceTask, *blocks: bytes) -> PieceResult:
    """Send what the parts have of a piece, as far as that was not done before."""
    if task.version != VERSIONS:
        return PieceResult(problem=_other_version(task.version))
    if tuple(map(_digest, blocks)) != task.digests:
        msg = "The source was changed while it was read. Run the same job again."
        return PieceResult(problem=msg)
    if not any(blocks):
        return PieceResult(unique=0)
    try:
        return asyncio.run(_send(task, blocks))
    except AdlistsError as error:
        return PieceResult(problem=str(error))
    except asyncio.CancelledError:
        return PieceResult(problem="The run has ended, and with it this piece.")
    except Exception as error:  # noqa: BLE001 - nobody thought of it, so its text stays here
        return PieceResult(problem=f"The worker failed ({type(error).__name__}).")


def _other_version(other: str) -> str:
    return f"This worker has adlists {VERSIONS}, the run has {other}."


async def _send(task: PieceTask, blocks: tuple[bytes, ...]) -> PieceResult:
    service = catalog.find(task.service)
    if service is None:
        msg = f"This worker knows no service {task.service!r}: install its package there."
        raise ConfigurationError(msg)
    api = type("Api", (AsyncClient,), {"SERVICE": service})
    session: AsyncSession[Any] = connect_async(api, base_url=task.base_url, profile=task.profile)
    tie = await asyncio.to_thread(Tie, task.run)
    watch = WorkerWatch(tie, task.piece)
    try:
        with ExitStack() as held:
            path = _written(blocks, held)
            async with session:
                flow = session.run(_flow(session.pipeline, task, path, watch.tell, tie.address))
                return await while_held(flow, tie)
    finally:
        tie.close()


def _written(blocks: tuple[bytes, ...], held: ExitStack) -> Path:
    """Write the digests of some blocks to a private file, which goes even after a kill."""
    try:
        folder = Scratch()
        held.callback(folder.cleanup)
        path = Path(folder.name) / "piece.txt"
        with path.open("x") as file:
            for data in blocks:
                for text in _unpacked(data):
                    file.write(text + "\n")
    except OSError as error:
        msg = f"A piece of the job cannot be kept in the temporary folder: {error.strerror}."
        raise ExtractError(msg) from None
    return path


def _flow(
    pipeline: Any, task: PieceTask, path: Path, watch: Any, address: str
) -> Flow[PieceResult]:
    options = JobOptions(**task.options, prehashed=True, format="lines")
    job = prepare(pipeline, task.list_id, path, options)
    state = PieceState(address, task.journal, task.piece)
    with ExitStack() as held:
        delivery = Delivery(pipeline, within_budget(job, state, held), watch)
        held.callback(delivery.throttle.stop)
        try:
            source = held.enter_context(job.open())
            delivery.throttle.on_stop(source.interrupt)
            target = Target(task.list_id, task.list_name, listed=True)
            until = time.monotonic() + TAKING_OVER
            while True:
                try:
                    run = yield from block(
                        lambda: held.enter_context(Run(job, target, source, delivery, state))
                    )
                    break
                except ListInUseError:
                    if time.monotonic() > until:
                        raise
                    yield from delivery.throttle.sleep(_AGAIN, "until a lost worker gives it up")
            return (yield from _piece(run, task))
        except StoppedError:
            msg = "The job was stopped."
            raise AdlistsError(msg) from None


def _piece(run: Run, task: PieceTask) -> Flow[PieceResult]:
    run.first = task.piece * PIECE
    run.begun, run.resumed = True, run.journal.job()
    problem: str | None = None
    again, ended = True, True
    try:
        part: Any = task.options["operation"]
        yield from run.send(part, run.source, run.source.expected)
        if run.source.counts.rejected:
            msg = "turned out to hold what is no digest."
            raise SourceError(msg, file="a piece")
        ended = yield from completion.wait_for_batches(run)
    except HaltError as error:
        problem, again = str(error), error.again
    return PieceResult(
        unique=run.source.counts.unique if problem is None else None,
        waits=not ended,
        problem=problem,
        again=again,
        refused=len(run.delivery.rejected),
        requests=run.delivery.throttle.requests,
        waited=run.delivery.throttle.waited,
        hopeless=tuple(number for _, number in run.delivery.hopeless),
        notes=tuple(run.notes),
    )
