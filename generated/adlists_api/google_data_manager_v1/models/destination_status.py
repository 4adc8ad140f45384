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
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "requestStatus",
        "errorInfo",
        "warningInfo",
    )
)


@_define(kw_only=True)
class DestinationStatus:
    """What became of a request for one list.

    Attributes:
        request_status: How far the service is.
        error_info: Why people were not used.
        warning_info: What is worth knowing.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: DestinationStatus)

    request_status: (
        _Literal["SUCCESS", "PROCESSING", "FAILED", "PARTIAL_SUCCESS", "REQUEST_STATUS_UNKNOWN"]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "requestStatus", False, _Schema("string", nullable=True), "How far the service is."
            )
        },
    )
    error_info: "ErrorInfo | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "errorInfo",
                False,
                _Schema("object", nullable=True, model=lambda: ErrorInfo),
                "Why people were not used.",
            )
        },
    )
    warning_info: "WarningInfo | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "warningInfo",
                False,
                _Schema("object", nullable=True, model=lambda: WarningInfo),
                "What is worth knowing.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.request_status, _Unset):
            _data["requestStatus"] = self.request_status
        if not isinstance(self.error_info, _Unset):
            _data["errorInfo"] = _plain(self.error_info)
        if not isinstance(self.warning_info, _Unset):
            _data["warningInfo"] = _plain(self.warning_info)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "DestinationStatus":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            request_status=src_dict.get("requestStatus", _UNSET),
            error_info=_kept(ErrorInfo.from_dict, src_dict.get("errorInfo", _UNSET)),
            warning_info=_kept(WarningInfo.from_dict, src_dict.get("warningInfo", _UNSET)),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .error_info import ErrorInfo
    from .warning_info import WarningInfo
else:
    _link(
        __name__,
        {
            "ErrorInfo": ".error_info",
            "WarningInfo": ".warning_info",
        },
    )
