# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "operatingAccount",
        "productDestinationId",
        "loginAccount",
        "linkedAccount",
        "reference",
    )
)


@_define(kw_only=True)
class Destination:
    """A list, and the account that it is reached through.

    Attributes:
        operating_account: The account that owns the list.
        product_destination_id: Id of the list.
        login_account: The account that the caller acts as, where it is another.
        linked_account: The account whose link to the operating account is used.
        reference: A name for this list within the request.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Destination)

    operating_account: "ProductAccount" = _field(
        metadata={
            "openapi": _Field(
                "operatingAccount",
                True,
                _Schema("object", model=lambda: ProductAccount),
                "The account that owns the list.",
            )
        }
    )
    product_destination_id: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "productDestinationId",
                False,
                _Schema("string", limits={"min_length": 1}),
                "Id of the list.",
            )
        },
    )
    login_account: "ProductAccount | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "loginAccount",
                False,
                _Schema("object", model=lambda: ProductAccount),
                "The account that the caller acts as, where it is another.",
            )
        },
    )
    linked_account: "ProductAccount | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "linkedAccount",
                False,
                _Schema("object", model=lambda: ProductAccount),
                "The account whose link to the operating account is used.",
            )
        },
    )
    reference: str | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "reference", False, _Schema("string"), "A name for this list within the request."
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["operatingAccount"] = _plain(self.operating_account)
        if not isinstance(self.product_destination_id, _Unset):
            _data["productDestinationId"] = self.product_destination_id
        if not isinstance(self.login_account, _Unset):
            _data["loginAccount"] = _plain(self.login_account)
        if not isinstance(self.linked_account, _Unset):
            _data["linkedAccount"] = _plain(self.linked_account)
        if not isinstance(self.reference, _Unset):
            _data["reference"] = self.reference
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Destination":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            operating_account=_optional(ProductAccount.from_dict, src_dict["operatingAccount"]),
            product_destination_id=src_dict.get("productDestinationId", _UNSET),
            login_account=_optional(ProductAccount.from_dict, src_dict.get("loginAccount", _UNSET)),
            linked_account=_optional(
                ProductAccount.from_dict, src_dict.get("linkedAccount", _UNSET)
            ),
            reference=src_dict.get("reference", _UNSET),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .product_account import ProductAccount
else:
    _link(
        __name__,
        {
            "ProductAccount": ".product_account",
        },
    )
