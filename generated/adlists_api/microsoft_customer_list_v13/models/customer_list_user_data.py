# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

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

from .customer_list_user_data_action_type import CustomerListUserDataActionType
from .customer_list_user_data_customer_list_item_sub_type import (
    CustomerListUserDataCustomerListItemSubType,
)

_KNOWN = frozenset[str](
    (
        "AudienceId",
        "ActionType",
        "CustomerListItemSubType",
        "CustomerListItems",
        "AcceptCustomerMatchTerm",
    )
)


@_define(kw_only=True)
class CustomerListUserData:
    """People to be put on a list or taken off it.

    Attributes:
        audience_id: Id of the list; digits as text.
        action_type: Whether the people join the list, leave it, or are all that it will
            hold.
        customer_list_item_sub_type: What the items are.
        customer_list_items: The people, by SHA-256 of their email addresses in lower-case
            hex.
        accept_customer_match_term: Whether the customer accepts the terms of customer match
            with this call.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: CustomerListUserData)

    audience_id: str = _field(
        metadata={
            "openapi": _Field(
                "AudienceId",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Id of the list; digits as text.",
            )
        }
    )
    action_type: CustomerListUserDataActionType = _field(
        metadata={
            "openapi": _Field(
                "ActionType",
                True,
                _Schema(
                    "string",
                    enum=(
                        "Add",
                        "Remove",
                        "Replace",
                    ),
                ),
                "Whether the people join the list, leave it, or are all that it will hold.",
            )
        }
    )
    customer_list_item_sub_type: CustomerListUserDataCustomerListItemSubType = _field(
        metadata={
            "openapi": _Field(
                "CustomerListItemSubType",
                True,
                _Schema("string", enum=("Email",)),
                "What the items are.",
            )
        }
    )
    customer_list_items: list[str] = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "CustomerListItems",
                True,
                _Schema(
                    "array",
                    sensitive=True,
                    max_items=1000,
                    limits={"min_items": 1},
                    items=_Schema("string"),
                ),
                "The people, by SHA-256 of their email addresses in lower-case hex.",
            )
        },
    )
    accept_customer_match_term: bool | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "AcceptCustomerMatchTerm",
                False,
                _Schema("boolean"),
                "Whether the customer accepts the terms of customer match with this call.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["AudienceId"] = self.audience_id
        _data["ActionType"] = self.action_type
        _data["CustomerListItemSubType"] = self.customer_list_item_sub_type
        _data["CustomerListItems"] = self.customer_list_items
        if not isinstance(self.accept_customer_match_term, _Unset):
            _data["AcceptCustomerMatchTerm"] = self.accept_customer_match_term
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "CustomerListUserData":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            audience_id=src_dict["AudienceId"],
            action_type=src_dict["ActionType"],
            customer_list_item_sub_type=src_dict["CustomerListItemSubType"],
            customer_list_items=_optional(_listed, src_dict["CustomerListItems"]),
            accept_customer_match_term=src_dict.get("AcceptCustomerMatchTerm", _UNSET),
        )
