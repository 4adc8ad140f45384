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

from .consent_ad_personalization import ConsentAdPersonalization
from .consent_ad_user_data import ConsentAdUserData

_KNOWN = frozenset[str](
    (
        "adUserData",
        "adPersonalization",
    )
)


@_define(kw_only=True)
class Consent:
    """What people have agreed to.

    Attributes:
        ad_user_data: Whether their data may be used for advertising.
        ad_personalization: Whether advertisements may be made personal.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Consent)

    ad_user_data: ConsentAdUserData | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "adUserData",
                False,
                _Schema(
                    "string",
                    enum=(
                        "CONSENT_GRANTED",
                        "CONSENT_DENIED",
                    ),
                ),
                "Whether their data may be used for advertising.",
            )
        },
    )
    ad_personalization: ConsentAdPersonalization | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "adPersonalization",
                False,
                _Schema(
                    "string",
                    enum=(
                        "CONSENT_GRANTED",
                        "CONSENT_DENIED",
                    ),
                ),
                "Whether advertisements may be made personal.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.ad_user_data, _Unset):
            _data["adUserData"] = self.ad_user_data
        if not isinstance(self.ad_personalization, _Unset):
            _data["adPersonalization"] = self.ad_personalization
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Consent":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            ad_user_data=src_dict.get("adUserData", _UNSET),
            ad_personalization=src_dict.get("adPersonalization", _UNSET),
        )
