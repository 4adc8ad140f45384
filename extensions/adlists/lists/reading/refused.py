"""Which rows of a source gave a value that a service refused."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from adlists.lists.reading.engine import Engine
from adlists.lists.reading.engine_errors import explain
from adlists.lists.reading.rule import FIRST_CONVERSION, KEPT, Rule
from adlists.lists.reading.scans import Scan

_AT_ONCE = 1000


def refused_in(
    scan: Scan, rule: Rule, engine: Engine, refused: Mapping[str, str]
) -> list[tuple[str, int, str, str]]:
    """Return file, line, reason and raw text of the rows that gave one of some values."""
    value = "v" if rule.in_python else rule.value
    engine.rows("CREATE OR REPLACE TEMP TABLE refused (name VARCHAR, reason VARCHAR)", aside=True)
    items = list(refused.items())
    for start in range(0, len(items), _AT_ONCE):
        some = items[start : start + _AT_ONCE]
        marks = ", ".join(["(?, ?)"] * len(some))
        flat = [text for item in some for text in item]
        engine.rows(f"INSERT INTO refused VALUES {marks}", flat, aside=True)
    rows = (
        "SELECT number, raw, leaving FROM (SELECT row_number() OVER () AS number, raw,"
        f" CASE WHEN state = {KEPT} OR state >= {FIRST_CONVERSION} THEN {value} END AS leaving"
        f" FROM ({rule.classify(scan.query)})) WHERE leaving IS NOT NULL"
    )
    try:
        if rule.in_python:
            found = [
                (number, raw, rule.leave(leaving))
                for number, raw, leaving in engine.rows(rows, aside=True)
            ]
            matched = [(n, raw, refused[left]) for n, raw, left in found if left in refused]
        else:
            query = f"SELECT number, raw, reason FROM ({rows}) JOIN refused ON leaving = name"
            matched = engine.rows(f"{query} ORDER BY number", aside=True)
    except duckdb.Error as error:
        raise explain(str(error), [scan.name]) from None
    return [(scan.name, number + scan.first - 1, reason, raw) for number, raw, reason in matched]
