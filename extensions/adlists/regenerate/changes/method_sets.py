"""Compares the methods that stand in an operation's place: `x-methods`."""

from __future__ import annotations

from typing import Any, Final, Protocol

from adlists.regenerate.changes.values import same
from adlists.regenerate.documents import mapping

KEY: Final = "x-methods"


class TellBelow(Protocol):
    """Tells of a change at steps below the operation."""

    def __call__(self, rule: str, text: str, *steps: object, gone: bool = False) -> None:
        """Tell of it."""
        ...


def compare(old: dict[str, Any], new: dict[str, Any], tell: TellBelow) -> None:
    """Tell how the methods changed; with none, the operation is a method itself."""
    if bool(old) != bool(new):
        text = "has methods in its place now" if new else "is a method itself now"
        tell("methods-changed", text, KEY, gone=not new)
        return
    for name, before in old.items():
        if name not in new:
            tell("method-removed", f"has no method {name} any more", KEY, name, gone=True)
            continue
        was, now = mapping(before), mapping(new[name])
        _takes(name, mapping(was.get("parameters")), mapping(now.get("parameters")), tell)
        if not same(was.get("reply"), now.get("reply")):
            text = f"{name} returned {_schema(was)}, returns {_schema(now)}"
            tell("method-reply-changed", text, KEY, name)
    for name in new:
        if name not in old:
            tell("method-added", f"has a method {name} now", KEY, name)


def _takes(name: str, old: dict[str, Any], new: dict[str, Any], tell: TellBelow) -> None:
    for word in {**old, **new}:
        was, now = old.get(word), new.get(word)
        if was == now:
            continue
        narrowed = now is None or now == "required"
        rule = "method-narrowed" if narrowed else "method-widened"
        how = {None: "not taken", "required": "required"}.get(now, "optional")
        tell(rule, f"{word} is {how} in {name} now", KEY, name)


def _schema(method: dict[str, Any]) -> str:
    return str(method.get("reply", "what the operation does")).rpartition("/")[2]
