# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import guarded as _guarded
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "emailAddress",
        "phoneNumber",
        "address",
    )
)


@_define(kw_only=True)
class UserIdentifier:
    """One identifier of a person.

    Attributes:
        email_address: Hash of an email address.
        phone_number: Hash of a phone number, its plus sign included.
        address: Name and place.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserIdentifier)

    email_address: str | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "emailAddress",
                False,
                _Schema("string", sensitive=True),
                "Hash of an email address.",
            )
        },
    )
    phone_number: str | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "phoneNumber",
                False,
                _Schema("string", sensitive=True),
                "Hash of a phone number, its plus sign included.",
            )
        },
    )
    address: "AddressInfo | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "address", False, _Schema("object", model=lambda: AddressInfo), "Name and place."
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.email_address, _Unset):
            _data["emailAddress"] = self.email_address
        if not isinstance(self.phone_number, _Unset):
            _data["phoneNumber"] = self.phone_number
        if not isinstance(self.address, _Unset):
            _data["address"] = _plain(self.address)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserIdentifier":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            email_address=src_dict.get("emailAddress", _UNSET),
            phone_number=src_dict.get("phoneNumber", _UNSET),
            address=_optional(AddressInfo.from_dict, src_dict.get("address", _UNSET)),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .address_info import AddressInfo
else:
    _link(
        __name__,
        {
            "AddressInfo": ".address_info",
        },
    )
