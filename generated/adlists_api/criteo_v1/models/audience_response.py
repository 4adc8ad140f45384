# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import Xml as _Xml
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "id",
        "advertiserId",
        "name",
        "description",
        "created",
        "updated",
        "nbLines",
        "nbLinesEmail",
        "nbMatchesEmail",
    )
)


@_define(kw_only=True)
class AudienceResponse:
    """An audience.

    Attributes:
        id: Id of the audience.
        advertiser_id: Id of the advertiser who owns the audience.
        name: Name of the audience.
        description: What the audience is for.
        created: When the audience was created, in seconds since 1970-01-01T00:00:00Z.
        updated: When the audience last changed, in seconds since 1970-01-01T00:00:00Z.
        nb_lines: How many identifiers the audience holds, of all kinds.
        nb_lines_email: How many of them are email addresses.
        nb_matches_email: How many of the email addresses belong to a user known to Criteo.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema(
        "object", xml=_Xml(name="AudienceResponse"), model=lambda: AudienceResponse
    )

    id: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "id",
                False,
                _Schema("integer", format="int32", nullable=True),
                "Id of the audience.",
            )
        },
    )
    advertiser_id: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "advertiserId",
                False,
                _Schema("integer", format="int32", nullable=True),
                "Id of the advertiser who owns the audience.",
            )
        },
    )
    name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "name", False, _Schema("string", nullable=True), "Name of the audience."
            )
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "description", False, _Schema("string", nullable=True), "What the audience is for."
            )
        },
    )
    created: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "created",
                False,
                _Schema("integer", format="int64", nullable=True),
                "When the audience was created, in seconds since 1970-01-01T00:00:00Z.",
            )
        },
    )
    updated: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "updated",
                False,
                _Schema("integer", format="int64", nullable=True),
                "When the audience last changed, in seconds since 1970-01-01T00:00:00Z.",
            )
        },
    )
    nb_lines: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nbLines",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many identifiers the audience holds, of all kinds.",
            )
        },
    )
    nb_lines_email: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nbLinesEmail",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many of them are email addresses.",
            )
        },
    )
    nb_matches_email: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nbMatchesEmail",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many of the email addresses belong to a user known to Criteo.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.id, _Unset):
            _data["id"] = self.id
        if not isinstance(self.advertiser_id, _Unset):
            _data["advertiserId"] = self.advertiser_id
        if not isinstance(self.name, _Unset):
            _data["name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["description"] = self.description
        if not isinstance(self.created, _Unset):
            _data["created"] = self.created
        if not isinstance(self.updated, _Unset):
            _data["updated"] = self.updated
        if not isinstance(self.nb_lines, _Unset):
            _data["nbLines"] = self.nb_lines
        if not isinstance(self.nb_lines_email, _Unset):
            _data["nbLinesEmail"] = self.nb_lines_email
        if not isinstance(self.nb_matches_email, _Unset):
            _data["nbMatchesEmail"] = self.nb_matches_email
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AudienceResponse":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            id=src_dict.get("id", _UNSET),
            advertiser_id=src_dict.get("advertiserId", _UNSET),
            name=src_dict.get("name", _UNSET),
            description=src_dict.get("description", _UNSET),
            created=src_dict.get("created", _UNSET),
            updated=src_dict.get("updated", _UNSET),
            nb_lines=src_dict.get("nbLines", _UNSET),
            nb_lines_email=src_dict.get("nbLinesEmail", _UNSET),
            nb_matches_email=src_dict.get("nbMatchesEmail", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
