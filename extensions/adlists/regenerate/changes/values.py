"""Compares closed sets of values: `enum`, and `const`, which is a set of one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from adlists.regenerate.documents import mapping, sequence

Tell = Callable[[str, str], None]


def compare(old: Mapping[str, Any], new: Mapping[str, Any], tell: Tell) -> None:
    """Tell how the values that a schema takes changed."""
    if "const" in old and "const" in new:
        if not same(old["const"], new["const"]):
            tell("const-changed", f"was always {old['const']!r}, is {new['const']!r}")
        return
    before, after = _set(old), _set(new)
    if before is not None and after is not None:
        for key in (key for key in before if key not in after):
            tell("enum-value-removed", f"no longer has the value {before[key]!r}")
        for key in (key for key in after if key not in before):
            tell("enum-value-added", f"has a new value {after[key]!r}")
    elif after is not None:
        taken = ", ".join(map(repr, after.values()))
        tell("const-added" if "const" in new else "enum-added", f"takes only {taken} now")
    elif before is not None:
        rule = "const-removed" if "const" in old else "enum-removed"
        tell(rule, "takes any value now, not only those of a set")


def same(old: Any, new: Any) -> bool:
    """Tell whether two trees are equal, 1 and True being two things."""
    return plain_key(old) == plain_key(new)


def plain_key(value: Any) -> Hashable:
    """Return something that two trees share if they are equal."""
    if isinstance(value, dict):
        return frozenset((str(key), plain_key(part)) for key, part in mapping(value).items())
    if isinstance(value, list):
        return tuple(plain_key(part) for part in sequence(value))
    return (isinstance(value, bool), value)


def _set(schema: Mapping[str, Any]) -> dict[Hashable, Any] | None:
    if "const" in schema:
        return {plain_key(schema["const"]): schema["const"]}
    if "enum" not in schema:
        return None
    return {plain_key(value): value for value in sequence(schema["enum"])}
