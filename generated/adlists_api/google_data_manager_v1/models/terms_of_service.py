# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

from .terms_of_service_customer_match_terms_of_service_status import (
    TermsOfServiceCustomerMatchTermsOfServiceStatus,
)

_KNOWN = frozenset[str](("customerMatchTermsOfServiceStatus",))


@_define(kw_only=True)
class TermsOfService:
    """Which terms the customer has accepted.

    Attributes:
        customer_match_terms_of_service_status: Whether the customer has accepted the terms
            of customer match.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: TermsOfService)

    customer_match_terms_of_service_status: (
        TermsOfServiceCustomerMatchTermsOfServiceStatus | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "customerMatchTermsOfServiceStatus",
                False,
                _Schema(
                    "string",
                    enum=(
                        "ACCEPTED",
                        "REJECTED",
                    ),
                ),
                "Whether the customer has accepted the terms of customer match.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.customer_match_terms_of_service_status, _Unset):
            _data["customerMatchTermsOfServiceStatus"] = self.customer_match_terms_of_service_status
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "TermsOfService":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            customer_match_terms_of_service_status=src_dict.get(
                "customerMatchTermsOfServiceStatus", _UNSET
            ),
        )
