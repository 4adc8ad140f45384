# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

import datetime as _datetime
from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import each as _each
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from adlists.contract import read_time as _read_time
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "destinations",
        "removeAsOfTime",
        "validateOnly",
    )
)


@_define(kw_only=True)
class RemoveAllAudienceMembersRequest:
    """Lists to be emptied.

    Attributes:
        destinations: The lists.
        remove_as_of_time: Who was put on the lists later stays; now where it is left out.
        validate_only: Whether the request is only checked, and nothing is done.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: RemoveAllAudienceMembersRequest)

    destinations: "list[Destination]" = _field(
        metadata={
            "openapi": _Field(
                "destinations",
                True,
                _Schema(
                    "array",
                    max_items=10,
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: Destination),
                ),
                "The lists.",
            )
        }
    )
    remove_as_of_time: _datetime.datetime | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "removeAsOfTime",
                False,
                _Schema("string", format="date-time"),
                "Who was put on the lists later stays; now where it is left out.",
            )
        },
    )
    validate_only: bool | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "validateOnly",
                False,
                _Schema("boolean"),
                "Whether the request is only checked, and nothing is done.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["destinations"] = _plain(self.destinations)
        if not isinstance(self.remove_as_of_time, _Unset):
            _data["removeAsOfTime"] = _plain(self.remove_as_of_time)
        if not isinstance(self.validate_only, _Unset):
            _data["validateOnly"] = self.validate_only
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "RemoveAllAudienceMembersRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            destinations=_optional(
                lambda _list: _each(Destination.from_dict, _list), src_dict["destinations"]
            ),
            remove_as_of_time=_optional(_read_time, src_dict.get("removeAsOfTime", _UNSET)),
            validate_only=src_dict.get("validateOnly", _UNSET),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .destination import Destination
else:
    _link(
        __name__,
        {
            "Destination": ".destination",
        },
    )
