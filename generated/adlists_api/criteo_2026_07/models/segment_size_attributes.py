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

_KNOWN = frozenset[str](("size",))


@_define(kw_only=True)
class SegmentSizeAttributes:
    """How many people a segment reaches.

    Attributes:
        size: How many people the segment reaches.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentSizeAttributes)

    size: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "size",
                False,
                _Schema("integer", format="int64", nullable=True),
                "How many people the segment reaches.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.size, _Unset):
            _data["size"] = self.size
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentSizeAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            size=src_dict.get("size", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
