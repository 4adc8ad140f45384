"""A source as batches of identifiers, ready to send: the data side of every job.

`extract()` reads, normalises, checks, hashes and de-duplicates; `Extract.batches()` cuts the
result into pieces. The same source with the same settings gives the same batches, so that a
job that was interrupted goes on where it was; a batch's digest proves it.

DuckDB does the work, on all cores and in bounded memory, as one query whose result is streamed:

    files → raw → normalised v, state → grouped and counted → sorted → text, state, rows

The text is a row of a request already, with its separator behind it, and empty for a row that
is not sent; so a batch is a slice of a buffer. De-duplication groups equal identifiers, then
sorts by a 64-bit hash of the identifier and by itself, because groups come in any order, and a
job that is taken up needs the same one. Both spill to disk. Hashing comes last, because sorting
addresses is cheaper than sorting their digests. Without de-duplication rows stay in their order.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Container, Generator, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Final, Self

import attrs
import duckdb

from adlists.lists.reading.arrow import Chunk, StreamError, chunk_of
from adlists.lists.reading.batches import Batch, cut
from adlists.lists.reading.content import Stamp, changed, digest_of
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import EmptySourceError, SourceError, explain
from adlists.lists.reading.kinds import REASONS
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.refused import refused_in
from adlists.lists.reading.rejects import Rejects
from adlists.lists.reading.rows import JSON_ROW, RowFormat
from adlists.lists.reading.rule import FIRST_CONVERSION, FIRST_REASON, KEPT, UNSURE, Rule
from adlists.lists.reading.scans import Scan, account_for
from adlists.lists.reading.scratch import Scratch
from adlists.lists.reading.sources import Source

_LAYOUT: Final = "2"  # to be raised when the same source would give other batches


class Extract:
    """What a source gives; a context manager that removes its temporary files at the end.

    `identity` stands for what was asked for, `fingerprint` also for the source's content: the
    same identity with another fingerprint is a source that has changed.
    """

    identity: str
    fingerprint: str

    def __init__(
        self,
        source: Source,
        rule: Rule,
        settings: Sequence[object],
        engine: Engine,
        folder: Scratch,
        *,
        deduplicate: bool,
        rejects: Rejects | None = None,
        sort: bool = False,
        excluded: Source | None = None,
    ) -> None:
        self._source = source
        engine.unused = source.small and excluded is None
        self._rule = rule
        self._engine = engine
        self._folder = folder
        self._deduplicate = deduplicate
        self._rejects = rejects
        self._sort = sort
        self._states: Counter[int] = Counter()
        self._unique = 0
        self._ended = False  # whether all rows were counted
        self._readings = tuple(scan.reading for scan in source.scans)
        self._excluded = excluded
        self.identity = _digest(_LAYOUT, source.name, *settings)
        # The order of batches hangs on DuckDB's hash function, which may change with it.
        beside = () if excluded is None else (excluded.name, excluded.state)
        self.fingerprint = _digest(self.identity, source.state, duckdb.__version__, *beside)

    @property
    def counts(self) -> Counts:
        """What was counted up to here, over all batches that were read or skipped."""
        states, rule = self._states, self._rule
        rejected = {
            code: states[number]
            for number, code in enumerate(rule.codes, FIRST_REASON)
            if states[number]
        }
        converted = {
            name: states[rule.state_of(name)]
            for name in rule.conversions
            if states[rule.state_of(name)]
        }
        kept = sum(count for state, count in states.items() if _is_kept(state))
        return Counts(states.total(), rejected, kept - self._unique, self._unique, converted)

    def expected(self) -> int | None:
        """Return how many identifiers it gives: exactly at the end, by the rows so far before.

        None while that cannot be told. Costs nothing: the rows of each file are known.
        """
        if self._ended:
            return self._unique
        rows = [scan.rows for scan in self._source.scans]
        rejected = sum(count for state, count in dict(self._states).items() if not _is_kept(state))
        kept = self._states.total() - rejected
        if None in rows or kept <= 0:
            return None
        left = sum(count for count in rows if count is not None) - rejected
        return round(self._unique * max(left, kept) / kept)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How each file was read; what was converted is in it once all was read."""
        beside = () if self._excluded is None else self._excluded.scans
        return (*self._readings, *(_left_out(scan.reading) for scan in beside))

    def batches(
        self,
        size: int,
        max_bytes: int = 10_000_000,
        *,
        skip: Container[int] = (),
        row: RowFormat = JSON_ROW,
        first: int = 0,
    ) -> Iterator[Batch]:
        """Return the batches in order: at most `size` rows and `max_bytes` of rows each.

        `row` says how a row is written, `first` the number of the first batch. A batch whose
        number is in `skip` is passed over. When the iterator has ended, `counts` is final. May
        be called again, which reads the source again; one at a time.

        Raises:
            ArgumentError: there is no room for one identifier; or the source is closed.
            SourceError: a file turned out to be broken, or is being read already; with
                de-duplication, before the first batch. Or not every line of it was read.
            ExtractError: memory or disk do not suffice.
        """
        width = self._rule.width
        if width is not None:
            width += row.around
            if row.escape == "form" and not self._rule.is_word:
                width = None
        return self._engine.each(cut(self._chunks(row), row, width, size, max_bytes, skip, first))

    def values(self) -> list[str]:
        """Make every identifier at once: for small sources, such as lists of apps."""
        return [value for batch in self.batches(50_000) for value in batch.values()]

    def measure(self) -> Counts:
        """Read everything and return the counts; nothing is kept."""
        for _ in self._engine.each(self._chunks(JSON_ROW)):
            pass
        return self.counts

    def check(self) -> None:
        """Refuse, once it was read, a source without one identifier: a job must not end well.

        Raises:
            SourceError: every row was rejected, as with a wrong column or type.
        """
        if not self._unique:
            rejected = self.counts.rejected
            said = [f"{count:,} x {REASONS[code]}" for code, count in rejected.items()]
            msg = f"holds no identifier: {'; '.join(said)}. Check the column and the type."
            hashed = "already-hashed" in rejected
            raise SourceError(msg, file=self._names, argument="prehashed" if hashed else None)

    def reject(self, refused: Mapping[str, str]) -> list[tuple[str, int, str]]:
        """Find the rows of values that a service refused, and add them to the rejects file.

        `refused` has the reason of each value as it left; the answer is file, line and reason
        of every row that gave it, duplicates included.

        Raises:
            SourceError: the source turned out to be broken.
            ExtractError: the rejects file cannot be written.
        """
        found: list[tuple[str, int, str, str]] = []
        for scan in self._source.scans:
            found += refused_in(scan, self._rule, self._engine, refused)
        if self._rejects is not None:
            self._rejects.add(found)
        return [(file, line, reason) for file, line, reason, _ in found]

    def verify(self) -> None:
        """Look at the files again, once they were read.

        A file whose directory entry has changed is read again: what counts is its content.

        Raises:
            SourceError: one grew, shrank or was replaced in the meantime.
        """
        both = [self._source] if self._excluded is None else [self._source, self._excluded]
        for found in (found for source in both for found in source.fetched):
            found.check()
        for scan in (scan for source in both for scan in source.scans):
            if scan.path is None or scan.content is None:
                continue
            try:
                now = Stamp.of(scan.path.stat())
                if now == scan.content.stamp:
                    continue
                same = now.size == scan.content.size
                same = same and digest_of(scan.path) == scan.content.digest
            except OSError:
                same = False
            if not same:
                raise changed(scan.name)

    def interrupt(self) -> None:
        """End the reading, from any thread: who waits for a batch gets an error."""
        self._engine.stop()

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
        return ", ".join(scan.name for scan in self._source.scans)

    def _chunks(self, row: RowFormat) -> Generator[tuple[Chunk, int]]:
        """Run the query; yield chunks and how many of their rows are kept, counting."""
        self._states, self._unique, self._ended = Counter(), 0, False
        try:
            for chunk in self._read(row):
                counted, kept = self._counted(chunk)
                self._states += counted
                self._unique += kept
                yield (_hashed(chunk, self._rule, row) if self._rule.in_python else chunk), kept
                del chunk  # before the next one is read, as in `batches`
        except (duckdb.Error, StreamError) as error:
            self._refuse_bad_json(str(error))
            raise explain(str(error), [scan.name for scan in self._source.scans]) from None
        if not self._states:
            msg = "holds no rows; expected identifiers."
            raise EmptySourceError(msg, file=self._names)
        self._account()
        self._ended = True

    def _read(self, row: RowFormat) -> Iterator[Chunk]:
        """Yield the chunks of the query; of a small source in the hope that all rows are clean."""
        query = self._source.query
        hope = self._rule.hopeful(query) if self._source.small else None
        if hope is not None:
            found = chunk_of(self._engine.rows(self._query(row, hope)))
            if UNSURE not in found.states:
                yield found
                return
            del found
        yield from self._engine.chunks(self._query(row, self._rule.classify(query)))

    def _counted(self, chunk: Chunk) -> tuple[Counter[int], int]:
        """Return how many rows of the source are in each state, and how many are kept."""
        states, rows, rule = chunk.states, chunk.rows, self._rule
        converted = [rule.state_of(name) for name in rule.conversions]
        if not self._deduplicate:
            used = (KEPT, *range(FIRST_REASON, FIRST_REASON + len(rule.codes)), *converted)
            found = Counter({state: states.count(state) for state in used})
            return found, found[KEPT] + sum(found[state] for state in converted)
        kept = states.count(KEPT)
        rejected = len(states) - kept  # they come first, one for each reason
        found = Counter({KEPT: sum(rows[rejected:])})
        for state, count in zip(states[:rejected], rows[:rejected], strict=True):
            found[state] += count
        for state, counts in zip(converted, chunk.more, strict=True):
            found[state] = sum(counts)
            found[KEPT] -= found[state]
        return found, kept

    def _query(self, row: RowFormat, rows: str) -> str:
        rule = self._rule
        kept = f"state = {KEPT}"
        if not self._deduplicate:
            if rule.conversions:
                kept = f"({kept} OR state >= {FIRST_CONVERSION})"
            return (
                f"SELECT CASE WHEN {kept} THEN {rule.written(row)} ELSE '' END, state FROM ({rows})"
            )
        converted = [
            (f"n{n}", f"count_if(state = {rule.state_of(name)})")
            for n, name in enumerate(rule.conversions)
        ]
        names = "".join(f", {name}" for name, _ in converted)
        counted = "".join(f", {count} AS {name}" for name, count in converted)
        last = "".join(f", {name}::UBIGINT" for name, _ in converted)
        group = f"CASE WHEN state < {FIRST_CONVERSION} THEN state ELSE {KEPT}::UTINYINT END"
        real = group if converted else "state"
        leaves = rule.value if self._sort else "v"
        when = f"{real} = {KEPT}" if converted else kept
        value = f"CASE WHEN {when} THEN {leaves} END"
        written = row.written("v", plain=rule.plain) if self._sort else rule.written(row)
        order = f"{kept}, v" if self._sort else f"CASE WHEN {kept} THEN hash(v) ELSE 0 END, v"
        # Rejected rows come first, so that a source that is refused for them is so at once.
        return f"""
            SELECT CASE WHEN {kept} THEN {written} ELSE '' END, state, rows::UBIGINT{last}
            FROM (SELECT v, state, rows{names}
                  FROM (SELECT {value} AS v, {real} AS state, count(*) AS rows{counted}
                        FROM ({rows}) GROUP BY 1, 2)
                  ORDER BY {order} NULLS FIRST)"""

    def _account(self) -> None:
        """Account for every row of every file, and tell what was converted in which.

        Raises:
            SourceError: rows were lost on the way.
        """
        scans, counts = self._source.scans, self.counts
        expected = [scan.rows for scan in scans]
        total = sum(rows for rows in expected if rows is not None)
        if None not in expected and counts.read != total:
            for scan in scans:
                account_for(scan, self._engine)
        if len(scans) == 1:
            reading = attrs.evolve(scans[0].reading, converted=counts.converted)
            self._readings = (reading,)
        elif counts.converted:
            self._readings = tuple(
                attrs.evolve(scan.reading, converted=self._converted_in(scan)) for scan in scans
            )

    def _converted_in(self, scan: Scan) -> dict[str, int]:
        query = f"SELECT state, count(*) FROM ({self._rule.classify(scan.query)}) GROUP BY 1"
        found = dict(self._engine.rows(query, aside=True))
        names = {name: found.get(self._rule.state_of(name), 0) for name in self._rule.conversions}
        return {name: count for name, count in names.items() if count}

    def _refuse_bad_json(self, said: str) -> None:
        if "Malformed JSON" in said:
            for scan in self._source.scans:
                if scan.lines and (number := self._first(scan.lines, "NOT json_valid(raw)")):
                    msg = "is not JSON; expected an object or a string."
                    raise SourceError(msg, file=scan.name, line=number) from None

    def _first(self, query: str, wrong: str) -> int | None:
        """Return the number of the first row of which the condition holds, counted from 1."""
        numbered = f"SELECT *, row_number() OVER () AS number FROM ({query})"
        asked = f"SELECT min(number) FROM ({numbered}) WHERE {wrong}"
        found: int | None = self._engine.rows(asked, aside=True)[0][0]
        return found


def _left_out(reading: Reading) -> Reading:
    return attrs.evolve(reading, notes=(*reading.notes, "who stands there was left out"))


def _is_kept(state: int) -> bool:
    return state == KEPT or state >= FIRST_CONVERSION


def _hashed(chunk: Chunk, rule: Rule, row: RowFormat) -> Chunk:
    """Hash the values of a chunk by what the database does not know."""
    before, after = row.before.encode(), (row.after + row.separator).encode()
    made = [
        before + rule.leave(value).encode() + after
        for value in chunk.text.decode().split("\n")[:-1]
    ]
    return attrs.evolve(chunk, text=b"".join(made), offsets=array("q"))


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
