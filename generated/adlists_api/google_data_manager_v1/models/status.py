# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

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
        "code",
        "message",
        "status",
        "details",
    )
)


@_define(kw_only=True)
class Status:
    """An error.

    Attributes:
        code: The HTTP status.
        message: An explanation for people.
        status: A code for programs.
        details: What more is known, each of a kind that @type names.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Status)

    code: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "code", False, _Schema("integer", format="int32", nullable=True), "The HTTP status."
            )
        },
    )
    message: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "message", False, _Schema("string", nullable=True), "An explanation for people."
            )
        },
    )
    status: (
        _Literal[
            "INVALID_ARGUMENT",
            "UNAUTHENTICATED",
            "PERMISSION_DENIED",
            "NOT_FOUND",
            "RESOURCE_EXHAUSTED",
            "INTERNAL",
            "UNAVAILABLE",
        ]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "status", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    details: "list[Detail] | None | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "details",
                False,
                _Schema("array", nullable=True, items=_Schema("object", model=lambda: Detail)),
                "What more is known, each of a kind that @type names.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.code, _Unset):
            _data["code"] = self.code
        if not isinstance(self.message, _Unset):
            _data["message"] = self.message
        if not isinstance(self.status, _Unset):
            _data["status"] = self.status
        if not isinstance(self.details, _Unset):
            _data["details"] = _plain(self.details)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Status":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("code", _UNSET),
            message=src_dict.get("message", _UNSET),
            status=src_dict.get("status", _UNSET),
            details=_kept(
                lambda _list: _each_kept(Detail.from_dict, _list), src_dict.get("details", _UNSET)
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .detail import Detail
else:
    _link(
        __name__,
        {
            "Detail": ".detail",
        },
    )
