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
        "name",
        "description",
    )
)


@_define(kw_only=True)
class AudiencePutRequest:
    """New metadata of an audience.

    Attributes:
        name: New name of the audience, unique among those of the advertiser.
        description: New description of the audience.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema(
        "object", xml=_Xml(name="AudiencePutRequest"), model=lambda: AudiencePutRequest
    )

    name: str = _field(
        metadata={
            "openapi": _Field(
                "name",
                True,
                _Schema("string", limits={"min_length": 1}),
                "New name of the audience, unique among those of the advertiser.",
            )
        }
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description", False, _Schema("string"), "New description of the audience."
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AudiencePutRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            name=src_dict["name"],
            description=src_dict.get("description", _UNSET),
        )
