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

from .customer_list_create_scope import CustomerListCreateScope

_KNOWN = frozenset[str](
    (
        "Type",
        "Name",
        "Description",
        "ParentId",
        "Scope",
        "MembershipDuration",
    )
)


@_define(kw_only=True)
class CustomerListCreate:
    """A list to be created.

    Attributes:
        type_: The kind of the list.
        name: Name of the list.
        description: What the list is for.
        parent_id: Id of the account or of the customer, by the scope, who will own the
            list.
        scope: Who may use the list.
        membership_duration: How many days people stay, -1 for ever; 30 where it is left
            out.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: CustomerListCreate)

    type_: _Literal["CustomerList"] = _field(
        default="CustomerList",
        metadata={
            "openapi": _Field(
                "Type", True, _Schema("string", enum=("CustomerList",)), "The kind of the list."
            )
        },
    )
    name: str = _field(
        metadata={
            "openapi": _Field(
                "Name",
                True,
                _Schema("string", limits={"min_length": 1, "max_length": 128}),
                "Name of the list.",
            )
        }
    )
    description: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Description",
                False,
                _Schema("string", limits={"max_length": 1024}),
                "What the list is for.",
            )
        },
    )
    parent_id: int = _field(
        metadata={
            "openapi": _Field(
                "ParentId",
                True,
                _Schema("integer", format="int64"),
                "Id of the account or of the customer, by the scope, who will own the list.",
            )
        }
    )
    scope: CustomerListCreateScope = _field(
        metadata={
            "openapi": _Field(
                "Scope",
                True,
                _Schema(
                    "string",
                    enum=(
                        "Account",
                        "Customer",
                    ),
                ),
                "Who may use the list.",
            )
        }
    )
    membership_duration: int | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "MembershipDuration",
                False,
                _Schema("integer", format="int32", limits={"minimum": -1, "maximum": 390}),
                "How many days people stay, -1 for ever; 30 where it is left out.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["Type"] = self.type_
        _data["Name"] = self.name
        if not isinstance(self.description, _Unset):
            _data["Description"] = self.description
        _data["ParentId"] = self.parent_id
        _data["Scope"] = self.scope
        if not isinstance(self.membership_duration, _Unset):
            _data["MembershipDuration"] = self.membership_duration
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "CustomerListCreate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            type_=src_dict["Type"],
            name=src_dict["Name"],
            description=src_dict.get("Description", _UNSET),
            parent_id=src_dict["ParentId"],
            scope=src_dict["Scope"],
            membership_duration=src_dict.get("MembershipDuration", _UNSET),
        )
