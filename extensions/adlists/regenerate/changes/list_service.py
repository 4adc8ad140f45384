"""Compares what two documents say about their lists under `x-lists`."""

from __future__ import annotations

from typing import Any, Final

from adlists.regenerate.changes.findings import Findings
from adlists.regenerate.changes.values import same
from adlists.regenerate.changes.view import View
from adlists.regenerate.documents import mapping, sequence

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
        else:
            was, now = mapping(old[name]), mapping(new[name])
            sets = {"hash"} if kind == "identifier" else set[str]()
            for word in sets:
                _values(word, was, now, where, subject, found)
            _otherwise(was, now, sets, where, subject, found)


def _values(word: str, old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...],
            subject: str, found: Findings) -> None:  # fmt: skip
    """Tell what a set of values lost and gained; where there is none, anything may be given."""
    before, after = sequence(old.get(word)), sequence(new.get(word))
    lost = [value for value in before if value not in after]
    made = [value for value in after if value not in before]
    if lost and (after or word == "hash"):
        text = f"{word} no longer has {', '.join(map(str, lost))}"
        found.add("list-value-removed", place, text, subject=subject)
    elif made and not before and word != "hash":
        text = f"{word} is only {', '.join(map(str, after))} now"
        found.add("list-value-removed", place, text, subject=subject)
    elif lost or made:
        told = ", ".join(map(str, made)) or "any"
        found.add("list-value-added", place, f"{word} may be {told} now", subject=subject)
    elif before != after:
        found.add("list-changed", place, f"{word} has another order", subject=subject)


def _otherwise(old: dict[str, Any], new: dict[str, Any], told: set[str],
               place: tuple[object, ...], subject: str, found: Findings) -> None:  # fmt: skip
    told = {"description", *told}
    words = [word for word in {**old, **new}
             if word not in told and not same(old.get(word), new.get(word))]  # fmt: skip
    if words:
        text = f"changed in {', '.join(map(str, words))}"
        found.add("list-changed", place, text, subject=subject)


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
        else:
            _input(mapping(old[name]), mapping(new[name]), where, subject, found)


def _input(old: dict[str, Any], new: dict[str, Any], place: tuple[object, ...], subject: str,
           found: Findings) -> None:  # fmt: skip
    _values("values", old, new, place, subject, found)
    before, after = _needed(old), _needed(new)
    if more := [step for step in after if step not in before]:
        text = f"is needed for {', '.join(more)} now"
        found.add("list-input-needed", place, text, subject=subject)
    elif less := [step for step in before if step not in after]:
        text = f"is no longer needed for {', '.join(less)}"
        found.add("list-input-not-needed", place, text, subject=subject)
    _otherwise(old, new, {"values", "needed"}, place, subject, found)


def _needed(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return the steps, or the types of identifiers, for which an input has to be given."""
    given: Any = () if "default" in entry else entry.get("needed")
    kinds: Any = mapping(given).get("identifier", [])
    return tuple(map(str, sequence(given) or sequence(kinds) or [kinds] * (kinds != [])))


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
