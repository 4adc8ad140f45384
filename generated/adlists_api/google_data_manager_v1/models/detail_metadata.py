# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Schema as _Schema
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](())


@_define(kw_only=True)
class DetailMetadata:
    """What belongs to the code; quota_limit names the quota of a 429."""

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: DetailMetadata)

    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "DetailMetadata":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
