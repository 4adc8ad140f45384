"""Which column holds the identifiers: the one that was named, or the only candidate.

Nothing here may guess: a wrong column would send the wrong data to an advertising platform. Where
two answers are possible the caller is asked, and told what there is to choose from. Columns are
numbers from here on; names are for people. They are shown only where they cannot be values: the
first row of a file without a header can.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

import attrs

from adlists._runtime.misspellings import nearest
from adlists.lists.reading.engine_errors import Candidate
from adlists.lists.reading.kinds import ANY_COLUMN, Kind, folded

Format = Literal["csv", "tsv", "parquet", "jsonl", "lines", "xlsx"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)


@attrs.frozen
class ReadOptions:
    """What the caller said about a source."""

    kind: Kind
    prehashed: bool = False
    column: str | int | None = None
    header: bool | None = None
    format: Format | None = None
    sheet: str | int | None = None
    query: str | None = None
    memory: str = "300MB"
    rows: tuple[int, int] | None = None  # of a Parquet file: from which on, and before which


class UnclearError(ValueError):
    """The answer is not certain. The text is for the user; `line` is where it was seen."""

    def __init__(
        self,
        message: str,
        line: int | None = None,
        candidates: Sequence[Candidate] = (),
        argument: str | None = None,
    ) -> None:
        super().__init__(message)
        self.line = line
        self.argument = argument
        self.candidates = tuple(candidates)


def choose(
    names: Sequence[str],
    options: ReadOptions,
    fit: Sequence[int] | None = None,
    *,
    shown: bool = True,
) -> int:
    """Choose one of the columns by its name or number; return its number from 0.

    `fit` are those whose type or content allows it, all by default; `shown` tells whether the
    names may be shown.

    Raises:
        UnclearError: there is none, or there are several.
    """
    column = options.column
    if column is not None:
        return asked_for(names, column, shown=shown)
    fit = range(len(names)) if fit is None else fit
    if not fit:
        msg = "no column could hold identifiers."
        raise UnclearError(msg, candidates=candidates_of(names, range(len(names)), shown=shown))
    if len(fit) == 1:
        return fit[0]
    named = [fit[n] for n in named_so([names[n] for n in fit], options.kind)]
    if len(named) == 1:
        return named[0]
    raise several(names, named or fit, options, shown=shown)


def asked_for(names: Sequence[str], column: str | int, *, shown: bool) -> int:
    """Return the number, from 0, of the column of a name or a number; UnclearError likewise."""
    listed = candidates_of(names, range(len(names)), shown=shown)
    if isinstance(column, int):
        if 1 <= column <= len(names):
            return column - 1
        msg = f"there is no column {column}; the file has {len(names)}."
        raise UnclearError(msg, candidates=listed)
    alike = [n for n, name in enumerate(names) if name == column] or [
        n for n, name in enumerate(names) if name.strip().casefold() == column.strip().casefold()
    ]
    if len(alike) == 1:
        return alike[0]
    if not alike and column.isascii() and column.isdigit():
        return asked_for(names, int(column), shown=shown)
    if alike:
        at = ", ".join(str(n + 1) for n in alike)
        msg = f"columns {at} have this name. Say which column by its number."
        raise UnclearError(msg, candidates=candidates_of(names, alike, shown=shown))
    close = nearest(column, names) if shown else None
    meant = f" Meant: {close!r:.80}?" if close else ""
    listed.sort(key=lambda known: known.name != close)  # what may be meant comes first
    of = "" if len(names) == 1 else f" among its {len(names)}"
    msg = f"there is no column of this name{of}.{meant}{'' if meant else _said_of(listed)}"
    raise UnclearError(msg, candidates=listed)


def candidates_of(names: Sequence[str], at: Sequence[int], *, shown: bool) -> list[Candidate]:
    """Return some of the columns as what the caller may choose from."""
    return [Candidate(n + 1, names[n] if shown else None) for n in at]


def _said_of(candidates: Sequence[Candidate]) -> str:
    if not candidates or candidates[0].name is None:
        return ""
    listed = ", ".join(str(found) for found in candidates[:20])
    return f" There is {listed}{', …' if len(candidates) > 20 else ''}."


def several(
    names: Sequence[str], at: Sequence[int], options: ReadOptions, *, shown: bool
) -> UnclearError:
    """Return the error that asks which of several columns is meant."""
    candidates = candidates_of(names, at, shown=shown)
    numbers = ", ".join(str(n + 1) for n in at[:20])
    which = "" if shown else f" (columns {numbers})"
    msg = (
        f"{len(at)} of its {len(names)} columns could hold {options.kind.name} identifiers{which}."
        f"{_said_of(candidates)} Say which column, by its name or its number."
    )
    return UnclearError(msg, candidates=candidates)


def named_so(head: Sequence[str], kind: Kind) -> list[int]:
    """Return the columns that are named as those of the kind are, or else as any could be."""
    plain = [folded(cell) for cell in head]
    return [n for n, name in enumerate(plain) if name in kind.columns] or [
        n for n, name in enumerate(plain) if name in ANY_COLUMN
    ]
