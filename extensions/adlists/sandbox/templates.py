"""Templates of `x-lists`, read backwards: which values filled the holes of a request.

A job renders a template into a request. Here a request comes in, and the template says where
in it the list's id stands, the inputs, and the identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from adlists._runtime.pointers import leaves
from adlists.contract import is_dict, is_list

#: The values of each expression, such as `$list.id`; several where a list was longer than
#: the template's one example.
Bindings: TypeAlias = dict[str, list[Any]]

ROWS: Final = "$identifiers"
ROW: Final = "$identifier"
_HOLE: Final = re.compile(r"\{(\$[\w.]+)\}")


def is_expression(template: Any) -> bool:
    """Tell a string that stands for a value, such as `$list.id`."""
    return isinstance(template, str) and template.startswith("$")


def constants(template: Any) -> dict[str, Any]:
    """Return what stands in a template as it is, by its pointer."""
    return {
        pointer: value
        for pointer, value in leaves(template)
        if not (isinstance(value, str) and ("$" in value))
    }


def place(template: Any, expression: str) -> str | None:
    """Return the pointer to an expression in a template."""
    return next((at for at, value in leaves(template) if value == expression), None)


def bind(template: Any, data: Any, found: Bindings) -> None:
    """Put the values that stand in the template's holes among those found.

    What the template has and the request has not is without a value, and so is null. A text
    that does not fit its template binds nothing.
    """
    if data is None:
        return
    if is_expression(template):
        found.setdefault(template, []).append(data)
    elif is_dict(template) and is_dict(data):
        for name, inner in template.items():
            bind(inner, data.get(name), found)
    elif is_list(template) and is_list(data):
        for index, item in enumerate(data):
            bind(template[min(index, len(template) - 1)], item, found)
    elif isinstance(template, str) and isinstance(data, str) and "{$" in template:
        names, pattern = _pattern(template)
        fitting = pattern.fullmatch(data)
        for name, value in zip(names, fitting.groups() if fitting else (), strict=False):
            found.setdefault(name, []).append(_unquoted(value, template))


def first(bound: Bindings, expression: str, otherwise: Any = None) -> Any:
    """Return the value of an expression, the first where there are several."""
    values = bound.get(expression)
    return values[0] if values else otherwise


def fits(template: Any, data: Any) -> bool:
    """Tell whether the texts with holes in a template fit those of the request."""
    if is_dict(template):
        return not is_dict(data) or all(
            data.get(name) is None or fits(inner, data[name]) for name, inner in template.items()
        )
    if isinstance(template, str) and "{$" in template and isinstance(data, str):
        return _pattern(template)[1].fullmatch(data) is not None
    return True


@lru_cache(maxsize=256)
def _pattern(template: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    parts = _HOLE.split(template)  # text, name, text, name, text
    text = "(.*)".join(map(re.escape, parts[::2]))
    return tuple(parts[1::2]), re.compile(text, re.DOTALL)


def _unquoted(value: str, template: str) -> str:
    """Undo the backslashes of a value between double quotes."""
    return re.sub(r"\\(.)", r"\1", value) if '"{$' in template else value


def echo(template: Any, data: Any) -> Any:
    """Return the part of a request that the template names, without the identifiers."""
    if template == ROWS or data is None:
        return None
    if is_dict(template) and is_dict(data):
        parts = {name: echo(inner, data.get(name)) for name, inner in template.items()}
        return {name: part for name, part in parts.items() if part is not None}
    if is_list(template) and is_list(data) and template:
        return [echo(template[min(at, len(template) - 1)], item) for at, item in enumerate(data)]
    return data


def distinguishing(templates: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the pointers at which the constants of several templates differ."""
    all_constants = [constants(template) for template in templates]
    pointers = {pointer for known in all_constants for pointer in known}
    return frozenset(
        pointer
        for pointer in pointers
        if len({repr(known.get(pointer)) for known in all_constants}) > 1
    )
