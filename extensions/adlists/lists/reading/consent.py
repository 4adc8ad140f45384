"""Columns that seem to say who agreed, and that nothing has looked at.

A table often says beside each address whether its owner may be written to. A job takes every
row: what such a column means, only its owner knows. So that nobody believes it was heeded, it
is named in what is told of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from adlists.lists.reading.kinds import folded

# In folded names: what shops, mail programs and CRMs call them.
_CONSENT: Final = re.compile(
    r"consent|einwilligung|widerruf|abgemeldet|withdr[ae]wn?|suppressed|donotsell"
    r"|opted(in|out)|^opt(in|out)|opt(in|out)$"
    r"|unsubscribe|^subscribed|subscribed$"
    r"|donot(email|mail|call|contact|track)|accepts(email|sms)?marketing"
)
_MOST: Final = 5


def unheeded(names: Sequence[str], chosen: int) -> tuple[str, ...]:
    """Return a note on the columns, beside the *chosen* one, that seem to say who agreed."""
    found = [
        f"{n + 1} {name!r:.60}"
        for n, name in enumerate(names)
        if n != chosen and _CONSENT.search(folded(name))
    ]
    if not found:
        return ()
    which = f"{', '.join(found[:_MOST])}{', …' if len(found) > _MOST else ''}"
    column, says = ("columns", "say") if len(found) > 1 else ("column", "says")
    note = f"every row is taken, whatever {column} {which} {says}"
    return (f"{note}; to leave people out by it, choose the rows with a query",)
