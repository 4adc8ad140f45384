# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

import datetime as _datetime
from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import kept as _kept
from adlists.contract import listed as _listed
from adlists.contract import plain as _plain
from adlists.contract import read_time as _read_time
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "contactListId",
        "operation",
        "requestDate",
        "identifierType",
        "nbValidIdentifiers",
        "nbInvalidIdentifiers",
        "sampleInvalidIdentifiers",
    )
)


@_define(kw_only=True)
class ContactlistOperationAttributes:
    """How many identifiers were valid, and when.

    Attributes:
        contact_list_id: Id of the contact list; a number, or its digits as text.
        operation: The operation, as the service understood it.
        request_date: When the service recorded the operation.
        identifier_type: The kind of the identifiers, as the service understood it.
        nb_valid_identifiers: How many identifiers are valid for their kind.
        nb_invalid_identifiers: How many identifiers are not valid for their kind.
        sample_invalid_identifiers: Some of the invalid identifiers, as they were sent.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactlistOperationAttributes)

    contact_list_id: int | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "contactListId",
                False,
                _Schema(
                    "any",
                    nullable=True,
                    variants=(
                        _Schema("integer", format="int64"),
                        _Schema("string"),
                    ),
                ),
                "Id of the contact list; a number, or its digits as text.",
            )
        },
    )
    operation: _Literal["add", "remove"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "operation",
                False,
                _Schema("string", nullable=True),
                "The operation, as the service understood it.",
            )
        },
    )
    request_date: _datetime.datetime | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "requestDate",
                False,
                _Schema("string", format="date-time", nullable=True),
                "When the service recorded the operation.",
            )
        },
    )
    identifier_type: (
        _Literal["email", "madid", "identityLink", "gum", "phoneNumber"] | str | None | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "identifierType",
                False,
                _Schema("string", nullable=True),
                "The kind of the identifiers, as the service understood it.",
            )
        },
    )
    nb_valid_identifiers: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nbValidIdentifiers",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many identifiers are valid for their kind.",
            )
        },
    )
    nb_invalid_identifiers: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nbInvalidIdentifiers",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many identifiers are not valid for their kind.",
            )
        },
    )
    sample_invalid_identifiers: list[str] | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "sampleInvalidIdentifiers",
                False,
                _Schema("array", nullable=True, sensitive=True, items=_Schema("string")),
                "Some of the invalid identifiers, as they were sent.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any], repr=_redacted)

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.contact_list_id, _Unset):
            _data["contactListId"] = self.contact_list_id
        if not isinstance(self.operation, _Unset):
            _data["operation"] = self.operation
        if not isinstance(self.request_date, _Unset):
            _data["requestDate"] = _plain(self.request_date)
        if not isinstance(self.identifier_type, _Unset):
            _data["identifierType"] = self.identifier_type
        if not isinstance(self.nb_valid_identifiers, _Unset):
            _data["nbValidIdentifiers"] = self.nb_valid_identifiers
        if not isinstance(self.nb_invalid_identifiers, _Unset):
            _data["nbInvalidIdentifiers"] = self.nb_invalid_identifiers
        if not isinstance(self.sample_invalid_identifiers, _Unset):
            _data["sampleInvalidIdentifiers"] = self.sample_invalid_identifiers
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactlistOperationAttributes":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            contact_list_id=src_dict.get("contactListId", _UNSET),
            operation=src_dict.get("operation", _UNSET),
            request_date=_kept(_read_time, src_dict.get("requestDate", _UNSET)),
            identifier_type=src_dict.get("identifierType", _UNSET),
            nb_valid_identifiers=src_dict.get("nbValidIdentifiers", _UNSET),
            nb_invalid_identifiers=src_dict.get("nbInvalidIdentifiers", _UNSET),
            sample_invalid_identifiers=_kept(
                _listed, src_dict.get("sampleInvalidIdentifiers", _UNSET)
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
