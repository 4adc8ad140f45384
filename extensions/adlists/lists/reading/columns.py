"""Which column holds the identifiers: the one that was named, or the only candidate.

Nothing here may guess: a wrong column would send the wrong data to an advertising platform, and
a first row that is taken for a header though it is none would lose a person. Where two answers
are possible the caller is asked, and told what there is to choose from. Columns are numbers
from here on; names are for people. They are shown only where they cannot be values: the first
row of a file without a header can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final, Literal, cast, get_args

import attrs

from adlists.lists.reading.cells import delimiter_of, rows_of, separator_said
from adlists.lists.reading.consent import unheeded
from adlists.lists.reading.engine_errors import Candidate
from adlists.lists.reading.kinds import ANY_COLUMN, DIGITS, PLACEHOLDER, Kind, Shape, folded

Format = Literal["csv", "tsv", "parquet", "jsonl", "lines", "xlsx"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

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
        return _asked_for(names, column, shown=shown)
    fit = range(len(names)) if fit is None else fit
    if not fit:
        msg = "no column could hold identifiers."
        raise UnclearError(msg, candidates=_candidates(names, range(len(names)), shown=shown))
    if len(fit) == 1:
        return fit[0]
    named = [fit[n] for n in _named_so([names[n] for n in fit], options.kind)]
    if len(named) == 1:
        return named[0]
    raise _several(names, named or fit, options, shown=shown)


def _asked_for(names: Sequence[str], column: str | int, *, shown: bool) -> int:
    listed = _candidates(names, range(len(names)), shown=shown)
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
        return _asked_for(names, int(column), shown=shown)
    if alike:
        at = ", ".join(str(n + 1) for n in alike)
        msg = f"columns {at} have this name. Say which column by its number."
        raise UnclearError(msg, candidates=_candidates(names, alike, shown=shown))
    close = get_close_matches(column, names, 1) if shown else []
    meant = f" Meant: {close[0]!r:.80}?" if close else ""
    listed.sort(key=lambda known: known.name not in close)  # what may be meant comes first
    of = "" if len(names) == 1 else f" among its {len(names)}"
    msg = f"there is no column of this name{of}.{meant}{'' if meant else _said_of(listed)}"
    raise UnclearError(msg, candidates=listed)


def _candidates(names: Sequence[str], at: Sequence[int], *, shown: bool) -> list[Candidate]:
    return [Candidate(n + 1, names[n] if shown else None) for n in at]


def _said_of(candidates: Sequence[Candidate]) -> str:
    if not candidates or candidates[0].name is None:
        return ""
    listed = ", ".join(str(found) for found in candidates[:20])
    return f" There is {listed}{', …' if len(candidates) > 20 else ''}."


def _several(
    names: Sequence[str], at: Sequence[int], options: ReadOptions, *, shown: bool
) -> UnclearError:
    candidates = _candidates(names, at, shown=shown)
    numbers = ", ".join(str(n + 1) for n in at[:20])
    which = "" if shown else f" (columns {numbers})"
    msg = (
        f"{len(at)} of its {len(names)} columns could hold {options.kind.name} identifiers{which}."
        f"{_said_of(candidates)} Say which column, by its name or its number."
    )
    return UnclearError(msg, candidates=candidates)


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
    named = _named_so(head, kind) if header else []
    if len(named) > 1:
        raise _several(head, named, options, shown=True)
    if named:
        at = named[0]
        filled = any(at < len(row) and row[at].strip() for row in rows)
        if shaped and filled and at not in holding and strict:
            raise _several(head, sorted({at, *holding}), options, shown=True)
        return at
    fit = holding if shaped else strict if not header else []
    if len(fit) == 1:
        return fit[0]
    if fit:
        raise _several(head, fit, options, shown=header)
    msg = (
        f"none of its {len(head)} columns could be told to hold {kind.name} identifiers. Say"
        " which column, by its name or its number."
    )
    raise UnclearError(msg, candidates=_candidates(head, every, shown=header))


def _named_so(head: Sequence[str], kind: Kind) -> list[int]:
    """Return the columns that are named as those of the kind are, or else as any could be."""
    plain = [folded(cell) for cell in head]
    return [n for n, name in enumerate(plain) if name in kind.columns] or [
        n for n, name in enumerate(plain) if name in ANY_COLUMN
    ]


def _asked_in(head: Sequence[str], column: str | int, *, header: bool) -> int:
    if not header and isinstance(column, str):
        if not (column.isascii() and column.isdigit()):
            msg = (
                "has no header, so that no column has this name. Say which column by its number,"
                " or that the first row is a header."
            )
            raise UnclearError(msg, candidates=_candidates(head, range(len(head)), shown=False))
        column = int(column)
    return _asked_for(head, column, shown=header)


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
