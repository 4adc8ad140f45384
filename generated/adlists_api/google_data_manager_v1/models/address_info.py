# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "givenName",
        "familyName",
        "regionCode",
        "postalCode",
        "addressLine",
        "city",
        "administrativeArea",
    )
)


@_define(kw_only=True)
class AddressInfo:
    """A person's name and place.

    Attributes:
        given_name: Hash of the given name.
        family_name: Hash of the family name.
        region_code: The country's code of two letters, plain.
        postal_code: The postal code, plain.
        address_line: Street and number.
        city: The town.
        administrative_area: The state or the province.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: AddressInfo)

    given_name: str = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "givenName", True, _Schema("string", sensitive=True), "Hash of the given name."
            )
        },
    )
    family_name: str = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "familyName", True, _Schema("string", sensitive=True), "Hash of the family name."
            )
        },
    )
    region_code: str = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "regionCode",
                True,
                _Schema("string", sensitive=True),
                "The country's code of two letters, plain.",
            )
        },
    )
    postal_code: str = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "postalCode", True, _Schema("string", sensitive=True), "The postal code, plain."
            )
        },
    )
    address_line: str | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "addressLine", False, _Schema("string", sensitive=True), "Street and number."
            )
        },
    )
    city: str | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={"openapi": _Field("city", False, _Schema("string", sensitive=True), "The town.")},
    )
    administrative_area: str | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "administrativeArea",
                False,
                _Schema("string", sensitive=True),
                "The state or the province.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["givenName"] = self.given_name
        _data["familyName"] = self.family_name
        _data["regionCode"] = self.region_code
        _data["postalCode"] = self.postal_code
        if not isinstance(self.address_line, _Unset):
            _data["addressLine"] = self.address_line
        if not isinstance(self.city, _Unset):
            _data["city"] = self.city
        if not isinstance(self.administrative_area, _Unset):
            _data["administrativeArea"] = self.administrative_area
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AddressInfo":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            given_name=src_dict["givenName"],
            family_name=src_dict["familyName"],
            region_code=src_dict["regionCode"],
            postal_code=src_dict["postalCode"],
            address_line=src_dict.get("addressLine", _UNSET),
            city=src_dict.get("city", _UNSET),
            administrative_area=src_dict.get("administrativeArea", _UNSET),
        )
