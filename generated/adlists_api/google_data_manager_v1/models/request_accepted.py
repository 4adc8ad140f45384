# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import each_kept as _each_kept
from adlists.contract import guarded as _guarded
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "requestId",
        "fieldWarnings",
    )
)


@_define(kw_only=True)
class RequestAccepted:
    """Where to ask later what became of the request.

    Attributes:
        request_id: Id of the request.
        field_warnings: What is worth knowing, field by field.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: RequestAccepted)

    request_id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "requestId", False, _Schema("string", nullable=True), "Id of the request."
            )
        },
    )
    field_warnings: "list[FieldWarning] | None | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "fieldWarnings",
                False,
                _Schema(
                    "array", nullable=True, items=_Schema("object", model=lambda: FieldWarning)
                ),
                "What is worth knowing, field by field.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.request_id, _Unset):
            _data["requestId"] = self.request_id
        if not isinstance(self.field_warnings, _Unset):
            _data["fieldWarnings"] = _plain(self.field_warnings)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "RequestAccepted":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            request_id=src_dict.get("requestId", _UNSET),
            field_warnings=_kept(
                lambda _list: _each_kept(FieldWarning.from_dict, _list),
                src_dict.get("fieldWarnings", _UNSET),
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .field_warning import FieldWarning
else:
    _link(
        __name__,
        {
            "FieldWarning": ".field_warning",
        },
    )
