"""What a document demands of a value beyond its kind: how long, how large, of which form."""

from __future__ import annotations

from typing import TypedDict


class ValueLimits(TypedDict, total=False):
    """The keywords of JSON Schema that set limits, by their names; what sets none is left out.

    A client sends what it is given and keeps what it gets: limits are for whoever makes up
    values or judges them, such as the sandbox. So they are plain data, which costs next to
    nothing to import. How many items a list may have, `Schema.max_items` says.
    """

    min_length: int
    max_length: int | None
    pattern: str | None
    minimum: float | None
    maximum: float | None
    exclusive_minimum: float | None
    exclusive_maximum: float | None
    multiple_of: float | None
    min_items: int
    unique_items: bool
    min_properties: int
    max_properties: int | None
