"""How a row of a batch is written around its value: JSON, XML, form or lines.

A document's item template is rendered once and split at `$identifier`; what stands before and
behind it is put around every value by the SQL that makes the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Final, Literal
from urllib.parse import unquote

import attrs
import orjson

from adlists.errors import ArgumentError
from adlists.lists.reading.sql import literal

Escape = Literal["json", "xml", "form", "lines"]


@attrs.frozen
class RowFormat:
    """A row is `before`, the value as `escape` writes it, and `after`; `separator` joins rows.

    The quotes of a JSON string belong to `before` and `after`.
    """

    before: str
    after: str
    separator: str
    escape: Escape

    def __attrs_post_init__(self) -> None:
        """Refuse what would not let rows be told apart.

        Raises:
            ArgumentError: there is no separator, or no such escape.
        """
        if self.escape not in _UNESCAPED or not self.separator:
            msg = "a row format needs a separator, and json, xml, form or lines as its escape."
            raise ArgumentError(msg)

    @property
    def around(self) -> int:
        """Return how many bytes a row has beside its value, the separator among them."""
        return len(f"{self.before}{self.after}{self.separator}".encode())

    def written(self, value: str, *, plain: bool) -> str:
        """Return SQL that makes a row of a value, with the separator behind it.

        `plain` says that the value has nothing to escape.
        """
        before, after = self.before, self.after + self.separator
        if not plain and self.escape == "json":
            value = f"to_json({value})::VARCHAR"  # with its quotes
            if before.endswith('"') and after.startswith('"'):
                before, after = before[:-1], after[1:]
            else:
                value = f"substr({value}, 2, length({value}) - 2)"
        elif not plain and self.escape == "xml":
            value = (
                f"replace(replace(replace(replace({value}, '&', '&amp;'), '<', '&lt;'),"
                " '>', '&gt;'), '\"', '&quot;')"
            )
        elif not plain and self.escape == "form":
            value = f"url_encode({value})"
        parts = [literal(before)] if before else []
        return " || ".join([*parts, value, literal(after)])

    def values(self, rows: bytes) -> list[str]:
        """Return the values of the rows that were written so.

        What is escaped can hold neither end of a row, so that the split is certain.
        """
        if not rows:
            return []
        start, end = len(self.before.encode()), len(rows) - len(self.after.encode())
        between = f"{self.after}{self.separator}{self.before}".encode()
        return [_UNESCAPED[self.escape](value) for value in rows[start:end].split(between)]


_UNESCAPED: Final[dict[Escape, Callable[[bytes], str]]] = {
    "json": lambda text: str(orjson.loads(b'"' + text + b'"')),
    "xml": lambda text: unescape(text.decode()),
    "form": lambda text: unquote(text.decode()),
    "lines": bytes.decode,
}

JSON_ROW: Final = RowFormat('"', '"', ",", "json")
LINES_ROW: Final = RowFormat("", "", "\n", "lines")
