# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from attrs import define as _define
from attrs import field as _field

from .segment_search_attributes_audience_segment_types_item import (
    SegmentSearchAttributesAudienceSegmentTypesItem,
)

_KNOWN = frozenset[str](
    (
        "advertiserIds",
        "audienceSegmentIds",
        "audienceSegmentTypes",
    )
)


@_define(kw_only=True)
class SegmentSearchAttributes:
    """Filters; a segment has to meet all that are given.

    Attributes:
        advertiser_ids: Ids of advertisers, one of whom owns the segment.
        audience_segment_ids: Ids of segments.
        audience_segment_types: Kinds of segments.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentSearchAttributes)

    advertiser_ids: list[str] | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "advertiserIds",
                False,
                _Schema("array", limits={"min_items": 1}, items=_Schema("string")),
                "Ids of advertisers, one of whom owns the segment.",
            )
        },
    )
    audience_segment_ids: list[str] | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "audienceSegmentIds",
                False,
                _Schema("array", limits={"min_items": 1}, items=_Schema("string")),
                "Ids of segments.",
            )
        },
    )
    audience_segment_types: list[SegmentSearchAttributesAudienceSegmentTypesItem] | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "audienceSegmentTypes",
                False,
                _Schema(
                    "array",
                    limits={"min_items": 1},
                    items=_Schema(
                        "string",
                        enum=(
                            "Unknown",
                            "InMarket",
                            "Prospecting",
                            "ContactList",
                            "Location",
                            "Behavioral",
                            "Retargeting",
                            "Lookalike",
                        ),
                    ),
                ),
                "Kinds of segments.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.advertiser_ids, _Unset):
            _data["advertiserIds"] = self.advertiser_ids
        if not isinstance(self.audience_segment_ids, _Unset):
            _data["audienceSegmentIds"] = self.audience_segment_ids
        if not isinstance(self.audience_segment_types, _Unset):
            _data["audienceSegmentTypes"] = self.audience_segment_types
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentSearchAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            advertiser_ids=_optional(_listed, src_dict.get("advertiserIds", _UNSET)),
            audience_segment_ids=_optional(_listed, src_dict.get("audienceSegmentIds", _UNSET)),
            audience_segment_types=_optional(_listed, src_dict.get("audienceSegmentTypes", _UNSET)),
        )
