# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import Xml as _Xml
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "error",
        "error_description",
    )
)


@_define(kw_only=True)
class TokenError:
    """Why there is no token.

    Attributes:
        error: A code for programs.
        error_description: An explanation for people.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema(
        "object", xml=_Xml(name="TokenError"), model=lambda: TokenError
    )

    error: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "error", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    error_description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "error_description",
                False,
                _Schema("string", nullable=True),
                "An explanation for people.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.error, _Unset):
            _data["error"] = self.error
        if not isinstance(self.error_description, _Unset):
            _data["error_description"] = self.error_description
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "TokenError":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            error=src_dict.get("error", _UNSET),
            error_description=src_dict.get("error_description", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
