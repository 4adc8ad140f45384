# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Schema as _Schema
from attrs import define as _define

_KNOWN = frozenset[str](())


@_define(kw_only=True)
class ContactListCreate:
    """Settings of a new contact list; there are none."""

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactListCreate)

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactListCreate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls()
