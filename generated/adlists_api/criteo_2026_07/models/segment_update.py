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
        "id",
        "type",
        "attributes",
    )
)


@_define(kw_only=True)
class SegmentUpdate:
    """A segment to be changed.

    Attributes:
        id: Id of the segment.
        type_: May be left out.
        attributes: What changes.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentUpdate)

    id: str = _field(
        metadata={
            "openapi": _Field(
                "id", True, _Schema("string", limits={"min_length": 1}), "Id of the segment."
            )
        }
    )
    type_: str | _Unset = _field(
        default=_UNSET,
        metadata={"openapi": _Field("type", False, _Schema("string"), "May be left out.")},
    )
    attributes: "SegmentUpdateAttributes" = _field(
        metadata={
            "openapi": _Field(
                "attributes",
                True,
                _Schema("object", model=lambda: SegmentUpdateAttributes),
                "What changes.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["id"] = self.id
        if not isinstance(self.type_, _Unset):
            _data["type"] = self.type_
        _data["attributes"] = _plain(self.attributes)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentUpdate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            id=src_dict["id"],
            type_=src_dict.get("type", _UNSET),
            attributes=_optional(SegmentUpdateAttributes.from_dict, src_dict["attributes"]),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .segment_update_attributes import SegmentUpdateAttributes
else:
    _link(
        __name__,
        {
            "SegmentUpdateAttributes": ".segment_update_attributes",
        },
    )
