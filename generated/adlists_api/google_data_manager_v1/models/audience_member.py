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
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "userData",
        "mobileData",
        "userIdData",
        "pairData",
        "ppidData",
        "destinationReferences",
        "consent",
    )
)


@_define(kw_only=True)
class AudienceMember:
    """A person, by one kind of data.

    Attributes:
        user_data: Hashed email addresses, phone numbers and addresses.
        mobile_data: Ids of devices.
        user_id_data: An id that the advertiser gives.
        pair_data: Ids of PAIR, which publishers and advertisers share.
        ppid_data: Ids that publishers give.
        destination_references: The lists that this person is for, by their names within the
            request.
        consent: What this person has agreed to.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: AudienceMember)

    user_data: "UserData | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "userData",
                False,
                _Schema("object", model=lambda: UserData),
                "Hashed email addresses, phone numbers and addresses.",
            )
        },
    )
    mobile_data: "MobileData | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "mobileData", False, _Schema("object", model=lambda: MobileData), "Ids of devices."
            )
        },
    )
    user_id_data: "UserIdData | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "userIdData",
                False,
                _Schema("object", model=lambda: UserIdData),
                "An id that the advertiser gives.",
            )
        },
    )
    pair_data: "PairData | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "pairData",
                False,
                _Schema("object", model=lambda: PairData),
                "Ids of PAIR, which publishers and advertisers share.",
            )
        },
    )
    ppid_data: "PpidData | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "ppidData",
                False,
                _Schema("object", model=lambda: PpidData),
                "Ids that publishers give.",
            )
        },
    )
    destination_references: list[str] | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "destinationReferences",
                False,
                _Schema("array", limits={"min_items": 1}, items=_Schema("string")),
                "The lists that this person is for, by their names within the request.",
            )
        },
    )
    consent: "Consent | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "consent",
                False,
                _Schema("object", model=lambda: Consent),
                "What this person has agreed to.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.user_data, _Unset):
            _data["userData"] = _plain(self.user_data)
        if not isinstance(self.mobile_data, _Unset):
            _data["mobileData"] = _plain(self.mobile_data)
        if not isinstance(self.user_id_data, _Unset):
            _data["userIdData"] = _plain(self.user_id_data)
        if not isinstance(self.pair_data, _Unset):
            _data["pairData"] = _plain(self.pair_data)
        if not isinstance(self.ppid_data, _Unset):
            _data["ppidData"] = _plain(self.ppid_data)
        if not isinstance(self.destination_references, _Unset):
            _data["destinationReferences"] = self.destination_references
        if not isinstance(self.consent, _Unset):
            _data["consent"] = _plain(self.consent)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AudienceMember":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            user_data=_optional(UserData.from_dict, src_dict.get("userData", _UNSET)),
            mobile_data=_optional(MobileData.from_dict, src_dict.get("mobileData", _UNSET)),
            user_id_data=_optional(UserIdData.from_dict, src_dict.get("userIdData", _UNSET)),
            pair_data=_optional(PairData.from_dict, src_dict.get("pairData", _UNSET)),
            ppid_data=_optional(PpidData.from_dict, src_dict.get("ppidData", _UNSET)),
            destination_references=_optional(
                _listed, src_dict.get("destinationReferences", _UNSET)
            ),
            consent=_optional(Consent.from_dict, src_dict.get("consent", _UNSET)),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .consent import Consent
    from .mobile_data import MobileData
    from .pair_data import PairData
    from .ppid_data import PpidData
    from .user_data import UserData
    from .user_id_data import UserIdData
else:
    _link(
        __name__,
        {
            "Consent": ".consent",
            "MobileData": ".mobile_data",
            "PairData": ".pair_data",
            "PpidData": ".ppid_data",
            "UserData": ".user_data",
            "UserIdData": ".user_id_data",
        },
    )
