# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import each as _each
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("data",))


@_define(kw_only=True)
class SegmentDeleteRequest:
    """Segments to be deleted.

    Attributes:
        data: The segments.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentDeleteRequest)

    data: "list[SegmentReference]" = _field(
        metadata={
            "openapi": _Field(
                "data",
                True,
                _Schema(
                    "array",
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: SegmentReference),
                ),
                "The segments.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["data"] = _plain(self.data)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentDeleteRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            data=_optional(
                lambda _list: _each(SegmentReference.from_dict, _list), src_dict["data"]
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .segment_reference import SegmentReference
else:
    _link(
        __name__,
        {
            "SegmentReference": ".segment_reference",
        },
    )
