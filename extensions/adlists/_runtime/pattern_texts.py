"""Texts that a regular expression matches, made up from what Python's own parser makes of it.

Patterns of documents are of ECMA-262, ours are Python's: what is no pattern here demands
nothing. A text is looked at in the end, as what looks ahead or back is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

import attrs

_DEEP: Final = 40  # nested groups; what is nested deeper is passed over
_MOST: Final = 5_000  # characters of a text, about
_RISKY: Final = 20  # a longer text is not matched where a pattern may try all ways to split it
_LIKED: Final = "".join(dict.fromkeys("a0A-_. :/+@#" + "".join(map(chr, range(33, 127)))))
_CATEGORIES: Final[dict[str, Callable[[str], bool]]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda letter: letter.isalnum() or letter == "_",
}
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


@attrs.frozen
class Pattern:
    """A regular expression, and what it is made of."""

    compiled: re.Pattern[str]
    parts: Any
    risky: bool
    # What fits each of its sets of characters, by what the set is and by the identity of its part.
    _fitting: dict[tuple[str, int], list[str]] = attrs.field(
        factory=dict[tuple[str, int], "list[str]"], eq=False, repr=False
    )

    def text(self, more: int = 0, nth: int = 0) -> str:
        """Return a text: each repetition as seldom as it may be and *more*, each letter the nth."""
        return _Writer(more, nth, self._fitting).written(self.parts)

    def allows(self, text: str) -> bool:
        """Tell whether a text matches; not where that may take for ever."""
        return self.judges(text) and self.compiled.search(text) is not None

    def judges(self, text: str) -> bool:
        """Tell whether it can be told of a text in time whether it matches."""
        return not self.risky or len(text) <= _RISKY


@lru_cache(maxsize=512)
def read(pattern: str) -> Pattern | None:
    """Return what a document calls a pattern; None where it is none that we can read."""
    try:
        said = re.sub(r"\(\?<(?=\w)", "(?P<", pattern)  # as ECMA-262 names a group
        parts = import_module("re._parser").parse(said)
        return Pattern(re.compile(said), parts, _is_risky(parts))
    except (re.error, OverflowError, RecursionError):
        return None


def _is_risky(parts: Any, inside: bool = False) -> bool:
    """Tell whether something of any length stands in something that may be repeated."""
    for name, held in _named(parts):
        around = inside
        if name in _REPEATS:
            endless = int(held[1]) > _DEEP
            if endless and inside:
                return True
            around = inside or endless
        if any(_is_risky(inner, around) for inner in _inner(name, held)):
            return True
    return False


def _named(parts: Any) -> list[tuple[str, Any]]:
    return [(str(name), held) for name, held in parts]


def _inner(name: str, held: Any) -> Sequence[Any]:
    """Return the patterns within a part of one."""
    if name in _REPEATS:
        return [held[2]]
    if name == "SUBPATTERN":
        return [held[3]]
    if name == "BRANCH":
        return list(held[1])
    return [held] if name == "ATOMIC_GROUP" else []


@attrs.define
class _Writer:
    more: int
    nth: int
    fitting: dict[tuple[str, int], list[str]]
    left: int = _MOST
    groups: dict[int, str] = attrs.field(factory=dict[int, str])

    def written(self, parts: Any, depth: int = 0) -> str:
        if depth > _DEEP:
            return ""
        return "".join(self._part(name, held, depth) for name, held in _named(parts))

    def _part(self, name: str, held: Any, depth: int) -> str:
        if self.left <= 0:
            return ""
        inner = _inner(name, held)
        if name in _REPEATS:
            times = min(held[0] + self.more, int(held[1]), max(held[0], self.left))
            return "".join(self.written(inner[0], depth + 1) for _ in range(min(times, _MOST)))
        if inner:
            made = self.written(inner[self.nth % len(inner)], depth + 1)
            if name == "SUBPATTERN" and held[0] is not None:
                self.groups[held[0]] = made
            return made
        if name == "GROUPREF":
            return self.groups.get(held, "")
        return self._letter(name, held)

    def _letter(self, name: str, held: Any) -> str:
        if name == "LITERAL":
            found = chr(held)
        elif name in {"IN", "ANY", "NOT_LITERAL"}:
            found = self._any_of(name, held)
        else:  # a place, or what looks ahead or back
            return ""
        self.left -= 1
        return found

    def _any_of(self, name: str, held: Any) -> str:
        fitting = self.fitting.get((name, id(held)))
        if fitting is None:
            fitting = [letter for letter in _LIKED if _holds(name, held, letter)]
            self.fitting[name, id(held)] = fitting
        if fitting:
            return fitting[self.nth % len(fitting)]
        firsts = [part[0] if kind == "RANGE" else part
                  for kind, part in (_named(held) if name == "IN" else [])
                  if kind in {"RANGE", "LITERAL"}]  # fmt: skip
        return chr(firsts[0]) if firsts else "a"


def _holds(name: str, held: Any, letter: str) -> bool:
    """Tell whether a set of characters holds one."""
    code = ord(letter)
    if name == "ANY":
        return True
    if name in {"LITERAL", "NOT_LITERAL"}:
        return (held == code) is (name == "LITERAL")
    if name == "RANGE":
        return bool(held[0] <= code <= held[1])
    if name == "CATEGORY":
        said = str(held)
        wanted = "_NOT_" not in said
        known = _CATEGORIES.get(said.replace("_NOT_", "_"), str.isprintable)
        return known(letter) is wanted
    parts = _named(held)
    wanted = not any(kind == "NEGATE" for kind, _ in parts)
    found = any(_holds(kind, part, letter) for kind, part in parts if kind != "NEGATE")
    return found is wanted
