"""Which column holds the identifiers: the one that was named, or the only candidate.

Nothing here may guess: a wrong column would send the wrong data to an advertising platform, and
a first line that is taken for a header though it is none would lose a person. Where two
answers are possible, the caller is asked. Messages name columns only where they cannot be
values: the first line of a CSV file can.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, cast, get_args

import attrs

from adlists.lists.reading.identifiers import Kind

Format = Literal["csv", "tsv", "parquet", "jsonl", "lines"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_NAMES: Final[dict[Kind, frozenset[str]]] = {
    "email": frozenset({
        "email", "emails", "mail", "emailaddress", "useremail", "customeremail", "contactemail",
        "emailhash", "hashedemail", "emailmd5", "emailsha256", "md5email", "sha256email",
        "emailhashed", "hash", "md5", "sha256",
    }),
    "madid": frozenset({
        "madid", "madids", "maid", "idfa", "gaid", "aaid", "adid", "advertisingid", "deviceid",
        "mobileadvertisingid", "mobileid",
    }),
    "identityLink": frozenset({"identitylink", "identitylinks", "rampid", "idl", "liveramp"}),
    "gum": frozenset({"gum", "gumid", "gumcookie", "gumcookieid", "cookieid"}),
    "app": frozenset({
        "app", "apps", "appid", "appids", "application", "applicationid", "applications", "bundle",
        "bundleid", "bundles", "package", "packagename", "externalappid", "storeid",
    }),
}  # fmt: skip
_ANY: Final = frozenset({"id", "ids", "identifier", "identifiers", "value", "values"})
_SHAPES: Final[dict[Kind, re.Pattern[str]]] = {
    "email": re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*"),
    "madid": re.compile(r"\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\s*"),
}
_HASH: Final = re.compile(r"\s*([0-9a-fA-F]{32}|[0-9a-fA-F]{64})\s*")
_DELIMITERS: Final = ",;|\t"


@attrs.frozen
class Wish:
    """What the caller said about a source."""

    kind: Kind
    prehashed: bool = False
    column: str | None = None
    format: Format | None = None


class UnclearError(ValueError):
    """The answer is not certain. The text is for the user; `line` is where it was seen."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@attrs.frozen
class Layout:
    """How a text file is laid out: `index` counts the columns from 0, `path` is JSON's.

    `blank` lines stand before the first that is not.
    """

    index: int = 0
    width: int = 1
    blank: int = 0
    header: bool = False
    delimiter: str = ","
    column: str | None = None
    path: str = "$"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_named_so(name: str, kind: Kind) -> bool:
    return _plain(name) in _NAMES[kind]


def choose(names: Sequence[str], wish: Wish, *, shown: bool = True) -> str:
    """Choose one of the names; `shown` tells whether a message may list them.

    Raises:
        UnclearError: there is none, or there are several.
    """
    listed = f" It has {', '.join(map(repr, names)) or 'none that could be'}." if shown else ""
    column = wish.column
    if column is not None:
        alike = [one for one in names if one == column] or [
            one for one in names if one.strip().casefold() == column.strip().casefold()
        ]
        if len(alike) == 1:
            return alike[0]
        msg = f"expected this column, among {len(names)}.{listed}"
        raise UnclearError(msg)
    if len(names) == 1:
        return names[0]
    found = [one for one in names if _is_named_so(one, wish.kind)] or [
        one for one in names if _plain(one) in _ANY
    ]
    if len(found) == 1:
        return found[0]
    count = "no column" if not found else f"more than one column ({', '.join(map(repr, found))})"
    msg = f"{count} is named as {wish.kind} identifiers are. Say which column.{listed}"
    raise UnclearError(msg)


def layout_of_csv(sample: Sequence[str], wish: Wish, *, tabs: bool) -> Layout:
    """Find delimiter, header and column from a file's first lines.

    Raises:
        UnclearError: the answer is not certain.
    """
    lines = [one.removeprefix("\ufeff") for one in sample]
    first = next((n for n, one in enumerate(lines) if one.strip()), None)
    if first is None:
        msg = "holds blank lines only; expected a header or identifiers."
        raise UnclearError(msg)
    delimiter = "\t" if tabs else _delimiter(lines[first])
    rows = [row for row in csv.reader(_ended(lines[first:]), delimiter=delimiter) if row]
    head, rest = rows[0], rows[1:]
    width = len(head)

    def headed(at: int) -> Layout:
        return Layout(at, width, first, header=True, delimiter=delimiter, column=head[at])

    if wish.column is not None:
        return headed(head.index(choose(head, wish, shown=False)))
    shape = _HASH if wish.prehashed else _SHAPES.get(wish.kind)
    if shape and any(shape.fullmatch(cell) for cell in head):
        at = [n for n, cell in enumerate(head) if shape.fullmatch(cell)]
        if len(at) > 1:
            msg = f"has no header, and {len(at)} columns that could be meant. Add a header."
            raise UnclearError(msg)
        return Layout(at[0], width, first, delimiter=delimiter)
    named = [n for n, cell in enumerate(head) if _is_named_so(cell, wish.kind)] or [
        n for n, cell in enumerate(head) if _plain(cell) in _ANY
    ]
    if len(named) == 1:
        return headed(named[0])
    if not named and shape:
        at = [n for n in range(width) if _fits(shape, [row[n] for row in rest if n < len(row)])]
        if len(at) == 1:
            return headed(at[0])
    if not named and width == 1:
        msg = (
            "its first line is no known column name. If it is the header, name it as the column;"
            " if it is an identifier, say that the format is lines."
        )
        raise UnclearError(msg)
    many = "none" if not named else f"{len(named)}"
    msg = f"{many} of its {width} columns could be meant. Say which column, by its name."
    raise UnclearError(msg)


def _ended(lines: Iterable[str]) -> Iterable[str]:
    return (f"{one}\n" for one in lines)


def _delimiter(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=outside.count)  # the comma, where there is none


def _fits(shape: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [one for one in cells if one.strip()]
    good = sum(1 for one in filled if shape.fullmatch(one))
    return good > 0 and good * 2 >= len(filled)


def layout_of_json(sample: Sequence[str], wish: Wish) -> Layout:
    """Find the member that holds the identifiers; lines may be strings instead of objects.

    Raises:
        UnclearError: the answer is not certain, or a line is not JSON.
    """
    names: dict[str, None] = {}
    for number, line in enumerate(sample, 1):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line.removeprefix("\ufeff"))
        except ValueError:
            msg = "is not JSON; expected an object or a string."
            raise UnclearError(msg, number) from None
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            names |= dict.fromkeys(
                one for one in members if wish.column or isinstance(members[one], str)
            )
        elif isinstance(value, str) and wish.column is None:
            return Layout()
        else:
            what = "an object" if wish.column else "an object or a string"
            msg = f"is {_said(value)}; expected {what}."
            raise UnclearError(msg, number)
    if not names:
        msg = "has no member that is text; expected identifiers."
        raise UnclearError(msg)
    name = choose(list(names), wish)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return Layout(column=name, path=f'$."{escaped}"')


def _said(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list):
        return "an array"
    return "a string" if isinstance(value, str) else "a number"
