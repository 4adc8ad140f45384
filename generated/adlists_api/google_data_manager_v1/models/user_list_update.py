# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

from .user_list_update_membership_status import UserListUpdateMembershipStatus

_KNOWN = frozenset[str](
    (
        "displayName",
        "description",
        "membershipStatus",
        "membershipDuration",
        "integrationCode",
    )
)


@_define(kw_only=True)
class UserListUpdate:
    """New values of a user list.

    Attributes:
        display_name: New name of the list, unique in the account.
        description: What the list is for.
        membership_status: Whether people may be added.
        membership_duration: How long people stay, in seconds with an s, whole days.
        integration_code: An id that the owner gives.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserListUpdate)

    display_name: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "displayName",
                False,
                _Schema("string", limits={"min_length": 1}),
                "New name of the list, unique in the account.",
            )
        },
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("description", False, _Schema("string"), "What the list is for.")
        },
    )
    membership_status: UserListUpdateMembershipStatus | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "membershipStatus",
                False,
                _Schema(
                    "string",
                    enum=(
                        "OPEN",
                        "CLOSED",
                    ),
                ),
                "Whether people may be added.",
            )
        },
    )
    membership_duration: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "membershipDuration",
                False,
                _Schema("string", limits={"pattern": "^[0-9]+s$"}),
                "How long people stay, in seconds with an s, whole days.",
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

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
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
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserListUpdate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            display_name=src_dict.get("displayName", _UNSET),
            description=src_dict.get("description", _UNSET),
            membership_status=src_dict.get("membershipStatus", _UNSET),
            membership_duration=src_dict.get("membershipDuration", _UNSET),
            integration_code=src_dict.get("integrationCode", _UNSET),
        )
