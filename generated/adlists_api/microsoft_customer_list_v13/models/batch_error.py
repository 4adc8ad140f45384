# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

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
        "Code",
        "ErrorCode",
        "Index",
        "Message",
        "Details",
        "FieldPath",
        "Type",
    )
)


@_define(kw_only=True)
class BatchError:
    """What is wrong with one item of a request.

    Attributes:
        code: A code for programs, as a number.
        error_code: A code for programs, as a word.
        index: The item's place in the request, counted from 0.
        message: An explanation for people; it may repeat what was sent.
        details: More of it; it may repeat what was sent.
        field_path: The field; it may repeat what was sent.
        type_: The kind of the error.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: BatchError)

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
    index: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Index",
                False,
                _Schema("integer", format="int32", nullable=True),
                "The item's place in the request, counted from 0.",
            )
        },
    )
    message: str | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "Message",
                False,
                _Schema("string", nullable=True, sensitive=True),
                "An explanation for people; it may repeat what was sent.",
            )
        },
    )
    details: str | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "Details",
                False,
                _Schema("string", nullable=True, sensitive=True),
                "More of it; it may repeat what was sent.",
            )
        },
    )
    field_path: str | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "FieldPath",
                False,
                _Schema("string", nullable=True, sensitive=True),
                "The field; it may repeat what was sent.",
            )
        },
    )
    type_: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Type", False, _Schema("string", nullable=True), "The kind of the error."
            )
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
        if not isinstance(self.index, _Unset):
            _data["Index"] = self.index
        if not isinstance(self.message, _Unset):
            _data["Message"] = self.message
        if not isinstance(self.details, _Unset):
            _data["Details"] = self.details
        if not isinstance(self.field_path, _Unset):
            _data["FieldPath"] = self.field_path
        if not isinstance(self.type_, _Unset):
            _data["Type"] = self.type_
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "BatchError":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("Code", _UNSET),
            error_code=src_dict.get("ErrorCode", _UNSET),
            index=src_dict.get("Index", _UNSET),
            message=src_dict.get("Message", _UNSET),
            details=src_dict.get("Details", _UNSET),
            field_path=src_dict.get("FieldPath", _UNSET),
            type_=src_dict.get("Type", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
