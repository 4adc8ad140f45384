# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import guarded as _guarded
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("CustomerListUserData",))


@_define(kw_only=True)
class ApplyCustomerListUserDataRequest:
    """People to be put on a list or taken off it, wrapped.

    Attributes:
        customer_list_user_data: The list, and the people.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ApplyCustomerListUserDataRequest)

    customer_list_user_data: "CustomerListUserData" = _field(
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "CustomerListUserData",
                True,
                _Schema("object", model=lambda: CustomerListUserData),
                "The list, and the people.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["CustomerListUserData"] = _plain(self.customer_list_user_data)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ApplyCustomerListUserDataRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            customer_list_user_data=_optional(
                CustomerListUserData.from_dict, src_dict["CustomerListUserData"]
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .customer_list_user_data import CustomerListUserData
else:
    _link(
        __name__,
        {
            "CustomerListUserData": ".customer_list_user_data",
        },
    )
