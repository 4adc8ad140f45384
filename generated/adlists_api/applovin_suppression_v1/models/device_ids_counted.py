# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.

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
        "num_valid_ids",
        "num_invalid_ids",
    )
)


@_define(kw_only=True)
class DeviceIdsCounted:
    """How many ids were valid.

    Attributes:
        num_valid_ids: How many ids were valid.
        num_invalid_ids: How many ids were not valid.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: DeviceIdsCounted)

    num_valid_ids: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "num_valid_ids",
                False,
                _Schema("integer", format="int64", nullable=True),
                "How many ids were valid.",
            )
        },
    )
    num_invalid_ids: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "num_invalid_ids",
                False,
                _Schema("integer", format="int64", nullable=True),
                "How many ids were not valid.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.num_valid_ids, _Unset):
            _data["num_valid_ids"] = self.num_valid_ids
        if not isinstance(self.num_invalid_ids, _Unset):
            _data["num_invalid_ids"] = self.num_invalid_ids
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "DeviceIdsCounted":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            num_valid_ids=src_dict.get("num_valid_ids", _UNSET),
            num_invalid_ids=src_dict.get("num_invalid_ids", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
