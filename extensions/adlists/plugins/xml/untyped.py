"""Elements by themselves: what each says without a schema, as text or as open data.

`xsi:nil` makes null of one, and `xsi:type` tells what the writer meant. Otherwise an element
with elements in it is an object, or has a list where a name comes twice; any other is text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

from adlists.contract import Kind, read_scalar
from adlists.plugins.xml import elements
from adlists.plugins.xml.elements import XSI

#: White space, as XML has it.
BLANKS: Final = " \t\r\n"
_NIL: Final = f"{{{XSI}}}nil"
_TYPE: Final = f"{{{XSI}}}type"
_TYPES: Final[dict[str, Kind]] = {
    "string": "string",
    "integer": "integer",
    "int": "integer",
    "long": "integer",
    "decimal": "number",
    "double": "number",
    "float": "number",
    "boolean": "boolean",
    "array": "array",
    "object": "object",
}


class Element(Protocol):
    """What the reader uses of an element of lxml."""

    tag: str
    text: str | None
    tail: str | None

    def get(self, key: str) -> str | None:
        """Return an attribute by its qualified name."""
        ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Element]: ...


def is_null(element: Element) -> bool:
    """Tell whether an element says of itself that it is null."""
    return element.get(_NIL) in {"true", "1"}


def marked(element: Element) -> Kind | None:
    """Return the kind that an element says it is of, by `xsi:type`; None where it says nothing."""
    mark = element.get(_TYPE)
    return None if mark is None else _TYPES.get(mark.strip(BLANKS).rpartition(":")[2])


def text_of(element: Element) -> str:
    """Return the text of an element itself, without that of elements in it."""
    text = element.text or ""
    return text + "".join([child.tail or "" for child in element]) if len(element) else text


def holds_something(element: Element) -> bool:
    """Tell whether there are elements in an element, or a text that is more than white space."""
    return bool(len(element)) or bool(element.text and element.text.strip(BLANKS))


def read_text(element: Element, kind: Kind) -> Any:
    """Return the text of an element as a value of a kind, or as it stands where it is none."""
    text = text_of(element)
    try:
        return read_scalar(text, kind)
    except ValueError:
        return text


def read_open(element: Element) -> Any:
    """Return what an element holds as plain data."""
    if is_null(element):
        return None
    kind = marked(element)
    if kind == "array":
        return [read_open(child) for child in element]
    if kind == "object" or (kind is None and len(element)):
        return read_children(element)
    return read_text(element, kind or "string")


def read_children(
    children: Element | list[Element], known: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Read elements that no schema declares; none of them takes a declared field's place."""
    data: dict[str, Any] = {}
    repeated: set[str] = set()
    for child in children:
        key = elements.key(child.tag.rpartition("}")[2])
        value = read_open(child)
        if key in known:
            continue
        if key not in data:
            data[key] = value
        elif key in repeated:
            data[key].append(value)
        else:
            data[key] = [data[key], value]
            repeated.add(key)
    return data
