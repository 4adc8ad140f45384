"""Gathers the changes of one comparison, each thing once, and says where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from adlists.regenerate.changes.change import Change, Way
from adlists.regenerate.changes.rules import RULES
from adlists.regenerate.changes.view import Place
from adlists.regenerate.problems import pointer

Line = Callable[[str], int | None]
_SCHEMA_STEPS: Final = {"properties": ".", "items": "[]", "additionalProperties": "{}"}


def no_line(_place: str) -> int | None:
    """Return no line, for documents that are in no file."""
    return None


@attrs.define
class Findings:
    """The changes found so far; `old_line` and `new_line` know the lines of the documents."""

    old_line: Line = no_line
    new_line: Line = no_line
    changes: list[Change] = attrs.field(factory=list[Change])
    _told: set[tuple[object, ...]] = attrs.field(factory=set[tuple[object, ...]])

    def add(
        self,
        rule: str,
        place: Place,
        text: str,
        *,
        subject: str = "",
        way: Way | None = None,
        gone: bool = False,
    ) -> None:
        """Tell of a change; the same thing through another reference is told already."""
        where = pointer(*place)
        key = (rule, where, way, text, subject)
        if key in self._told:
            return
        self._told.add(key)
        kind = RULES[rule]
        line = (self.old_line if gone else self.new_line)(where)
        name = subject or spoken(place)
        severity = kind.severity(way)
        self.changes.append(Change(rule, kind.area, severity, name, text, way, where, line, gone))


def spoken(place: Place) -> str:
    """Name a place as people do: `Parcel.customs[].duty`, `POST /parcels body text/plain`."""
    steps = [str(step) for step in place]
    if steps[:2] == ["components", "schemas"] and len(steps) > 2:
        return steps[2] + _below(steps[3:])
    if steps[:1] == ["components"] and len(steps) > 2:
        return " ".join([steps[2], *_content(steps[3:])])
    if steps[:1] == ["paths"] and len(steps) > 2:
        return " ".join([f"{steps[2].upper()} {steps[1]}", *_content(steps[3:])])
    return " ".join(steps) or "document"


def _content(steps: list[str]) -> list[str]:
    """Name the parts of an operation up to a schema, and what is below it in one word."""
    words: list[str] = []
    for index, step in enumerate(steps):
        if step == "schema":
            below = _below(steps[index + 1 :]).lstrip(".")
            return [*words, below] if below else words
        if step not in {"content", "responses"}:
            words.append("body" if step == "requestBody" else step)
    return words


def _below(steps: list[str]) -> str:
    text, name = "", False
    for step in steps:
        if name:
            text, name = f"{text}.{step}", False
        elif step == "properties":
            name = True
        else:
            text += _SCHEMA_STEPS.get(step, f"/{step}")
    return text
