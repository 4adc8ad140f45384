# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "AudienceIds",
        "Type",
    )
)


@_define(kw_only=True)
class QueryAudiencesByIdsRequest:
    """Which lists to return.

    Attributes:
        audience_ids: Their ids; all of the kind where it is left out.
        type_: The kind of the lists.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: QueryAudiencesByIdsRequest)

    audience_ids: list[int] | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "AudienceIds",
                False,
                _Schema(
                    "array",
                    max_items=100,
                    limits={"min_items": 1},
                    items=_Schema("integer", format="int64"),
                ),
                "Their ids; all of the kind where it is left out.",
            )
        },
    )
    type_: _Literal["CustomerList"] = _field(
        default="CustomerList",
        metadata={
            "openapi": _Field(
                "Type", True, _Schema("string", enum=("CustomerList",)), "The kind of the lists."
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.audience_ids, _Unset):
            _data["AudienceIds"] = self.audience_ids
        _data["Type"] = self.type_
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "QueryAudiencesByIdsRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            audience_ids=_optional(_listed, src_dict.get("AudienceIds", _UNSET)),
            type_=src_dict["Type"],
        )
