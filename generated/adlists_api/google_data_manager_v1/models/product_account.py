# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from attrs import define as _define
from attrs import field as _field

from .product_account_account_type import ProductAccountAccountType

_KNOWN = frozenset[str](
    (
        "accountId",
        "accountType",
    )
)


@_define(kw_only=True)
class ProductAccount:
    """An account of one of Google's products.

    Attributes:
        account_id: Id of the account, digits only.
        account_type: The product that the account belongs to.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ProductAccount)

    account_id: str = _field(
        metadata={
            "openapi": _Field(
                "accountId",
                True,
                _Schema("string", limits={"min_length": 1}),
                "Id of the account, digits only.",
            )
        }
    )
    account_type: ProductAccountAccountType = _field(
        metadata={
            "openapi": _Field(
                "accountType",
                True,
                _Schema(
                    "string",
                    enum=(
                        "GOOGLE_ADS",
                        "DISPLAY_VIDEO_PARTNER",
                        "DISPLAY_VIDEO_ADVERTISER",
                        "DATA_PARTNER",
                        "GOOGLE_ANALYTICS_PROPERTY",
                        "GOOGLE_AD_MANAGER_AUDIENCE_LINK",
                        "FLOODLIGHT_CONFIG",
                        "GOOGLE_AD_MANAGER",
                    ),
                ),
                "The product that the account belongs to.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["accountId"] = self.account_id
        _data["accountType"] = self.account_type
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ProductAccount":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            account_id=src_dict["accountId"],
            account_type=src_dict["accountType"],
        )
