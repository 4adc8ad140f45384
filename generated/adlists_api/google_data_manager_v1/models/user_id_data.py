# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("userId",))


@_define(kw_only=True)
class UserIdData:
    """An id that the advertiser gives.

    Attributes:
        user_id: The id.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserIdData)

    user_id: str = _field(
        repr=_redacted,
        metadata={"openapi": _Field("userId", True, _Schema("string", sensitive=True), "The id.")},
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["userId"] = self.user_id
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserIdData":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            user_id=src_dict["userId"],
        )
