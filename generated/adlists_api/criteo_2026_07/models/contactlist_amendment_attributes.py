# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

from .contactlist_amendment_attributes_identifier_type import (
    ContactlistAmendmentAttributesIdentifierType,
)
from .contactlist_amendment_attributes_operation import (
    ContactlistAmendmentAttributesOperation,
)

_KNOWN = frozenset[str](
    (
        "operation",
        "identifierType",
        "identifiers",
        "gumCallerId",
    )
)


@_define(kw_only=True)
class ContactlistAmendmentAttributes:
    """What to do, with which identifiers.

    Attributes:
        operation: Whether the people join the list or leave it.
        identifier_type: What the identifiers are: email addresses, plain or hashed;
            advertising ids of mobile devices; LiveRamp IdentityLinks; GUM cookie ids; or
            hashed phone numbers.
        identifiers: The people's identifiers, all of one kind.
        gum_caller_id: Id under which Criteo knows the sender of GUM cookie ids. Required
            with them, out of place with any other kind.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactlistAmendmentAttributes)

    operation: ContactlistAmendmentAttributesOperation = _field(
        metadata={
            "openapi": _Field(
                "operation",
                True,
                _Schema(
                    "string",
                    enum=(
                        "add",
                        "remove",
                    ),
                ),
                "Whether the people join the list or leave it.",
            )
        }
    )
    identifier_type: ContactlistAmendmentAttributesIdentifierType | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "identifierType",
                False,
                _Schema(
                    "string",
                    enum=(
                        "email",
                        "madid",
                        "identityLink",
                        "gum",
                        "phoneNumber",
                    ),
                ),
                "What the identifiers are: email addresses, plain or hashed; advertising ids of mobile devices; LiveRamp IdentityLinks; GUM cookie ids; or hashed phone numbers.",
            )
        },
    )
    identifiers: list[str] = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "identifiers",
                True,
                _Schema(
                    "array",
                    sensitive=True,
                    max_items=50000,
                    limits={"min_items": 1},
                    items=_Schema("string"),
                ),
                "The people's identifiers, all of one kind.",
            )
        },
    )
    gum_caller_id: int | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "gumCallerId",
                False,
                _Schema("integer", format="int64"),
                "Id under which Criteo knows the sender of GUM cookie ids. Required with them, out of place with any other kind.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["operation"] = self.operation
        if not isinstance(self.identifier_type, _Unset):
            _data["identifierType"] = self.identifier_type
        _data["identifiers"] = self.identifiers
        if not isinstance(self.gum_caller_id, _Unset):
            _data["gumCallerId"] = self.gum_caller_id
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactlistAmendmentAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            operation=src_dict["operation"],
            identifier_type=src_dict.get("identifierType", _UNSET),
            identifiers=_optional(_listed, src_dict["identifiers"]),
            gum_caller_id=src_dict.get("gumCallerId", _UNSET),
        )
