"""JSON pointers (RFC 6901) into the plain data of a reply; a `*` stands for every item."""

from __future__ import annotations

from typing import Any

from adlists.contract import is_dict, is_list


def find(data: Any, pointer: str) -> Any:
    """Return what a pointer points to, None where there is nothing."""
    found = find_all(data, pointer)
    return found[0] if found else None


def find_all(data: Any, pointer: str) -> list[Any]:
    """Return everything that a pointer points to, in order."""
    found = [data]
    for step in pointer.split("/")[1:] if pointer else ():
        name = step.replace("~1", "/").replace("~0", "~")
        found = [child for value in found for child in _children(value, name)]
    return found


def items(data: Any, pointer: str) -> list[Any]:
    """Return the items of all the lists that a pointer points to."""
    found: list[Any] = []
    for value in find_all(data, pointer):
        found.extend(value if is_list(value) else () if value is None else [value])
    return found


def _children(value: Any, name: str) -> list[Any]:
    if is_dict(value):
        if name == "*":
            return list(value.values())
        return [value[name]] if name in value else []
    if is_list(value):
        if name == "*":
            return list(value)
        return [value[int(name)]] if name.isdigit() and int(name) < len(value) else []
    return []
