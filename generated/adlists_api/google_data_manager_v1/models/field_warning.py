# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "field",
        "description",
        "reason",
    )
)


@_define(kw_only=True)
class FieldWarning:
    """What is worth knowing of a field.

    Attributes:
        field: The field, as a path.
        description: An explanation for people; it may repeat what was sent.
        reason: A code for programs.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: FieldWarning)

    field: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "field", False, _Schema("string", nullable=True), "The field, as a path."
            )
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "description",
                False,
                _Schema("string", nullable=True, sensitive=True),
                "An explanation for people; it may repeat what was sent.",
            )
        },
    )
    reason: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "reason", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.field, _Unset):
            _data["field"] = self.field
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        if not isinstance(self.reason, _Unset):
            _data["reason"] = self.reason
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "FieldWarning":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            field=src_dict.get("field", _UNSET),
            description=src_dict.get("description", _UNSET),
            reason=src_dict.get("reason", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
