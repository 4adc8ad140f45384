# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

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
        "displayName",
        "description",
        "membershipDuration",
        "integrationCode",
        "ingestedUserListInfo",
    )
)


@_define(kw_only=True)
class UserListCreate:
    """A user list to be created.

    Attributes:
        display_name: Name of the list, unique in the account.
        description: What the list is for.
        membership_duration: How long people stay, in seconds with an s, whole days; as long
            as possible where it is left out.
        integration_code: An id that the owner gives.
        ingested_user_list_info: What may be put on the list.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserListCreate)

    display_name: str = _field(
        metadata={
            "openapi": _Field(
                "displayName",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Name of the list, unique in the account.",
            )
        }
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("description", False, _Schema("string"), "What the list is for.")
        },
    )
    membership_duration: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "membershipDuration",
                False,
                _Schema("string", limits={"pattern": "^[0-9]+s$"}),
                "How long people stay, in seconds with an s, whole days; as long as possible where it is left out.",
            )
        },
    )
    integration_code: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "integrationCode", False, _Schema("string"), "An id that the owner gives."
            )
        },
    )
    ingested_user_list_info: "IngestedUserListInfoCreate" = _field(
        metadata={
            "openapi": _Field(
                "ingestedUserListInfo",
                True,
                _Schema("object", model=lambda: IngestedUserListInfoCreate),
                "What may be put on the list.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["displayName"] = self.display_name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        if not isinstance(self.membership_duration, _Unset):
            _data["membershipDuration"] = self.membership_duration
        if not isinstance(self.integration_code, _Unset):
            _data["integrationCode"] = self.integration_code
        _data["ingestedUserListInfo"] = _plain(self.ingested_user_list_info)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserListCreate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            display_name=src_dict["displayName"],
            description=src_dict.get("description", _UNSET),
            membership_duration=src_dict.get("membershipDuration", _UNSET),
            integration_code=src_dict.get("integrationCode", _UNSET),
            ingested_user_list_info=_optional(
                IngestedUserListInfoCreate.from_dict, src_dict["ingestedUserListInfo"]
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .ingested_user_list_info_create import IngestedUserListInfoCreate
else:
    _link(
        __name__,
        {
            "IngestedUserListInfoCreate": ".ingested_user_list_info_create",
        },
    )
