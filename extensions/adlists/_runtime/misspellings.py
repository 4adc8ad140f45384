"""Which name is meant by one that is not there."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known name that a misspelled one is nearest to; None where none is near.

    Upper and lower case are alike, and so are `-` and `_`. *cutoff* is the least likeness that
    counts, from 0 to 1.
    """
    from difflib import get_close_matches

    folded = {_folded(word): word for word in known}
    close = get_close_matches(_folded(name), folded, 1, cutoff)
    return folded[close[0]] if close else None


def meant(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return which of the known names may be meant, as a sentence to append; else nothing."""
    close = nearest(name, known, cutoff)
    return f" Meant: {close}?" if close else ""


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")
