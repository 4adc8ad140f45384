"""How a text file is laid out: its delimiter, its header, and the column of identifiers.

A file is judged by how it begins. Nothing is guessed: a first row that is taken for a header
though it is none would lose a person, so where two answers are possible the caller is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final, cast

import attrs

from adlists.lists.reading.cells import delimiter_of, rows_of, separator_said
from adlists.lists.reading.columns import (
    ReadOptions,
    UnclearError,
    asked_for,
    candidates_of,
    choose,
    named_so,
    several,
)
from adlists.lists.reading.consent import unheeded
from adlists.lists.reading.kinds import ANY_COLUMN, DIGITS, PLACEHOLDER, Shape, folded

#: How it was told whether a file has a header.
HEADER_RULES: Final = {
    "said": "so it was said",
    "asked": "the column that was asked for is named there",
    "known": "a cell of the first row is a usual name of such a column",
    "content": "the first row holds names, and identifiers stand below one of them",
    "identifier": "an identifier stands in the first row",
    "not-names": "the first row holds no names",
    "lines": "plain lines have no header",
    "schema": "names are part of the format",
}

_BLANK: Final = r"[\s\x00-\x1f\u200b-\u200f\ufeff]*"
_SHAPES: Final[dict[Shape, re.Pattern[str]]] = {
    "email": re.compile(rf"{_BLANK}[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+{_BLANK}"),
    "phone": re.compile(r"\s*\(?\+?\(?\d[\d\s()./-]{6,20}\s*"),
    "device": re.compile(r"\s*[{(]?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}[)}]?\s*"),
}
# What may hold one, so that a column of it is looked at too.
_LOOSE: Final[dict[Shape, re.Pattern[str]]] = {"email": re.compile(r".*\S@\S.*", re.DOTALL)}
_HASH: Final = re.compile(
    r"\s*(?:{})\s*".format("|".join(f"[0-9a-fA-F]{{{n}}}" for n in sorted(set(DIGITS.values()))))
)
_APP: Final = re.compile(r"\s*(?:[A-Za-z]\w*(?:\.[\w-]+)+|\S*://\S*|(?:id)?\d{5,19})\s*")
_NAME: Final = re.compile(r"[^\W\d][^@\n]{0,79}")
_NOTHING: Final = re.compile(PLACEHOLDER.replace("(?i:", "(?:"), re.IGNORECASE)
_LONG: Final = 300
_HALF: Final = 0.5


@attrs.frozen
class Layout:
    """How a text file is laid out: `index` counts the columns from 0, `path` is JSON's.

    `skipped` lines stand before the first row, `eaten` of them are more than blank. `rule` is
    one of HEADER_RULES, `notes` what somebody should look at.
    """

    index: int = 0
    width: int = 1
    skipped: int = 0
    eaten: int = 0
    header: bool = False
    rule: str = "lines"
    delimiter: str = ","
    column: str | None = None
    path: str = "$"
    notes: tuple[str, ...] = ()


def layout_of_csv(text: str, options: ReadOptions, *, tabs: bool, whole: bool) -> Layout:
    """Find delimiter, header and column from how a file begins.

    Raises:
        UnclearError: the answer is not certain.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    skipped = next((n for n, line in enumerate(lines) if line.strip("\ufeff\r \t")), None)
    if skipped is None:
        msg = "holds blank lines only; expected a header or identifiers."
        raise UnclearError(msg)
    eaten = 0
    said = separator_said(lines[skipped])
    if said is not None:
        skipped, eaten = skipped + 1, 1
    elif lines[skipped].startswith("#"):
        after = next((n for n in range(skipped, len(lines)) if not lines[n].startswith("#")), None)
        # Remarks before the table: lines that are no row of it.
        if after is not None and after > skipped and _is_remark(lines[skipped], lines[after:]):
            skipped, eaten = after, after - skipped
    try:
        rest = [line for line in lines[skipped:] if line.strip()]
        delimiter = said or delimiter_of(rest, tabs=tabs)
    except ValueError:
        msg = "it is not clear which mark parts its columns. Write the file with one of , ; tab |."
        raise UnclearError(msg) from None
    rows = rows_of("\n".join(lines[skipped:]), delimiter)
    if not whole and len(rows) > 1:
        rows.pop()  # torn where the sample ends
    if not rows:
        msg = "holds no rows; expected identifiers."
        raise UnclearError(msg)
    head, rest_rows = rows[0], rows[1:]
    layout = Layout(width=len(head), skipped=skipped, eaten=eaten, delimiter=delimiter)
    header, rule = _header_of(head, rest_rows, options)
    at = _column_of(head, rest_rows if header else rows, options, header=header)
    return attrs.evolve(
        layout,
        index=at,
        header=header,
        rule=rule,
        eaten=eaten + header,
        column=head[at] if header else None,
        notes=unheeded(head, at) if header else (),
    )


def _is_remark(line: str, after: Sequence[str]) -> bool:
    if not after or not after[0].strip():
        return False
    delimiter = max(",;\t|", key=after[0].count)
    return line.count(delimiter) != after[0].count(delimiter) or after[0].count(delimiter) == 0


