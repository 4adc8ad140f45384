# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "totalItems",
        "limit",
        "offset",
    )
)


@_define(kw_only=True)
class PageMeta:
    """Where a page stands.

    Attributes:
        total_items: How many segments there are on all pages.
        limit: Most segments on a page.
        offset: How many segments stand before the page.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: PageMeta)

    total_items: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "totalItems",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many segments there are on all pages.",
            )
        },
    )
    limit: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "limit",
                False,
                _Schema("integer", format="int32", nullable=True),
                "Most segments on a page.",
            )
        },
    )
    offset: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "offset",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many segments stand before the page.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.total_items, _Unset):
            _data["totalItems"] = self.total_items
        if not isinstance(self.limit, _Unset):
            _data["limit"] = self.limit
        if not isinstance(self.offset, _Unset):
            _data["offset"] = self.offset
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "PageMeta":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            total_items=src_dict.get("totalItems", _UNSET),
            limit=src_dict.get("limit", _UNSET),
            offset=src_dict.get("offset", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
