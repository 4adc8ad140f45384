# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import each as _each
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

from .encoding import Encoding

_KNOWN = frozenset[str](
    (
        "destinations",
        "audienceMembers",
        "consent",
        "validateOnly",
        "encoding",
        "termsOfService",
    )
)


@_define(kw_only=True)
class IngestAudienceMembersRequest:
    """People to be added to lists.

    Attributes:
        destinations: The lists.
        audience_members: The people.
        consent: What all of the people have agreed to, unless a person says otherwise.
        validate_only: Whether the request is only checked, and nothing is done.
        encoding: How the hashes are written. Needed with data of users.
        terms_of_service: Which terms the customer has accepted. Needed with data of users
            or devices.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: IngestAudienceMembersRequest)

    destinations: "list[Destination]" = _field(
        metadata={
            "openapi": _Field(
                "destinations",
                True,
                _Schema(
                    "array",
                    max_items=10,
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: Destination),
                ),
                "The lists.",
            )
        }
    )
    audience_members: "list[AudienceMember]" = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "audienceMembers",
                True,
                _Schema(
                    "array",
                    sensitive=True,
                    max_items=10000,
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: AudienceMember),
                ),
                "The people.",
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
                "What all of the people have agreed to, unless a person says otherwise.",
            )
        },
    )
    validate_only: bool | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "validateOnly",
                False,
                _Schema("boolean"),
                "Whether the request is only checked, and nothing is done.",
            )
        },
    )
    encoding: Encoding | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "encoding",
                False,
                _Schema(
                    "string",
                    enum=(
                        "HEX",
                        "BASE64",
                    ),
                ),
                "How the hashes are written. Needed with data of users.",
            )
        },
    )
    terms_of_service: "TermsOfService | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "termsOfService",
                False,
                _Schema("object", model=lambda: TermsOfService),
                "Which terms the customer has accepted. Needed with data of users or devices.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["destinations"] = _plain(self.destinations)
        _data["audienceMembers"] = _plain(self.audience_members)
        if not isinstance(self.consent, _Unset):
            _data["consent"] = _plain(self.consent)
        if not isinstance(self.validate_only, _Unset):
            _data["validateOnly"] = self.validate_only
        if not isinstance(self.encoding, _Unset):
            _data["encoding"] = self.encoding
        if not isinstance(self.terms_of_service, _Unset):
            _data["termsOfService"] = _plain(self.terms_of_service)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "IngestAudienceMembersRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            destinations=_optional(
                lambda _list: _each(Destination.from_dict, _list), src_dict["destinations"]
            ),
            audience_members=_optional(
                lambda _list: _each(AudienceMember.from_dict, _list), src_dict["audienceMembers"]
            ),
            consent=_optional(Consent.from_dict, src_dict.get("consent", _UNSET)),
            validate_only=src_dict.get("validateOnly", _UNSET),
            encoding=src_dict.get("encoding", _UNSET),
            terms_of_service=_optional(
                TermsOfService.from_dict, src_dict.get("termsOfService", _UNSET)
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .audience_member import AudienceMember
    from .consent import Consent
    from .destination import Destination
    from .terms_of_service import TermsOfService
else:
    _link(
        __name__,
        {
            "AudienceMember": ".audience_member",
            "Consent": ".consent",
            "Destination": ".destination",
            "TermsOfService": ".terms_of_service",
        },
    )
