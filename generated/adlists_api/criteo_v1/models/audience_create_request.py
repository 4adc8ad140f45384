# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import Xml as _Xml
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "advertiserId",
        "name",
        "description",
    )
)


@_define(kw_only=True)
class AudienceCreateRequest:
    """An audience to be created.

    Attributes:
        advertiser_id: Id of the advertiser who will own the audience.
        name: Name of the audience, unique among those of the advertiser.
        description: What the audience is for.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema(
        "object", xml=_Xml(name="AudienceCreateRequest"), model=lambda: AudienceCreateRequest
    )

    advertiser_id: int = _field(
        metadata={
            "openapi": _Field(
                "advertiserId",
                True,
                _Schema("integer", format="int32"),
                "Id of the advertiser who will own the audience.",
            )
        }
    )
    name: str = _field(
        metadata={
            "openapi": _Field(
                "name",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Name of the audience, unique among those of the advertiser.",
            )
        }
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("description", False, _Schema("string"), "What the audience is for.")
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["advertiserId"] = self.advertiser_id
        _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AudienceCreateRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            advertiser_id=src_dict["advertiserId"],
            name=src_dict["name"],
            description=src_dict.get("description", _UNSET),
        )
