"""How each file was read: what a report shows, so that nothing was guessed unsaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from adlists.lists.reading.layouts import HEADER_RULES


@attrs.frozen(kw_only=True)
class Reading:
    """How one file, or one value of Python's, was read.

    `format` is one of FORMATS, or "values" for what is no file. `position` counts columns
    from 1, `column` is the name where there is one. `header` tells whether the first row was
    taken for a header, `header_rule` why or why not; `eaten` counts the rows that were read
    as header or remark, and so are no identifiers. `converted` counts by CONVERSIONS. `bytes`
    is the size of the file. `notes` say what else somebody should look at.
    """

    name: str
    format: str
    column: str | None = None
    position: int | None = None
    header: bool = False
    header_rule: str = HEADER_RULES["lines"]
    eaten: int = 0
    converted: Mapping[str, int] = attrs.field(factory=dict[str, int])
    compression: str = "none"
    encoding: str = "utf-8"
    bytes: int = 0
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return attrs.asdict(self)

    def __str__(self) -> str:
        """Return a line that says it, such as `a.csv: csv, column 2 'email', a header (…)`."""
        parts = [self.format]
        if self.compression != "none":
            parts.append(self.compression)
        if self.encoding != "utf-8":
            parts.append(self.encoding)
        if self.position is not None:
            name = f" {self.column!r}" if self.column is not None else ""
            parts.append(f"column {self.position}{name}")
        if self.format in {"csv", "tsv"}:
            parts.append(f"{'a' if self.header else 'no'} header, for {self.header_rule}")
        parts += [f"{count:,} x {kind}" for kind, count in self.converted.items()]
        return "; ".join([f"{self.name}: {', '.join(parts)}", *self.notes])
