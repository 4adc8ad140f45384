# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import Xml as _Xml
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

from .audience_patch_request_operation import AudiencePatchRequestOperation
from .audience_patch_request_schema import AudiencePatchRequestSchema

_KNOWN = frozenset[str](
    (
        "operation",
        "schema",
        "identifiers",
        "gumCallerId",
    )
)


@_define(kw_only=True)
class AudiencePatchRequest:
    """Users to be added to an audience or removed from it.

    Attributes:
        operation: Whether the users join the audience or leave it.
        schema: What the identifiers are: email addresses, plain or hashed; advertising ids
            of mobile devices; LiveRamp IdentityLinks; or GUM cookie ids.
        identifiers: The users' identifiers, all of one kind.
        gum_caller_id: Id under which Criteo knows the sender of GUM cookie ids. Required
            with the schema gum, refused with any other.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema(
        "object", xml=_Xml(name="AudiencePatchRequest"), model=lambda: AudiencePatchRequest
    )

    operation: AudiencePatchRequestOperation = _field(
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
                "Whether the users join the audience or leave it.",
            )
        }
    )
    schema: AudiencePatchRequestSchema = _field(
        metadata={
            "openapi": _Field(
                "schema",
                True,
                _Schema(
                    "string",
                    enum=(
                        "email",
                        "madid",
                        "identityLink",
                        "gum",
                    ),
                ),
                "What the identifiers are: email addresses, plain or hashed; advertising ids of mobile devices; LiveRamp IdentityLinks; or GUM cookie ids.",
            )
        }
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
                    xml=_Xml(name="identifiers", wrapped=True),
                    items=_Schema("string", xml=_Xml(name="identifier")),
                ),
                "The users' identifiers, all of one kind.",
            )
        },
    )
    gum_caller_id: int | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "gumCallerId",
                False,
                _Schema("integer", format="int32"),
                "Id under which Criteo knows the sender of GUM cookie ids. Required with the schema gum, refused with any other.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["operation"] = self.operation
        _data["schema"] = self.schema
        _data["identifiers"] = self.identifiers
        if not isinstance(self.gum_caller_id, _Unset):
            _data["gumCallerId"] = self.gum_caller_id
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AudiencePatchRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            operation=src_dict["operation"],
            schema=src_dict["schema"],
            identifiers=_optional(_listed, src_dict["identifiers"]),
            gum_caller_id=src_dict.get("gumCallerId", _UNSET),
        )