def _header_of(
    head: Sequence[str], rest: Sequence[Sequence[str]], options: ReadOptions
) -> tuple[bool, str]:
    """Tell whether the first row is a header, and by which rule."""
    kind = options.kind
    if options.header is not None:
        return options.header, "said"
    names = [folded(cell) for cell in head]
    if isinstance(options.column, str) and any(
        cell.strip().casefold() == options.column.strip().casefold() for cell in head
    ):
        return True, "asked"
    if any(_is_identifier(cell, options) for cell in head) or any("@" in cell for cell in head):
        return False, "identifier"
    if any(name in kind.columns for name in names) or any(name in ANY_COLUMN for name in names):
        return True, "known"
    filled = [cell for cell in head if cell.strip()]
    if not filled or any(_NOTHING.fullmatch(cell.strip()) for cell in filled):
        return False, "not-names"
    named = all(_NAME.fullmatch(cell.strip("\ufeff ")) for cell in filled)
    if named and kind.shape in {"email", "phone", "device"} | {_hashed(options)}:
        below = [n for n in range(len(head)) if _share(n, rest, options, loose=True)]
        if below:
            return True, "content"
    if not named:
        return False, "not-names"
    msg = (
        "its first row is no known column name and no identifier of this type. Say whether it is"
        " a header; or, for plain identifiers, that the format is lines."
    )
    raise UnclearError(msg, argument="header")


def _hashed(options: ReadOptions) -> Shape | None:
    return options.kind.shape if options.prehashed else None


def _is_identifier(cell: str, options: ReadOptions, *, loose: bool = False) -> bool:
    if len(cell) > _LONG:
        return False
    if options.prehashed:
        return bool(_HASH.fullmatch(cell))
    shape = options.kind.shape
    if shape == "app":
        return bool(_APP.fullmatch(cell))
    strict = _SHAPES.get(shape)
    if strict is None:
        return False
    wide = _LOOSE.get(shape, strict) if loose else strict
    if shape == "phone" and len(re.sub(r"\D", "", cell)) < 8:
        return False
    return bool(strict.fullmatch(cell) or wide.fullmatch(cell))


def _share(
    n: int, rows: Sequence[Sequence[str]], options: ReadOptions, *, loose: bool = False
) -> float:
    """Return which part of a column's filled cells are identifiers."""
    filled = [row[n] for row in rows if n < len(row) and row[n].strip()]
    filled = [cell for cell in filled if not _NOTHING.fullmatch(cell.strip())]
    good = sum(_is_identifier(cell, options, loose=loose) for cell in filled)
    return good / len(filled) if filled else 0.0


def _column_of(
    head: Sequence[str], rows: Sequence[Sequence[str]], options: ReadOptions, *, header: bool
) -> int:
    """Choose the column by what was asked for, by its name, or by what stands in it."""
    if options.column is not None:
        return _asked_in(head, options.column, header=header)
    if len(head) == 1:
        return 0
    kind = options.kind
    shaped = options.prehashed or kind.shape in _SHAPES
    every = range(len(head))
    holding = [n for n in every if _share(n, rows, options, loose=True) >= _HALF]
    strict = [n for n in every if _share(n, rows, options) >= _HALF]
    named = named_so(head, kind) if header else []
    if len(named) > 1:
        raise several(head, named, options, shown=True)
    if named:
        at = named[0]
        filled = any(at < len(row) and row[at].strip() for row in rows)
        if shaped and filled and at not in holding and strict:
            raise several(head, sorted({at, *holding}), options, shown=True)
        return at
    fit = holding if shaped else strict if not header else []
    if len(fit) == 1:
        return fit[0]
    if fit:
        raise several(head, fit, options, shown=header)
    msg = (
        f"none of its {len(head)} columns could be told to hold {kind.name} identifiers. Say"
        " which column, by its name or its number."
    )
    raise UnclearError(msg, candidates=candidates_of(head, every, shown=header))


def _asked_in(head: Sequence[str], column: str | int, *, header: bool) -> int:
    if not header and isinstance(column, str):
        if not (column.isascii() and column.isdigit()):
            msg = (
                "has no header, so that no column has this name. Say which column by its number,"
                " or that the first row is a header."
            )
            raise UnclearError(msg, candidates=candidates_of(head, range(len(head)), shown=False))
        column = int(column)
    return asked_for(head, column, shown=header)


def layout_of_json(text: str, options: ReadOptions, *, whole: bool) -> Layout:
    """Find the member that holds the identifiers; lines may be strings instead of objects.

    Raises:
        UnclearError: the answer is not certain, or a line is not JSON.
    """
    lines = text.split("\n")
    if not whole and len(lines) > 1:
        lines.pop()
    names: dict[str, None] = {}
    members_seen: dict[str, None] = {}
    for number, line in enumerate(lines[:1000], 1):
        if not line.strip("\ufeff \t\r"):
            continue
        try:
            value: Any = json.loads(line.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            msg = "is not JSON; expected an object or a string."
            raise UnclearError(msg, number) from None
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            members_seen |= dict.fromkeys(members)
            names |= dict.fromkeys(
                name for name in members if options.column or isinstance(members[name], str)
            )
        elif isinstance(value, str) and options.column is None:
            return Layout(rule="schema")
        else:
            what = "an object" if options.column else "an object or a string"
            msg = f"is {_kind_of_json(value)}; expected {what}."
            raise UnclearError(msg, number)
    if not names:
        msg = "has no member that is text; expected identifiers."
        raise UnclearError(msg)
    listed, every = list(names), list(members_seen)
    at = choose(listed, options)
    escaped = listed[at].replace("\\", "\\\\").replace('"', '\\"')
    return Layout(
        at,
        len(listed),
        rule="schema",
        column=listed[at],
        path=f'$."{escaped}"',
        notes=unheeded(every, every.index(listed[at])),
    )


def _kind_of_json(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list):
        return "an array"
    return "a string" if isinstance(value, str) else "a number"
