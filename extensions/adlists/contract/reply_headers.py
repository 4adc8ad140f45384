"""A header that the document describes for a reply, and the value that its text stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

import attrs

from adlists.contract.scalar_texts import kinds_of, read_first
from adlists.contract.schemas import Schema

T_co = TypeVar("T_co", covariant=True)

_TEXT: Final = Schema("string")
# What reading a text as another value, or building a model of it, ends in.
_ODD: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@attrs.frozen(eq=False, repr=False)
class ReplyHeader(Generic[T_co]):
    """One header of a reply: `name` as the document writes it; `parse` builds its value.

    A list or an object is written in the style simple, `explode` tells how (Header Object); a
    header with a `media_type` holds JSON instead, where that is JSON.
    """

    name: str
    schema: Schema
    parse: Callable[[Any], T_co]
    required: bool = False
    explode: bool = False
    media_type: str | None = None
    description: str = ""

    def read(self, headers: Mapping[str, str]) -> T_co | str | None:
        """Return the value of the header among those of a reply; None where it is missing.

        What is no such value stays the text that it is: a header informs, and a reply is never
        lost by it.
        """
        text = _found(headers, self.name)
        if text is None:
            return None
        try:
            return self.parse(self._data(text))
        except _ODD:
            return text

    def _data(self, text: str) -> Any:
        """Return the plain data that a text stands for; ValueError where it stands for none."""
        if self.media_type is not None:
            if not self.media_type.endswith("json"):
                return text
            from json import loads

            return loads(text)
        shape = _shape(self.schema)
        if shape.kind == "array":
            return [_scalar(part, shape.items or _TEXT) for part in _parts(text)]
        if shape.kind == "object":
            known = {field.name: field.schema for field in shape.fields}
            extra = _TEXT if shape.extra is None else shape.extra
            return {
                name: _scalar(said, known.get(name, extra))
                for name, said in _pairs(_parts(text), explode=self.explode)
            }
        return _scalar(text, self.schema)


def _found(headers: Mapping[str, str], name: str) -> str | None:
    lower = name.lower()
    found = headers.get(lower)
    if found is None:
        found = next((said for key, said in headers.items() if key.lower() == lower), None)
    return found


def _shape(schema: Schema) -> Schema:
    """Return the alternative that is written in parts, if there is one."""
    parts = (item for item in schema.variants if item.kind in {"array", "object"})
    return next(parts, schema)


def _parts(text: str) -> list[str]:
    """Return the parts of a list; blanks around a comma are no part of them (RFC 9110, 5.6.1)."""
    return [part.strip(" \t") for part in text.split(",")] if text.strip(" \t") else []


def _pairs(parts: list[str], *, explode: bool) -> Iterator[tuple[str, str]]:
    if explode:
        for part in parts:
            name, mark, said = part.partition("=")
            if not mark:
                raise ValueError(mark)
            yield name, said
    else:
        yield from zip(parts[::2], parts[1::2], strict=True)


def _scalar(text: str, schema: Schema) -> Any:
    kinds = kinds_of(schema)
    if schema.kind == "null" or not kinds:
        raise ValueError(schema.kind)
    return read_first(text, kinds)
