"""A source as batches of identifiers, ready to send: the data side of every job.

`extract()` reads, normalises, checks, hashes and de-duplicates; `Extract.batches()` cuts the
result into pieces. The same source with the same settings gives the same batches, so that a
job that was interrupted goes on where it was; a batch's digest proves it.

DuckDB does the work, on all cores and in bounded memory, as one query whose result is streamed:

    files → raw → normalised v, state → grouped and counted → sorted → text, state, rows

The text is JSON already, with a comma behind every identifier, and empty for a row that is not
sent; so a batch is a slice of a buffer. De-duplication groups equal identifiers, then sorts by
a 64-bit hash of the identifier and by itself, because groups come in any order, and a job that
is taken up needs the same one. Both spill to disk. Hashing comes last, because sorting
addresses is cheaper than sorting their digests. Without de-duplication rows stay in their order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import attrs
import duckdb

from adlists.errors import ArgumentError
from adlists.lists.reading.batches import Batch, cut
from adlists.lists.reading.columns import FORMATS, Format, Wish
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.faults import ExtractError, SourceError, explain
from adlists.lists.reading.identifiers import (
    FIRST_REASON,
    KEPT,
    REASONS,
    HashMode,
    Kind,
    Rule,
    rule,
)
from adlists.lists.reading.rejects import write_rejects
from adlists.lists.reading.scratch import Scratch
from adlists.lists.reading.sources import Opened, open_source
from adlists.lists.reading.streams import Chunk, StreamError

_LAYOUT: Final = "1"  # to be raised when the same source would give other batches


@attrs.frozen
class Counts:
    """How many rows were read and what became of them.

    read == sum(rejected.values()) + duplicates + unique, at any time; final once the batches
    were read to their end.
    """

    read: int = 0
    rejected: Mapping[str, int] = attrs.field(factory=dict[str, int])
    duplicates: int = 0
    unique: int = 0


class Extract:
    """What a source gives; a context manager that removes its temporary files at the end.

    `identity` stands for what was asked for, `fingerprint` also for the source's state: the
    same identity with another fingerprint is a source that has changed.
    """

    identity: str
    fingerprint: str

    def __init__(
        self,
        opened: Opened,
        how: Rule,
        settings: Sequence[object],
        engine: Engine,
        folder: Scratch,
        *,
        deduplicate: bool,
        line_breaks: bool,
    ) -> None:
        self._opened = opened
        self._how = how
        self._engine = engine
        self._folder = folder
        self._deduplicate = deduplicate
        self._line_breaks = line_breaks
        self._states: Counter[int] = Counter()
        self._unique = 0
        self.identity = _digest(_LAYOUT, opened.name, *settings)
        # The order of batches hangs on DuckDB's hash function, which may change with it.
        self.fingerprint = _digest(self.identity, opened.state, duckdb.__version__)

    @property
    def counts(self) -> Counts:
        """What was counted up to here, over all batches that were read or skipped."""
        rejected = {
            code: self._states[number]
            for number, (code, _) in enumerate(self._how.reasons, FIRST_REASON)
            if self._states[number]
        }
        duplicates = self._states[KEPT] - self._unique
        return Counts(self._states.total(), rejected, duplicates, self._unique)

    def batches(
        self, size: int, max_bytes: int = 10_000_000, *, skip: Container[int] = ()
    ) -> Iterator[Batch]:
        """Return the batches in order: at most `size` identifiers and `max_bytes` of JSON each.

        A batch whose number is in `skip` is passed over. When the iterator has ended, `counts`
        is final. May be called again, which reads the source again; one at a time.

        Raises:
            ArgumentError: there is no room for one identifier; or the source is closed.
            SourceError: a file turned out to be broken, or is being read already; with
                de-duplication, before the first batch.
            ExtractError: memory or disk do not suffice.
        """
        return self._engine.each(cut(self._chunks(), self._how.width, size, max_bytes, skip))

    def strings(self) -> list[str]:
        """Make every identifier at once: for small sources, such as lists of apps."""
        return [one for batch in self.batches(50_000) for one in batch.strings()]

    def measure(self) -> Counts:
        """Read everything and return the counts; nothing is kept."""
        for _ in self._chunks():
            pass
        return self.counts

    def check(self) -> None:
        """Refuse, once it was read, a source without one identifier: a job must not end well.

        Raises:
            SourceError: every row was rejected, as with a wrong column or kind.
        """
        if not self._unique:
            said = [f"{count:,} x {REASONS[one]}" for one, count in self.counts.rejected.items()]
            msg = f"holds no identifier: {'; '.join(said)}. Check the column and the kind."
            raise SourceError(msg, file=self._names)

    def interrupt(self) -> None:
        """End the reading, from any thread: who waits for a batch gets an error."""
        self._engine.interrupt()

    def close(self) -> None:
        """End the reading, and remove the temporary files; closing twice is harmless."""
        self._engine.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _names(self) -> str:
        return ", ".join(scan.name for scan in self._opened.scans)

    def _chunks(self) -> Generator[tuple[Chunk, int]]:
        """Run the query; yield chunks and how many of their rows are kept, counting."""
        self._states, self._unique = Counter(), 0
        try:
            for chunk in self._engine.chunks(self._query()):
                kept = chunk.states.count(KEPT)
                self._states += self._counted(chunk, kept)
                self._unique += kept
                self._refuse_line_breaks()
                yield chunk, kept
                del chunk  # before the next one is read, as in `batches`
        except (duckdb.Error, StreamError) as error:
            self._refuse_bad_json(str(error))
            raise explain(str(error), [scan.name for scan in self._opened.scans]) from None
        if not self._states:
            msg = "holds no rows; expected identifiers."
            raise SourceError(msg, file=self._names)

    def _counted(self, chunk: Chunk, kept: int) -> Counter[int]:
        """Return how many rows of the source are in each state."""
        states, rows = chunk.states, chunk.rows
        if not self._deduplicate:
            used = (KEPT, *range(FIRST_REASON, FIRST_REASON + len(self._how.reasons)))
            return Counter({one: states.count(one) for one in used})
        rejected = len(states) - kept  # they come first, one for each reason
        found = Counter({KEPT: sum(rows[rejected:])})
        for state, count in zip(states[:rejected], rows[:rejected], strict=True):
            found[state] += count
        return found

    def _query(self) -> str:
        how = self._how
        rows = how.classify(self._opened.query)
        kept = f"state = {KEPT}"
        text = f"CASE WHEN {kept} THEN {how.text} ELSE '' END"
        if not self._deduplicate:
            return f"SELECT {text}, state FROM ({rows})"
        # Rejected rows come first, so that a source that is refused for them is so at once.
        return f"""
            SELECT {text}, state, rows::UBIGINT
            FROM (SELECT v, state, rows
                  FROM (SELECT CASE WHEN {kept} THEN v END AS v, state, count(*) AS rows
                        FROM ({rows}) GROUP BY ALL)
                  ORDER BY CASE WHEN {kept} THEN hash(v) ELSE 0 END, v NULLS FIRST)"""

    def _refuse_line_breaks(self) -> None:
        """Refuse an identifier that would become two in a body of lines."""
        if self._line_breaks and self._states[self._how.number_of("line-break")]:
            wrong = f"state = {self._how.number_of('line-break')}"
            for scan in self._opened.scans:
                if number := self._first(self._how.classify(scan.query), wrong):
                    msg = "holds a line break or a control character; expected one identifier."
                    line = number + scan.first - 1
                    raise SourceError(msg, file=scan.name, line=line, column=scan.column)

    def _refuse_bad_json(self, said: str) -> None:
        if "Malformed JSON" in said:
            for scan in self._opened.scans:
                if scan.lines and (number := self._first(scan.lines, "NOT json_valid(raw)")):
                    msg = "is not JSON; expected an object or a string."
                    raise SourceError(msg, file=scan.name, line=number) from None

    def _first(self, query: str, wrong: str) -> int | None:
        """Return the number of the first row of which the condition holds, counted from 1."""
        numbered = f"SELECT *, row_number() OVER () AS number FROM ({query})"
        asked = f"SELECT min(number) FROM ({numbered}) WHERE {wrong}"
        found: int | None = self._engine.rows(asked, aside=True)[0][0]
        return found


def extract(
    source: Any,
    *,
    kind: Kind,
    hash: HashMode | None = None,  # noqa: A002 - the option's name, here and on the command line
    prehashed: bool = False,
    column: str | None = None,
    format: Format | None = None,  # noqa: A002 - likewise
    deduplicate: bool = True,
    memory: str = "300MB",
    threads: int | None = None,
    temporary: Path | None = None,
    rejects: Path | None = None,
) -> Extract:
    """Open a source of identifiers.

    Args:
        source: A path, a glob, a list of paths, "-" for standard input, any iterable of
            strings, an Arrow table or reader, a polars or pandas frame, or a DuckDB relation.
        kind: What the identifiers are.
        hash: How emails leave; there is no default for them.
        prehashed: The emails are 32 or 64 hexadecimal digits already.
        column: The column's name; found where there is only one candidate.
        format: What a file is written in; told from its name, otherwise.
        deduplicate: Give every identifier once. Otherwise rows are streamed in their order.
        memory: How much the work may take before it spills to disk, as "300MB".
        threads: How many cores to use; all of them by default.
        temporary: Where to spill; the system's temporary directory by default.
        rejects: Where to write the rows that were rejected, with file, line and reason; the
            file is private to the user, and holds what they hold.

    Raises:
        ArgumentError: The settings do not go together.
        SourceError: The source cannot be read as what it says it is.
        ExtractError: The temporary folder cannot be used.
    """
    how = rule(kind, hash, prehashed=prehashed)
    if format is not None and format not in FORMATS:
        msg = f"{format!r} is no format. Choose one of {', '.join(FORMATS)}."
        raise ArgumentError(msg)
    try:
        folder = Scratch(temporary)
    except OSError as error:
        msg = f"no temporary folder can be made: {error.strerror}. Name another one."
        raise ExtractError(msg) from None
    engine: Engine | None = None
    try:
        engine = Engine(memory, threads, Path(folder.name) / "spill")
        wish = Wish(kind, prehashed, column, format)
        opened = open_source(source, wish, engine, Path(folder.name))
        found = Extract(
            opened,
            how,
            (kind, hash, prehashed, column, format, deduplicate),
            engine,
            folder,
            deduplicate=deduplicate,
            line_breaks=kind == "app",
        )
        if rejects is not None:
            write_rejects(rejects, opened, how, engine)
    except BaseException:
        if engine is not None:
            engine.close()
        folder.cleanup()
        raise
    return found


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
