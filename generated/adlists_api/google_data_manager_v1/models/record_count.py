# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import kept as _kept
from adlists.contract import listed as _listed
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "reason",
        "recordCount",
        "recordIndices",
    )
)


@_define(kw_only=True)
class RecordCount:
    """How many people a reason concerns.

    Attributes:
        reason: A code for programs.
        record_count: How many people; digits as text.
        record_indices: Their places in the request, counted from 0.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: RecordCount)

    reason: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "reason", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    record_count: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "recordCount",
                False,
                _Schema("string", nullable=True),
                "How many people; digits as text.",
            )
        },
    )
    record_indices: list[int] | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "recordIndices",
                False,
                _Schema("array", nullable=True, items=_Schema("integer", format="int32")),
                "Their places in the request, counted from 0.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.reason, _Unset):
            _data["reason"] = self.reason
        if not isinstance(self.record_count, _Unset):
            _data["recordCount"] = self.record_count
        if not isinstance(self.record_indices, _Unset):
            _data["recordIndices"] = self.record_indices
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "RecordCount":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            reason=src_dict.get("reason", _UNSET),
            record_count=src_dict.get("recordCount", _UNSET),
            record_indices=_kept(_listed, src_dict.get("recordIndices", _UNSET)),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
