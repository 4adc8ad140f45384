# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "client_id",
        "client_secret",
        "grant_type",
    )
)


@_define(kw_only=True)
class TokenRequest:
    """Client credentials, in the form of RFC 6749, section 4.4.

    Attributes:
        client_id: Client id of the application.
        client_secret: Client secret of the application.
        grant_type: The grant type of a client that acts for itself.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: TokenRequest)

    client_id: str = _field(
        metadata={
            "openapi": _Field("client_id", True, _Schema("string"), "Client id of the application.")
        }
    )
    client_secret: str = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "client_secret",
                True,
                _Schema("string", format="password", sensitive=True),
                "Client secret of the application.",
            )
        },
    )
    grant_type: _Literal["client_credentials"] = _field(
        default="client_credentials",
        metadata={
            "openapi": _Field(
                "grant_type",
                True,
                _Schema("string", enum=("client_credentials",)),
                "The grant type of a client that acts for itself.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["client_id"] = self.client_id
        _data["client_secret"] = self.client_secret
        _data["grant_type"] = self.grant_type
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "TokenRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            client_id=src_dict["client_id"],
            client_secret=src_dict["client_secret"],
            grant_type=src_dict["grant_type"],
        )
