"""Checks the inputs of `x-lists`: declared, used, and of their own type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from adlists.contract import is_list
from adlists.regenerate.documents import Node, mapping
from adlists.regenerate.x_lists.shapes import Finding, Place, suggestion
from adlists.regenerate.x_lists.vocabulary import KEY

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def check(
    lists: Node, identifiers: Mapping[str, Any], used: Mapping[str, set[str]]
) -> Iterator[Finding]:
    """Yield what is wrong with the inputs; *used* has those of each step that was read."""
    everywhere = set[str]().union(*used.values())
    for name, given in mapping(lists.get("inputs")).items():
        place = (KEY, "inputs", name)
        if name not in everywhere:
            yield "is declared and used nowhere", place
        yield from _needed(name, given.get("needed", []), lists, used, place)
        for kind in _listed(mapping(given.get("needed")).get("identifier", [])):
            if kind not in identifiers:
                known = suggestion(str(kind), identifiers)
                yield f"there is no type of identifiers {kind!r}{known}", (*place, "needed")
        yield from _typed(given, place)


def _needed(
    name: str, needed: Any, lists: Node, used: Mapping[str, set[str]], place: Place
) -> Iterator[Finding]:
    for index, step in enumerate(needed if is_list(needed) else []):
        inner = (*place, "needed", index)
        if step not in lists:
            yield f"is needed by {step}, which x-lists does not have", inner
        elif name not in used.get(step, {name}):
            yield f"is needed by {step}, which does not use it", inner


def _listed(node: Any) -> list[Any]:
    return [*node] if is_list(node) else [node]


def _typed(given: Node, place: Place) -> Iterator[Finding]:
    """Check that values and default of an input are of its type, and the default one of them."""
    kind = given["type"]
    wanted = _TYPES[kind]
    values = _listed(given.get("values", []))
    checked: list[tuple[Any, Place]] = [
        (value, (*place, "values", index)) for index, value in enumerate(values)
    ]
    if "default" in given:
        checked.append((given["default"], (*place, "default")))
        if values and given["default"] not in values:
            yield f"{given['default']!r} is none of the values", (*place, "default")
    for value, where in checked:
        if not isinstance(value, wanted) or (isinstance(value, bool) and kind != "boolean"):
            yield f"{value!r} is no {kind}", where
