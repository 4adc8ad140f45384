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
from typing import Any, Final

import attrs

from adlists.lists.identifiers import Kind

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
class Layout:
    """How a text file is laid out: `index` counts the columns from 0, `path` is JSON's."""

    index: int = 0
    width: int = 1
    header: bool = False
    delimiter: str = ","
    column: str | None = None
    path: str = "$"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_named_so(name: str, kind: Kind) -> bool:
    return _plain(name) in _NAMES[kind]


def _option(column: str | None) -> str:
    return f"there is no column {column!r}" if column else "no column is named"


def choose(
    names: Sequence[str], kind: Kind, column: str | None, *, prehashed: bool, shown: bool = True
) -> str:
    """Choose one of the names; `shown` tells whether a message may list them.

    Raises:
        ValueError: there is none, or there are several; its text is for the user.
    """
    listed = f" It has {', '.join(map(repr, names)) or 'none that could be'}." if shown else ""
    if column is not None:
        alike = [one for one in names if one == column] or [
            one for one in names if one.strip().casefold() == column.strip().casefold()
        ]
        if len(alike) == 1:
            return alike[0]
        msg = f"expected this column, among {len(names)}.{listed}"
        raise ValueError(msg)
    if len(names) == 1:
        return names[0]
    found = [one for one in names if _is_named_so(one, kind)] or [
        one for one in names if _plain(one) in _ANY
    ]
    if len(found) == 1:
        return found[0]
    count = "no column" if not found else f"more than one column ({', '.join(map(repr, found))})"
    del prehashed
    msg = f"{count} is named as {kind} identifiers are. Say which column.{listed}"
    raise ValueError(msg)


def layout_of_csv(
    sample: Sequence[str], kind: Kind, column: str | None, *, prehashed: bool, tabs: bool
) -> Layout:
    """Find delimiter, header and column from a file's first lines.

    Raises:
        ValueError: the answer is not certain; its text is for the user.
    """
    lines = [one.removeprefix("\ufeff") for one in sample]
    first = next((n for n, one in enumerate(lines) if one.strip()), None)
    if first is None:
        msg = "holds blank lines only; expected a header or identifiers."
        raise ValueError(msg)
    delimiter = "\t" if tabs else _delimiter(lines[first], column)
    rows = [row for row in csv.reader(_ended(lines[first:]), delimiter=delimiter) if row]
    head, rest = rows[0], rows[1:]
    shape = _HASH if prehashed else _SHAPES.get(kind)
    width = len(head)
    if column is not None:
        name = choose(head, kind, column, prehashed=prehashed, shown=False)
        return Layout(head.index(name), width, header=True, delimiter=delimiter, column=name)
    if shape and any(shape.fullmatch(cell) for cell in head):
        at = [n for n, cell in enumerate(head) if shape.fullmatch(cell)]
        if len(at) > 1:
            msg = f"has no header, and {len(at)} columns that could be meant. Add a header."
            raise ValueError(msg)
        return Layout(at[0], width, delimiter=delimiter)
    named = [n for n, cell in enumerate(head) if _is_named_so(cell, kind)] or [
        n for n, cell in enumerate(head) if _plain(cell) in _ANY
    ]
    if len(named) == 1:
        return Layout(named[0], width, header=True, delimiter=delimiter, column=head[named[0]])
    if not named and shape:
        at = [n for n in range(width) if _fits(shape, [row[n] for row in rest if n < len(row)])]
        if len(at) == 1:
            return Layout(at[0], width, header=True, delimiter=delimiter, column=head[at[0]])
    if not named and width == 1:
        msg = (
            "its first line is no known column name. If it is the header, name it as the column;"
            " if it is an identifier, say that the format is lines."
        )
        raise ValueError(msg)
    many = "none" if not named else f"{len(named)}"
    msg = f"{many} of its {width} columns could be meant. Say which column, by its name."
    raise ValueError(msg)


def _ended(lines: Iterable[str]) -> Iterable[str]:
    return (f"{one}\n" for one in lines)


def _delimiter(line: str, column: str | None) -> str:
    del column
    outside = re.sub(r'"[^"]*"', "", line)
    return (
        max(_DELIMITERS, key=outside.count) if any(one in outside for one in _DELIMITERS) else ","
    )


def _fits(shape: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [one for one in cells if one.strip()]
    good = sum(1 for one in filled if shape.fullmatch(one))
    return good > 0 and good * 2 >= len(filled)


def layout_of_json(
    sample: Sequence[str], kind: Kind, column: str | None, *, prehashed: bool
) -> Layout:
    """Find the member that holds the identifiers; lines may be strings instead of objects.

    Raises:
        ValueError: the answer is not certain, or a line is not JSON; its text is for the user.
    """
    names: dict[str, None] = {}
    for number, line in enumerate(sample, 1):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line.removeprefix("\ufeff"))
        except ValueError:
            msg = f"line {number} is not JSON; expected an object or a string on every line."
            raise ValueError(msg) from None
        if isinstance(value, dict):
            for name, member in value.items():
                if column is not None or isinstance(member, str):
                    names.setdefault(name)
        elif isinstance(value, str) and column is None:
            return Layout()
        else:
            what = "an object" if column else "an object or a string"
            msg = f"line {number} is {_said(value)}; expected {what} on every line."
            raise ValueError(msg)
    if not names:
        msg = "has no member that is text; expected identifiers."
        raise ValueError(msg)
    name = choose(list(names), kind, column, prehashed=prehashed)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return Layout(column=name, path=f'$."{escaped}"')


def _said(value: object) -> str:
    names = {list: "an array", dict: "an object", str: "a string", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")
