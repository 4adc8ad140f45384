"""What the text of one value stands for, in a header, a form, a part, a line or an element."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import Any, Final

from adlists.contract.schemas import Kind, Schema

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,4000}")  # Python refuses to read more digits
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
_BLANKS: Final = " \t\r\n"
_SCALARS: Final[frozenset[Kind]] = frozenset({"string", "integer", "number", "boolean"})


def kinds_of(schema: Schema) -> frozenset[Kind]:
    """Return the kinds of single values that a schema admits; all of them for open data."""
    if schema.variants:
        return frozenset[Kind]().union(*map(kinds_of, schema.variants))
    if schema.kind == "any":
        return _SCALARS
    return frozenset((schema.kind,)) & _SCALARS


def read_scalar(text: str, kind: Kind) -> Any:
    """Return the value that a text stands for; ValueError for a text not of that kind."""
    if kind == "string":
        return text
    said = text.strip(_BLANKS)
    if kind in {"integer", "number"} and _INTEGER.fullmatch(said):
        return int(said)
    if kind == "number" and _NUMBER.fullmatch(said) and math.isfinite(value := float(said)):
        return value
    if kind == "boolean" and said in _TRUTHS:
        return _TRUTHS[said]
    raise ValueError(kind)


def read_first(text: str, kinds: Collection[Kind]) -> Any:
    """Return what a text stands for where several kinds are possible; ValueError if none."""
    for kind in ("integer", "number", "boolean", "string"):
        if kind in kinds:
            try:
                return read_scalar(text, kind)
            except ValueError:
                continue
    raise ValueError(text[:0])
