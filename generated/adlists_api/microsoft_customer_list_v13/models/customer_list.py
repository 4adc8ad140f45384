# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "Id",
        "Name",
        "Description",
        "ParentId",
        "Scope",
        "MembershipDuration",
        "SearchSize",
        "Type",
    )
)


@_define(kw_only=True)
class CustomerList:
    """A list.

    Attributes:
        id: Id of the list; a number, or its digits as text.
        name: Name of the list.
        description: What the list is for.
        parent_id: Id of the account or of the customer who owns the list.
        scope: Who may use the list.
        membership_duration: How many days people stay.
        search_size: How many people the list reaches in searches, where the service knows
            it.
        type_: The kind of the list.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: CustomerList)

    id: int | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Id",
                False,
                _Schema(
                    "any",
                    nullable=True,
                    variants=(
                        _Schema("integer", format="int64"),
                        _Schema("string"),
                    ),
                ),
                "Id of the list; a number, or its digits as text.",
            )
        },
    )
    name: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("Name", False, _Schema("string", nullable=True), "Name of the list.")
        },
    )
    description: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Description", False, _Schema("string", nullable=True), "What the list is for."
            )
        },
    )
    parent_id: int | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "ParentId",
                False,
                _Schema(
                    "any",
                    nullable=True,
                    variants=(
                        _Schema("integer", format="int64"),
                        _Schema("string"),
                    ),
                ),
                "Id of the account or of the customer who owns the list.",
            )
        },
    )
    scope: _Literal["Account", "Customer"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Scope", False, _Schema("string", nullable=True), "Who may use the list."
            )
        },
    )
    membership_duration: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "MembershipDuration",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many days people stay.",
            )
        },
    )
    search_size: int | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "SearchSize",
                False,
                _Schema(
                    "any",
                    nullable=True,
                    variants=(
                        _Schema("integer", format="int64"),
                        _Schema("string"),
                    ),
                ),
                "How many people the list reaches in searches, where the service knows it.",
            )
        },
    )
    type_: _Literal["CustomerList"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Type", False, _Schema("string", nullable=True), "The kind of the list."
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.id, _Unset):
            _data["Id"] = self.id
        if not isinstance(self.name, _Unset):
            _data["Name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["Description"] = self.description
        if not isinstance(self.parent_id, _Unset):
            _data["ParentId"] = self.parent_id
        if not isinstance(self.scope, _Unset):
            _data["Scope"] = self.scope
        if not isinstance(self.membership_duration, _Unset):
            _data["MembershipDuration"] = self.membership_duration
        if not isinstance(self.search_size, _Unset):
            _data["SearchSize"] = self.search_size
        if not isinstance(self.type_, _Unset):
            _data["Type"] = self.type_
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "CustomerList":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            id=src_dict.get("Id", _UNSET),
            name=src_dict.get("Name", _UNSET),
            description=src_dict.get("Description", _UNSET),
            parent_id=src_dict.get("ParentId", _UNSET),
            scope=src_dict.get("Scope", _UNSET),
            membership_duration=src_dict.get("MembershipDuration", _UNSET),
            search_size=src_dict.get("SearchSize", _UNSET),
            type_=src_dict.get("Type", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
