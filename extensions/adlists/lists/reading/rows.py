"""How a row is written into a body: stub."""

from __future__ import annotations

from typing import Final, Literal

import attrs

Escape = Literal["json", "xml", "form", "lines"]


@attrs.frozen
class RowFormat:
    before: str
    after: str
    separator: str
    escape: Escape


JSON_ROW: Final = RowFormat('"', '"', ",", "json")
