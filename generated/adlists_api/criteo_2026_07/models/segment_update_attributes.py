# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "name",
        "description",
    )
)


@_define(kw_only=True)
class SegmentUpdateAttributes:
    """What changes in a segment; what is left out stays.

    Attributes:
        name: New name of the segment, unique among those of the advertiser.
        description: New description of the segment.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentUpdateAttributes)

    name: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "name",
                False,
                _Schema("string", limits={"min_length": 1}),
                "New name of the segment, unique among those of the advertiser.",
            )
        },
    )
    description: "NillableString | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description",
                False,
                _Schema("object", model=lambda: NillableString),
                "New description of the segment.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.name, _Unset):
            _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = _plain(self.description)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentUpdateAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            name=src_dict.get("name", _UNSET),
            description=_optional(NillableString.from_dict, src_dict.get("description", _UNSET)),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .nillable_string import NillableString
else:
    _link(
        __name__,
        {
            "NillableString": ".nillable_string",
        },
    )
