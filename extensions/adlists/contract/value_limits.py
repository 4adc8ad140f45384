"""What a document demands of a value beyond its kind: how long, how large, of which form."""

from __future__ import annotations

import attrs


@attrs.frozen
class ValueLimits:
    """The keywords of JSON Schema that set limits, by their names; None or 0 where it sets none.

    A client sends what it is given and keeps what it gets: limits are for whoever makes up
    values, such as the sandbox. How many items a list may have, `Schema.max_items` says.
    """

    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_items: int = 0
    unique_items: bool = False
    min_properties: int = 0
    max_properties: int | None = None
