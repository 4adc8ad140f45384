"""Values in which expressions stand, filled in: `$inputs.x`, `$list.id`, and text around `{$…}`.

An expression without a value drops its member: of an object the member, of an array the item.
An object or an array that was emptied in this way is dropped, too; one that is empty in the
document stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from adlists.contract import Schema, is_dict, is_list

#: Stands for an expression that has no value.
DROPPED: Final = object()
_EXPRESSION: Final = re.compile(r"\$[A-Za-z][A-Za-z_]*(?:\.[A-Za-z_][\w-]*)?")
_INTEGER: Final = re.compile("-?[0-9]{1,19}")
_WITHIN: Final = re.compile(r"\{(\$[A-Za-z][A-Za-z_]*(?:\.[A-Za-z_][\w-]*)?)\}")


@attrs.frozen
class SessionBatch:
    """A batch of a numbered run that replaces a list: the run's id, the batch's number from 1.

    `last` tells whether it is the last, `total` how many rows the whole run has.
    """

    id: int
    seq: int
    last: bool
    total: int | None = None


@attrs.frozen(kw_only=True, repr=False)
class Variables:
    """What expressions may name, at one moment of a job; None is no value."""

    inputs: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    list_id: str | int | None = None
    list_name: str | None = None
    list_description: str | None = None
    identifier_type: str | None = None
    identifier_list: str | None = None
    dry: bool = False
    outputs: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    session: SessionBatch | None = None
    hole: Any = None

    def value(self, expression: str) -> Any:
        """Return the value of an expression, or `DROPPED`."""
        root, _, name = expression.removeprefix("$").partition(".")
        found: Any = None
        if root in {"inputs", "outputs"}:
            found = getattr(self, root).get(name)
        elif root == "list":
            found = {
                "id": self.list_id,
                "name": self.list_name,
                "description": self.list_description,
            }.get(name)
        elif root == "identifierType":
            found = self.identifier_list if name == "list" else self.identifier_type
        elif root == "session":
            found = getattr(self.session, name, None)
        elif root == "identifiers":
            found = self.hole
        elif root == "dry":
            found = True if self.dry else None
        return DROPPED if found is None else found


def render(template: Any, scope: Variables) -> Any:
    """Fill in the expressions of a template; `DROPPED` where nothing is left of it."""
    if isinstance(template, str):
        return _text(template, scope)
    if is_dict(template):
        members = {name: render(value, scope) for name, value in template.items()}
        left = {name: value for name, value in members.items() if value is not DROPPED}
        return left if left or not members else DROPPED
    if is_list(template):
        items = [render(item, scope) for item in template]
        kept = [item for item in items if item is not DROPPED]
        return kept if kept or not items else DROPPED
    return template


def fitted(data: Any, schema: Schema | None) -> Any:
    """Return data in which every value is of the type that stands at its place.

    Digits become a number where only a number is taken, a number or a truth value text where
    only text is. What fits nowhere is left to whoever checks it.
    """
    if schema is None:
        return data
    if is_dict(data):
        known = {field.name: field.schema for kind in _kinds(schema) for field in kind.fields}
        return {name: fitted(value, known.get(name)) for name, value in data.items()}
    if is_list(data):
        items = next((kind.items for kind in _kinds(schema) if kind.kind == "array"), None)
        return [fitted(item, items) for item in data]
    kinds = {kind.kind for kind in _kinds(schema)}
    if isinstance(data, str) and kinds & {"integer", "number"} and "string" not in kinds:
        return int(data) if _INTEGER.fullmatch(data) else data
    plain = isinstance(data, int | float)
    if plain and "string" in kinds and not kinds & {"integer", "number", "boolean"}:
        return str(data).lower() if isinstance(data, bool) else str(data)
    return data


def _kinds(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema, or the schema itself."""
    if not schema.variants:
        return [schema]
    return [kind for variant in schema.variants for kind in _kinds(variant)]


def expressions(template: Any) -> Iterator[str]:
    """Yield every expression of a template."""
    if isinstance(template, str):
        if _EXPRESSION.fullmatch(template):
            yield template
        else:
            yield from _WITHIN.findall(template)
    elif is_dict(template):
        for value in template.values():
            yield from expressions(value)
    elif is_list(template):
        for item in template:
            yield from expressions(item)


def _text(template: str, scope: Variables) -> Any:
    if _EXPRESSION.fullmatch(template):
        return scope.value(template)
    parts = _WITHIN.split(template)
    for at in range(1, len(parts), 2):
        value = scope.value(parts[at])
        if value is DROPPED:
            return DROPPED
        # Such as a name inside of a filter's quotes.
        parts[at] = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return "".join(parts)
