# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "numberOfIdentifiers",
        "numberOfMatches",
        "matchRate",
    )
)


@_define(kw_only=True)
class ContactListCountsAttributes:
    """How many identifiers a contact list holds, and how many Criteo knows.

    Attributes:
        number_of_identifiers: How many identifiers the list holds.
        number_of_matches: How many of them belong to a person known to Criteo.
        match_rate: The share of people known to Criteo, in percent.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactListCountsAttributes)

    number_of_identifiers: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "numberOfIdentifiers",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many identifiers the list holds.",
            )
        },
    )
    number_of_matches: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "numberOfMatches",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many of them belong to a person known to Criteo.",
            )
        },
    )
    match_rate: float | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "matchRate",
                False,
                _Schema("number", format="double", nullable=True),
                "The share of people known to Criteo, in percent.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.number_of_identifiers, _Unset):
            _data["numberOfIdentifiers"] = self.number_of_identifiers
        if not isinstance(self.number_of_matches, _Unset):
            _data["numberOfMatches"] = self.number_of_matches
        if not isinstance(self.match_rate, _Unset):
            _data["matchRate"] = self.match_rate
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactListCountsAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            number_of_identifiers=src_dict.get("numberOfIdentifiers", _UNSET),
            number_of_matches=src_dict.get("numberOfMatches", _UNSET),
            match_rate=src_dict.get("matchRate", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
