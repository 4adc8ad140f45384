"""The first rows of a text file, as cells: what the columns are told by."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

DELIMITERS: Final = ",;\t|"
_SEP: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    # A quoted cell with whatever stands behind it, or a plain one; possessive, for long cells.
    end = re.escape(delimiter)
    return re.compile(rf'"((?:[^"]++|"")*+)"(?:[^{end}\n]*+)|([^{end}\n]*+)')


def rows_of(text: str, delimiter: str, most: int = 1000) -> list[list[str]]:
    """Return the rows of a text as cells without their quotes; blank lines are left out."""
    cell = _cell(delimiter)
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while at < len(text) and len(rows) < most:
        found = cell.match(text, at)
        assert found is not None  # noqa: S101 - a plain cell may be empty
        quoted, plain = found.groups()
        row.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at == len(text):
                row.append("")
            continue
        at += 1  # the line end
        if row != [""]:
            rows.append(row)
        row = []
    if row and row != [""]:
        rows.append(row)
    return rows


def separator_said(line: str) -> str | None:
    """Return the delimiter that a first line `sep=;` names, as spreadsheets write it."""
    found = _SEP.fullmatch(line)
    return found[1] if found and found[1] not in '"\n' else None


def delimiter_of(lines: list[str], *, tabs: bool = False) -> str:
    """Return the mark that parts the cells: the one that most lines have as often.

    Raises:
        ValueError: two marks are as likely as each other.
    """
    if tabs:
        return "\t"
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines[:50]]
    scores: dict[str, tuple[int, int]] = {}
    for mark in DELIMITERS:
        counts = [line.count(mark) for line in bare]
        first = counts[0] if counts else 0
        if first:
            scores[mark] = sum(count == first for count in counts), first
    if not scores:
        return ","
    best = max(scores.values())
    winners = [mark for mark, score in scores.items() if score == best]
    if len(winners) > 1:
        raise ValueError
    return winners[0]
