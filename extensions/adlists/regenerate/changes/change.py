"""What a report consists of: one change, how much it weighs, and where it stands."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Literal

import attrs

Area = Literal["contract", "python", "behaviour"]
Way = Literal["request", "reply"]


class Severity(enum.IntEnum):
    """How much a change weighs for those who call; the greatest of several speaks for all."""

    COMPATIBLE = 0
    POSSIBLY_BREAKING = 1
    BREAKING = 2

    @property
    def words(self) -> str:
        """The severity as a report writes it."""
        return self.name.replace("_", " ").lower()


@attrs.frozen
class Change:
    """One difference between two states of a service.

    `subject` is what changed ("Parcel.note"), `text` how. `way` is the direction in which the
    changed thing travels, where it travels at all. `place` is a JSON pointer and `line` its
    line, from 1: in the new document, or in the old one where `gone`.
    """

    rule: str
    area: Area
    severity: Severity
    subject: str
    text: str
    way: Way | None = None
    place: str = ""
    line: int | None = None
    gone: bool = False

    def __str__(self) -> str:
        way = "" if self.way is None or self.area == "python" else f" ({self.way})"
        return f"{self.subject}{way}: {self.text}"


def verdict(changes: Iterable[Change]) -> Severity:
    """Return the severity of all changes together."""
    return max((change.severity for change in changes), default=Severity.COMPATIBLE)
