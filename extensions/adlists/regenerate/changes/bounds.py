"""Compares the limits of two schemas: sizes, bounds, steps and patterns."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, inf
from typing import Any, Final

from adlists.regenerate.changes.values import Tell

# Keywords that limit a size, and what each is where it is left out.
_LEAST: Final = {"minLength": 0, "minItems": 0, "minProperties": 0, "minContains": 1}
_MOST: Final = ("maxLength", "maxItems", "maxProperties", "maxContains")


def compare(old: Mapping[str, Any], new: Mapping[str, Any], tell: Tell, *, whole: bool) -> None:
    """Tell which limits became tighter or looser; *whole* says that of whole numbers."""
    _sizes(old, new, tell)
    for word, sign in (("minimum", 1), ("maximum", -1)):
        was, now = (_bound(keywords, word, sign, whole=whole) for keywords in (old, new))
        if was != now:
            _limit(tell, word, _spelled(was, sign), _spelled(now, sign), tighter=now > was)
    before, after = old.get("multipleOf"), new.get("multipleOf")
    if before != after:
        looser = after is None or bool(before and before % after == 0)
        _limit(tell, "multipleOf", before, after, tighter=not looser)
    unique, now_unique = old.get("uniqueItems", False), new.get("uniqueItems", False)
    if unique != now_unique:
        _limit(tell, "uniqueItems", unique, now_unique, tighter=bool(now_unique))
    before, after = old.get("pattern"), new.get("pattern")
    if before != after:
        kind = "added" if before is None else "removed" if after is None else "changed"
        tell(f"pattern-{kind}", f"the pattern was {before!r}, is {after!r}")


def _sizes(old: Mapping[str, Any], new: Mapping[str, Any], tell: Tell) -> None:
    for word, usual in _LEAST.items():
        before, after = old.get(word), new.get(word)
        least = [usual if value is None else value for value in (before, after)]
        if least[0] != least[1]:
            _limit(tell, word, before, after, tighter=least[1] > least[0])
    for word in _MOST:
        before, after = old.get(word), new.get(word)
        if before != after:
            tighter = after is not None and (before is None or after < before)
            _limit(tell, word, before, after, tighter=tighter)


def _limit(tell: Tell, word: str, old: Any, new: Any, *, tighter: bool) -> None:
    before, after = ("not set" if value is None else value for value in (old, new))
    rule = "limit-tightened" if tighter else "limit-loosened"
    tell(rule, f"{word} was {before}, is {after}")


def _bound(keywords: Mapping[str, Any], word: str, sign: int, *, whole: bool) -> tuple[float, bool]:
    """Return the bound that counts, greater where tighter, and whether it is itself left out.

    With *sign* -1 it is an upper bound, turned over. *whole* numbers have no bounds left out.
    """
    exclusive: Any = keywords.get(f"exclusive{word.capitalize()}")
    bounds: list[tuple[float, bool]] = [(-inf, False)]
    if isinstance(exclusive, int | float) and not isinstance(exclusive, bool):
        limit = sign * exclusive
        bounds.append((floor(limit) + 1, False) if whole else (limit, True))
    if keywords.get(word) is not None:
        limit = sign * keywords[word]
        bounds.append((ceil(limit) if whole else limit, False))
    return max(bounds)


def _spelled(bound: tuple[float, bool], sign: int) -> str | None:
    limit, shut = bound
    side = "more" if sign > 0 else "less"
    return None if limit == -inf else f"{side} than {sign * limit}" if shut else str(sign * limit)
