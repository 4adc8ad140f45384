"""What a list's size must be after a job, and whether the service says so."""

from __future__ import annotations

import attrs

from adlists.lists.sending.journal import Entry
from adlists.lists.service.protocol import Part


@attrs.frozen(kw_only=True)
class Expectation:
    """The least and the most that a list may hold after a job.

    `certain` is False where something may have changed it meanwhile that nobody would see: then
    only a size that is exact proves anything.
    """

    least: int
    most: int
    certain: bool = True

    @property
    def exact(self) -> bool:
        """Tell whether there is one right size."""
        return self.least == self.most

    def admits(self, size: int) -> bool:
        """Tell whether a size can be right."""
        return self.least <= size <= self.most

    def __str__(self) -> str:
        return f"{self.least:,}" if self.exact else f"{self.least:,} to {self.most:,}"


def taken(entries: list[Entry], part: Part) -> int:
    """Return how many identifiers the service took in the batches that are done."""
    return sum(
        entry.count if entry.valid is None else entry.valid
        for entry in entries
        if entry.done and entry.part == part
    )


def after_adding(before: int | None, added: int, *, unique: bool, certain: bool) -> Expectation:
    """Expect at least what was there and what was added, at most both together.

    Where identifiers were not sent *unique*, nobody knows how many different ones there were.
    """
    least = added if unique else min(1, added)
    if before is None:
        return Expectation(least=least, most=1 << 62, certain=certain)
    return Expectation(least=max(before, least), most=before + added, certain=certain)


def after_removing(before: int | None, removed: int, *, certain: bool) -> Expectation:
    """Expect at most what was there, at least that less what was removed."""
    if before is None:
        return Expectation(least=0, most=1 << 62, certain=certain)
    return Expectation(least=max(0, before - removed), most=before, certain=certain)
