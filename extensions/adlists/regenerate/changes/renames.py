"""Guesses what was renamed: of the same making, under a name that is new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Mapping
from typing import Final

_ALIKE: Final = 0.6  # of 1, for names among several of the same content
_ALONE: Final = 0.4  # where only one name fits


def pair(gone: Mapping[str, Hashable], made: Mapping[str, Hashable]) -> dict[str, str]:
    """Return likely renames, old name to new: same content, and alike or alone in it."""
    pairs: dict[str, str] = {}
    for name, content in gone.items():
        fitting = [new for new, other in made.items() if other == content]
        rivals = [old for old, other in gone.items() if other == content]
        left = [new for new in fitting if new not in pairs.values()]
        if not left:
            continue
        best = max(left, key=lambda new: _ratio(name, new))
        alone = len(fitting) == 1 and len(rivals) == 1
        if _ratio(name, best) >= (_ALONE if alone else _ALIKE):
            pairs[name] = best
    return pairs


def _ratio(old: str, new: str) -> float:
    return difflib.SequenceMatcher(a=_bare(old), b=_bare(new), autojunk=False).ratio()


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
