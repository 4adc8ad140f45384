# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import kept as _kept
from adlists.contract import listed as _listed
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("uploadKeyTypes",))


@_define(kw_only=True)
class IngestedUserListInfo:
    """What may be put on a list.

    Attributes:
        upload_key_types: Kinds of data; known are CONTACT_ID, MOBILE_ID, USER_ID, PAIR_ID
            and PSEUDONYMOUS_ID.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: IngestedUserListInfo)

    upload_key_types: list[str] | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "uploadKeyTypes",
                False,
                _Schema("array", nullable=True, items=_Schema("string")),
                "Kinds of data; known are CONTACT_ID, MOBILE_ID, USER_ID, PAIR_ID and PSEUDONYMOUS_ID.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.upload_key_types, _Unset):
            _data["uploadKeyTypes"] = self.upload_key_types
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "IngestedUserListInfo":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            upload_key_types=_kept(_listed, src_dict.get("uploadKeyTypes", _UNSET)),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
