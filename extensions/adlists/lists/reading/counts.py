"""How many rows were read, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen
class Counts:
    """How many rows were read and what became of them.

    read == sum(rejected.values()) + duplicates + unique, at any time; final once the batches
    were read to their end. `converted` counts rows that were read as another spelling.
    """

    read: int = 0
    rejected: Mapping[str, int] = attrs.field(factory=dict[str, int])
    duplicates: int = 0
    unique: int = 0
    converted: Mapping[str, int] = attrs.field(factory=dict[str, int])
