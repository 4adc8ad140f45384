"""Columns of types: which of a table's can hold identifiers, and how they are made text.

A column's type is exact. Text, UUIDs and enumerations are taken as they are, whole numbers too
where an identifier can be one; decimals, lists, structures, blobs, dates and truth values are
refused with their type, for every way to make text of them is a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from adlists.lists.reading.columns import ReadOptions, UnclearError, choose
from adlists.lists.reading.engine_errors import SourceError

_TEXT = ("VARCHAR", "UUID", "ENUM")
_WHOLE = frozenset({
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
})  # fmt: skip


@attrs.define
class Table:
    """Which column of a table was chosen: its number from 0 and its name; None for no table.

    `notes` say what somebody should look at.
    """

    index: int | None
    column: str | None
    notes: tuple[str, ...] = ()


def column_of(
    names: Sequence[str],
    types: Sequence[str],
    options: ReadOptions,
    name: str,
) -> int:
    """Choose among columns of types; return the column's number from 0.

    Raises:
        SourceError: no column is certain, or the one that was asked for cannot be.
    """
    whole = options.kind.shape != "email" and not options.prehashed
    fit = [n for n, kind in enumerate(types) if _is_fit(kind, whole=whole)]
    try:
        found = choose(names, options, fit)
    except UnclearError as error:
        msg = str(error)
        if not fit and options.column is None:
            said = ", ".join(f"{names[n]!r:.40} {kind:.40}" for n, kind in enumerate(types[:10]))
            msg = f"no column is of text; there is {said or 'none'}. Write text into one."
        raise SourceError(
            msg, file=name, column=options.column, candidates=error.candidates
        ) from None
    if found not in fit:
        msg = f"is of type {types[found]:.80}; expected text{' or whole numbers' if whole else ''}."
        raise SourceError(msg, file=name, column=names[found])
    return found


def _is_fit(kind: str, *, whole: bool) -> bool:
    if kind.endswith("]"):  # a list of what stands before
        return False
    return kind.startswith(_TEXT) or (whole and kind in _WHOLE)


def names_of(source: Any, count: int) -> list[str] | None:
    """Return the names of a frame's columns as its owner wrote them; None where it hides them."""
    try:
        found = source.columns if _has(source, "columns") else source.schema.names
        names = [name if type(name) is str else str(name) for name in found]
    except Exception:  # noqa: BLE001 - foreign code
        return None
    return names if len(names) == count else None


def _has(source: object, name: str) -> bool:
    """Tell whether a class has it: asking the object itself may compute a lazy frame."""
    return hasattr(type(source), name)
