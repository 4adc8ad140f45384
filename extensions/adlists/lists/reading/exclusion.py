"""Whom a job leaves out: the identifiers of a second source, such as people who withdrew.

They are read, checked and brought into the same form as those of the source, and compared before
anything is hashed. A row that cannot be an identifier stops the job: nobody could tell whom it
means, and that person must not be sent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs
import duckdb

from adlists.lists.reading.columns import ReadOptions
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import SourceError, explain
from adlists.lists.reading.kinds import REASONS
from adlists.lists.reading.rule import FIRST_CONVERSION, FIRST_REASON, KEPT, Rule
from adlists.lists.reading.scans import account_for
from adlists.lists.reading.sources import Source, open_source
from adlists.lists.reading.sql import literal

# What is no identifier, and means nobody.
_NOBODY: Final = frozenset({"blank", "comment", "placeholder", "column-name"})


@attrs.frozen
class Exclusion:
    """A second source that was read; `condition` is SQL that holds of a `v` to leave out."""

    source: Source
    condition: str


def exclusion_of(
    source: object, options: ReadOptions, rule: Rule, engine: Engine, folder: Path
) -> Exclusion:
    """Read whom to leave out; *options* are those of the source that it is left out of.

    Raises:
        SourceError: It cannot be read, or a row of it cannot be an identifier.
    """
    folder.mkdir()
    plain = ReadOptions(options.kind, options.prehashed, memory=options.memory)
    opened = open_source(source, plain, engine, folder)
    own = rule.sparing(opened.lacks)
    for statement in own.setup:
        engine.rows(statement)
    path = folder / "excluded.parquet"
    kept = f"state = {KEPT} OR state >= {FIRST_CONVERSION}"
    try:
        engine.rows(
            f"COPY (SELECT CASE WHEN {kept} THEN v END AS v,"
            f" CASE WHEN {kept} THEN {KEPT} ELSE state END AS state, count(*) AS rows"
            f" FROM ({own.classify(opened.query)}) GROUP BY 1, 2)"
            f" TO {literal(str(path))} (FORMAT parquet)"
        )
        table = f"read_parquet({literal(str(path))})"
        states = dict(engine.rows(f"SELECT state, sum(rows)::BIGINT FROM {table} GROUP BY 1"))
    except duckdb.Error as error:
        raise explain(str(error), [scan.name for scan in opened.scans]) from None
    _refuse_doubtful(opened, own, states)
    expected = [scan.rows for scan in opened.scans]
    if sum(states.values()) != sum(rows or 0 for rows in expected) or None in expected:
        for scan in opened.scans:
            account_for(scan, engine)
    return Exclusion(opened, f"v IN (SELECT v FROM {table} WHERE state = {KEPT})")


def _refuse_doubtful(opened: Source, rule: Rule, states: dict[int, int]) -> None:
    counts = {
        code: states[number]
        for number, (code, _) in enumerate(rule.reasons, FIRST_REASON)
        if number in states and code not in _NOBODY
    }
    if counts:
        said = "; ".join(f"{count:,} x {REASONS[code]}" for code, count in counts.items())
        msg = (
            f"says whom to leave out, and of some rows nobody can tell who that is: {said}. Mend "
            "them, or write it as the source is written."
        )
        raise SourceError(msg, file=", ".join(scan.name for scan in opened.scans))
