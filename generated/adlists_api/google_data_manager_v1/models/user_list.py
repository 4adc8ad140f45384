# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

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
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "name",
        "id",
        "displayName",
        "description",
        "membershipStatus",
        "membershipDuration",
        "integrationCode",
        "readOnly",
        "ingestedUserListInfo",
        "sizeInfo",
    )
)


@_define(kw_only=True)
class UserList:
    """A user list.

    Attributes:
        name: Where the list is found, as a path.
        id: Id of the list; digits as text.
        display_name: Name of the list, unique in the account.
        description: What the list is for.
        membership_status: Whether people may be added.
        membership_duration: How long people stay, in seconds with an s.
        integration_code: An id that the owner gives.
        read_only: Whether the list can be changed.
        ingested_user_list_info: What may be put on the list.
        size_info: How many people can be reached.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserList)

    name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "name",
                False,
                _Schema("string", nullable=True),
                "Where the list is found, as a path.",
            )
        },
    )
    id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "id", False, _Schema("string", nullable=True), "Id of the list; digits as text."
            )
        },
    )
    display_name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "displayName",
                False,
                _Schema("string", nullable=True),
                "Name of the list, unique in the account.",
            )
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description", False, _Schema("string", nullable=True), "What the list is for."
            )
        },
    )
    membership_status: _Literal["OPEN", "CLOSED"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "membershipStatus",
                False,
                _Schema("string", nullable=True),
                "Whether people may be added.",
            )
        },
    )
    membership_duration: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "membershipDuration",
                False,
                _Schema("string", nullable=True),
                "How long people stay, in seconds with an s.",
            )
        },
    )
    integration_code: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "integrationCode",
                False,
                _Schema("string", nullable=True),
                "An id that the owner gives.",
            )
        },
    )
    read_only: bool | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "readOnly",
                False,
                _Schema("boolean", nullable=True),
                "Whether the list can be changed.",
            )
        },
    )
    ingested_user_list_info: "IngestedUserListInfo | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "ingestedUserListInfo",
                False,
                _Schema("object", nullable=True, model=lambda: IngestedUserListInfo),
                "What may be put on the list.",
            )
        },
    )
    size_info: "SizeInfo | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "sizeInfo",
                False,
                _Schema("object", nullable=True, model=lambda: SizeInfo),
                "How many people can be reached.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.name, _Unset):
            _data["name"] = self.name
        if not isinstance(self.id, _Unset):
            _data["id"] = self.id
        if not isinstance(self.display_name, _Unset):
            _data["displayName"] = self.display_name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        if not isinstance(self.membership_status, _Unset):
            _data["membershipStatus"] = self.membership_status
        if not isinstance(self.membership_duration, _Unset):
            _data["membershipDuration"] = self.membership_duration
        if not isinstance(self.integration_code, _Unset):
            _data["integrationCode"] = self.integration_code
        if not isinstance(self.read_only, _Unset):
            _data["readOnly"] = self.read_only
        if not isinstance(self.ingested_user_list_info, _Unset):
            _data["ingestedUserListInfo"] = _plain(self.ingested_user_list_info)
        if not isinstance(self.size_info, _Unset):
            _data["sizeInfo"] = _plain(self.size_info)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserList":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            name=src_dict.get("name", _UNSET),
            id=src_dict.get("id", _UNSET),
            display_name=src_dict.get("displayName", _UNSET),
            description=src_dict.get("description", _UNSET),
            membership_status=src_dict.get("membershipStatus", _UNSET),
            membership_duration=src_dict.get("membershipDuration", _UNSET),
            integration_code=src_dict.get("integrationCode", _UNSET),
            read_only=src_dict.get("readOnly", _UNSET),
            ingested_user_list_info=_kept(
                IngestedUserListInfo.from_dict, src_dict.get("ingestedUserListInfo", _UNSET)
            ),
            size_info=_kept(SizeInfo.from_dict, src_dict.get("sizeInfo", _UNSET)),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .ingested_user_list_info import IngestedUserListInfo
    from .size_info import SizeInfo
else:
    _link(
        __name__,
        {
            "IngestedUserListInfo": ".ingested_user_list_info",
            "SizeInfo": ".size_info",
        },
    )
