"""What Google's Data Manager does beyond its document: enumerations may travel as numbers.

The vendor's own SDK asks for it (`$alt=json;enum-encoding=int`): a number is the place of a value
in its enumeration, counted from 1, for the first, 0, is that of nothing said.
"""

from __future__ import annotations

from typing import Any, Final

from adlists.contract import Schema, is_dict, is_list
from adlists.sandbox.vendors import Vendor


class GoogleDataManager(Vendor):
    """Numbers stand for the values of enumerations."""

    def received(self, data: Any, schema: Schema) -> Any:
        """Return a body with the words of enumerations in it."""
        return _worded(data, schema)


def _worded(data: Any, schema: Schema) -> Any:
    if schema.variants:
        schema = next((kind for kind in schema.variants if kind.kind != "null"), schema)
    if is_dict(data):
        known = {field.name: field.schema for field in schema.fields}
        return {
            name: _worded(value, known[name]) if name in known else value
            for name, value in data.items()
        }
    if is_list(data):
        items = schema.items
        return data if items is None else [_worded(item, items) for item in data]
    number = isinstance(data, int) and not isinstance(data, bool)
    if number and schema.kind == "string" and 0 < data <= len(schema.enum):
        return schema.enum[data - 1]
    return data


VENDOR: Final = GoogleDataManager()
