"""Compares what two documents say about their lists under `x-lists`."""

from __future__ import annotations

from typing import Any, Final

from adlists.regenerate.changes.findings import Findings
from adlists.regenerate.changes.values import same
from adlists.regenerate.changes.view import View
from adlists.regenerate.documents import mapping

KEY: Final = "x-lists"
_STEPS: Final = ("find", "create", "add", "remove", "clear", "replace", "members", "size", "status")


def compare(old: View, new: View, found: Findings) -> None:
    """Tell how a bulk job behaves otherwise with the new document."""
    before, after = mapping(old.root.get(KEY)), mapping(new.root.get(KEY))
    for step in _STEPS:
        _members({step: before[step]} if step in before else {},
                 {step: after[step]} if step in after else {}, "step", (KEY,), found)  # fmt: skip
    _members(mapping(before.get("identifiers")), mapping(after.get("identifiers")),
             "identifier", (KEY, "identifiers"), found)  # fmt: skip
    _inputs(mapping(before.get("inputs")), mapping(after.get("inputs")), found)
    _limits(mapping(before.get("limits")), mapping(after.get("limits")), found)
    for word in {**before, **after}:
        if word not in {*_STEPS, "identifiers", "inputs", "limits"} and not same(
            before.get(word), after.get(word)
        ):
            found.add("list-changed", (KEY, word), f"{word} changed", subject="lists",
                      gone=word not in after)  # fmt: skip


def _members(old: dict[str, Any], new: dict[str, Any], kind: str, place: tuple[object, ...],
             found: Findings) -> None:  # fmt: skip
    for name in {**old, **new}:
        where, subject = (*place, name), f"lists {kind} {name}"
        if name not in new:
            found.add(f"list-{kind}-removed", where, "is removed", subject=subject, gone=True)
        elif name not in old:
            found.add(f"list-{kind}-added", where, "is added", subject=subject)
        elif not same(old[name], new[name]):
            words = [w for w in {**mapping(old[name]), **mapping(new[name])}
                     if not same(mapping(old[name]).get(w), mapping(new[name]).get(w))]  # fmt: skip
            text = f"changed in {', '.join(map(str, words))}" if words else "changed"
            found.add("list-changed", where, text, subject=subject)


def _inputs(old: dict[str, Any], new: dict[str, Any], found: Findings) -> None:
    for name in {**old, **new}:
        where, subject = (KEY, "inputs", name), f"lists input {name}"
        if name not in new:
            found.add("list-input-removed", where, "is removed", subject=subject, gone=True)
        elif name not in old:
            given = mapping(new[name])
            needed = bool(given.get("needed")) and "default" not in given
            rule = "list-input-added-needed" if needed else "list-input-added"
            text = f"is added{', and needed' if needed else ''}"
            found.add(rule, where, text, subject=subject)
        elif not same(old[name], new[name]):
            found.add("list-changed", where, "changed", subject=subject)


def _limits(old: dict[str, Any], new: dict[str, Any], found: Findings) -> None:
    for word in {**old, **new}:
        before, after = old.get(word), new.get(word)
        if same(before, after):
            continue
        text = (
            f"was {before if word in old else 'not set'}, is {after if word in new else 'not set'}"
        )
        looser = word not in new or (
            isinstance(before, int) and isinstance(after, int) and after > before
        )
        rule = "list-limit-loosened" if looser else "list-limit-tightened"
        found.add(rule, (KEY, "limits", word), text, subject=f"lists limit {word}",
                  gone=word not in new)  # fmt: skip
