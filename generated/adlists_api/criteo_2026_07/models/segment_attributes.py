# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

import datetime as _datetime
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
from adlists.contract import read_time as _read_time
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "advertiserId",
        "name",
        "description",
        "type",
        "createdAt",
        "updatedAt",
        "contactList",
    )
)


@_define(kw_only=True)
class SegmentAttributes:
    """What is known of a segment.

    Attributes:
        advertiser_id: Id of the advertiser who owns the segment.
        name: Name of the segment, unique among those of the advertiser.
        description: What the segment is for.
        type_: The kind of the segment.
        created_at: When the segment was created.
        updated_at: When the segment last changed.
        contact_list: The settings of a contact list.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentAttributes)

    advertiser_id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "advertiserId",
                False,
                _Schema("string", nullable=True),
                "Id of the advertiser who owns the segment.",
            )
        },
    )
    name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "name",
                False,
                _Schema("string", nullable=True),
                "Name of the segment, unique among those of the advertiser.",
            )
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description", False, _Schema("string", nullable=True), "What the segment is for."
            )
        },
    )
    type_: (
        _Literal[
            "Unknown",
            "InMarket",
            "Prospecting",
            "ContactList",
            "Location",
            "Behavioral",
            "Retargeting",
            "Lookalike",
        ]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "type", False, _Schema("string", nullable=True), "The kind of the segment."
            )
        },
    )
    created_at: _datetime.datetime | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "createdAt",
                False,
                _Schema("string", format="date-time", nullable=True),
                "When the segment was created.",
            )
        },
    )
    updated_at: _datetime.datetime | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "updatedAt",
                False,
                _Schema("string", format="date-time", nullable=True),
                "When the segment last changed.",
            )
        },
    )
    contact_list: "ContactListSettings | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "contactList",
                False,
                _Schema("object", nullable=True, model=lambda: ContactListSettings),
                "The settings of a contact list.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.advertiser_id, _Unset):
            _data["advertiserId"] = self.advertiser_id
        if not isinstance(self.name, _Unset):
            _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        if not isinstance(self.type_, _Unset):
            _data["type"] = self.type_
        if not isinstance(self.created_at, _Unset):
            _data["createdAt"] = _plain(self.created_at)
        if not isinstance(self.updated_at, _Unset):
            _data["updatedAt"] = _plain(self.updated_at)
        if not isinstance(self.contact_list, _Unset):
            _data["contactList"] = _plain(self.contact_list)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            advertiser_id=src_dict.get("advertiserId", _UNSET),
            name=src_dict.get("name", _UNSET),
            description=src_dict.get("description", _UNSET),
            type_=src_dict.get("type", _UNSET),
            created_at=_kept(_read_time, src_dict.get("createdAt", _UNSET)),
            updated_at=_kept(_read_time, src_dict.get("updatedAt", _UNSET)),
            contact_list=_kept(ContactListSettings.from_dict, src_dict.get("contactList", _UNSET)),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .contact_list_settings import ContactListSettings
else:
    _link(
        __name__,
        {
            "ContactListSettings": ".contact_list_settings",
        },
    )
