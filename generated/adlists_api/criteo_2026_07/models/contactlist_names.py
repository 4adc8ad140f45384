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
        "name",
        "description",
    )
)


@_define(kw_only=True)
class ContactlistNames:
    """The name and the description of a contact list.

    Attributes:
        name: Name of the segment.
        description: What the segment is for.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactlistNames)

    name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "name", False, _Schema("string", nullable=True), "Name of the segment."
            )
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description", False, _Schema("string", nullable=True), "What the segment is for."
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.name, _Unset):
            _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactlistNames":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            name=src_dict.get("name", _UNSET),
            description=src_dict.get("description", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
