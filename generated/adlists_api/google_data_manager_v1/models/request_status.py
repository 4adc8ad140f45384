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
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("requestStatusPerDestination",))


@_define(kw_only=True)
class RequestStatus:
    """What became of a request.

    Attributes:
        request_status_per_destination: What became of it, for each list that it named.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: RequestStatus)

    request_status_per_destination: "list[DestinationStatus] | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "requestStatusPerDestination",
                False,
                _Schema(
                    "array", nullable=True, items=_Schema("object", model=lambda: DestinationStatus)
                ),
                "What became of it, for each list that it named.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.request_status_per_destination, _Unset):
            _data["requestStatusPerDestination"] = _plain(self.request_status_per_destination)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "RequestStatus":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            request_status_per_destination=_kept(
                lambda _list: _each_kept(DestinationStatus.from_dict, _list),
                src_dict.get("requestStatusPerDestination", _UNSET),
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .destination_status import DestinationStatus
else:
    _link(
        __name__,
        {
            "DestinationStatus": ".destination_status",
        },
    )
