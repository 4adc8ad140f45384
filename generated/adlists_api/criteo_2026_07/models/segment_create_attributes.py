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
        "advertiserId",
        "name",
        "description",
        "contactList",
    )
)


@_define(kw_only=True)
class SegmentCreateAttributes:
    """What a segment is to be.

    Attributes:
        advertiser_id: Id of the advertiser who will own the segment.
        name: Name of the segment, unique among those of the advertiser.
        description: What the segment is for.
        contact_list: Makes the segment a contact list.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SegmentCreateAttributes)

    advertiser_id: str = _field(
        metadata={
            "openapi": _Field(
                "advertiserId",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Id of the advertiser who will own the segment.",
            )
        }
    )
    name: str = _field(
        metadata={
            "openapi": _Field(
                "name",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Name of the segment, unique among those of the advertiser.",
            )
        }
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("description", False, _Schema("string"), "What the segment is for.")
        },
    )
    contact_list: "ContactListCreate" = _field(
        metadata={
            "openapi": _Field(
                "contactList",
                True,
                _Schema("object", model=lambda: ContactListCreate),
                "Makes the segment a contact list.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["advertiserId"] = self.advertiser_id
        _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        _data["contactList"] = _plain(self.contact_list)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SegmentCreateAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            advertiser_id=src_dict["advertiserId"],
            name=src_dict["name"],
            description=src_dict.get("description", _UNSET),
            contact_list=_optional(ContactListCreate.from_dict, src_dict["contactList"]),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .contact_list_create import ContactListCreate
else:
    _link(
        __name__,
        {
            "ContactListCreate": ".contact_list_create",
        },
    )
