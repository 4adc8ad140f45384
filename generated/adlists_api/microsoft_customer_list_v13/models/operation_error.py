# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

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
        "Code",
        "ErrorCode",
        "Message",
        "Detail",
    )
)


@_define(kw_only=True)
class OperationError:
    """Why a whole request fails.

    Attributes:
        code: A code for programs, as a number.
        error_code: A code for programs, as a word.
        message: An explanation for people.
        detail: More of it.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: OperationError)

    code: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Code",
                False,
                _Schema("integer", format="int32", nullable=True),
                "A code for programs, as a number.",
            )
        },
    )
    error_code: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "ErrorCode",
                False,
                _Schema("string", nullable=True),
                "A code for programs, as a word.",
            )
        },
    )
    message: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Message", False, _Schema("string", nullable=True), "An explanation for people."
            )
        },
    )
    detail: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("Detail", False, _Schema("string", nullable=True), "More of it.")
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.code, _Unset):
            _data["Code"] = self.code
        if not isinstance(self.error_code, _Unset):
            _data["ErrorCode"] = self.error_code
        if not isinstance(self.message, _Unset):
            _data["Message"] = self.message
        if not isinstance(self.detail, _Unset):
            _data["Detail"] = self.detail
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "OperationError":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("Code", _UNSET),
            error_code=src_dict.get("ErrorCode", _UNSET),
            message=src_dict.get("Message", _UNSET),
            detail=src_dict.get("Detail", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
