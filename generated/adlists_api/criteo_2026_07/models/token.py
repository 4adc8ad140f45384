# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "access_token",
        "token_type",
        "expires_in",
    )
)


@_define(kw_only=True)
class Token:
    """An access token and its lifetime.

    Attributes:
        access_token: The token, to be sent as a bearer token.
        token_type: How to use the token.
        expires_in: Lifetime in seconds, counted from the reply; a number, or its digits as
            text.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Token)

    access_token: str | None | _Unset = _field(
        default=_UNSET,
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "access_token",
                False,
                _Schema("string", nullable=True, sensitive=True),
                "The token, to be sent as a bearer token.",
            )
        },
    )
    token_type: _Literal["Bearer"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "token_type", False, _Schema("string", nullable=True), "How to use the token."
            )
        },
    )
    expires_in: int | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "expires_in",
                False,
                _Schema(
                    "any",
                    nullable=True,
                    variants=(
                        _Schema("integer", format="int32"),
                        _Schema("string"),
                    ),
                ),
                "Lifetime in seconds, counted from the reply; a number, or its digits as text.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.access_token, _Unset):
            _data["access_token"] = self.access_token
        if not isinstance(self.token_type, _Unset):
            _data["token_type"] = self.token_type
        if not isinstance(self.expires_in, _Unset):
            _data["expires_in"] = self.expires_in
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Token":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            access_token=src_dict.get("access_token", _UNSET),
            token_type=src_dict.get("token_type", _UNSET),
            expires_in=src_dict.get("expires_in", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
