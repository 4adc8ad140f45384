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
from adlists.contract import each_kept as _each_kept
from adlists.contract import guarded as _guarded
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "@type",
        "reason",
        "domain",
        "metadata",
        "fieldViolations",
        "requestId",
    )
)


@_define(kw_only=True)
class Detail:
    """What more is known of an error.

    Attributes:
        type_: The kind of this detail.
        reason: A code for programs.
        domain: Whose code it is.
        metadata: What belongs to the code; quota_limit names the quota of a 429.
        field_violations: What is wrong, field by field.
        request_id: What to quote to Google's support.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Detail)

    type_: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "@type", False, _Schema("string", nullable=True), "The kind of this detail."
            )
        },
    )
    reason: (
        _Literal[
            "DISPLAY_NAME_ALREADY_USED",
            "INVALID_SHA256_FORMAT",
            "MULTIPLE_DATA_TYPES_NOT_ALLOWED",
            "TOO_MANY_AUDIENCE_MEMBERS",
        ]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "reason", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    domain: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "domain", False, _Schema("string", nullable=True), "Whose code it is."
            )
        },
    )
    metadata: "DetailMetadata | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "metadata",
                False,
                _Schema("object", nullable=True, model=lambda: DetailMetadata),
                "What belongs to the code; quota_limit names the quota of a 429.",
            )
        },
    )
    field_violations: "list[FieldViolation] | None | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "fieldViolations",
                False,
                _Schema(
                    "array", nullable=True, items=_Schema("object", model=lambda: FieldViolation)
                ),
                "What is wrong, field by field.",
            )
        },
    )
    request_id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "requestId",
                False,
                _Schema("string", nullable=True),
                "What to quote to Google's support.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.type_, _Unset):
            _data["@type"] = self.type_
        if not isinstance(self.reason, _Unset):
            _data["reason"] = self.reason
        if not isinstance(self.domain, _Unset):
            _data["domain"] = self.domain
        if not isinstance(self.metadata, _Unset):
            _data["metadata"] = _plain(self.metadata)
        if not isinstance(self.field_violations, _Unset):
            _data["fieldViolations"] = _plain(self.field_violations)
        if not isinstance(self.request_id, _Unset):
            _data["requestId"] = self.request_id
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Detail":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            type_=src_dict.get("@type", _UNSET),
            reason=src_dict.get("reason", _UNSET),
            domain=src_dict.get("domain", _UNSET),
            metadata=_kept(DetailMetadata.from_dict, src_dict.get("metadata", _UNSET)),
            field_violations=_kept(
                lambda _list: _each_kept(FieldViolation.from_dict, _list),
                src_dict.get("fieldViolations", _UNSET),
            ),
            request_id=src_dict.get("requestId", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .detail_metadata import DetailMetadata
    from .field_violation import FieldViolation
else:
    _link(
        __name__,
        {
            "DetailMetadata": ".detail_metadata",
            "FieldViolation": ".field_violation",
        },
    )
