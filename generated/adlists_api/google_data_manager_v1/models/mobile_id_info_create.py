# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from attrs import define as _define
from attrs import field as _field

from .mobile_id_info_create_key_space import MobileIdInfoCreateKeySpace

_KNOWN = frozenset[str](
    (
        "keySpace",
        "appId",
    )
)


@_define(kw_only=True)
class MobileIdInfoCreate:
    """Which devices a list is for.

    Attributes:
        key_space: Whose ids they are.
        app_id: The app that the ids were collected in.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: MobileIdInfoCreate)

    key_space: MobileIdInfoCreateKeySpace = _field(
        metadata={
            "openapi": _Field(
                "keySpace",
                True,
                _Schema(
                    "string",
                    enum=(
                        "IOS",
                        "ANDROID",
                    ),
                ),
                "Whose ids they are.",
            )
        }
    )
    app_id: str = _field(
        metadata={
            "openapi": _Field(
                "appId",
                True,
                _Schema("string", limits={"min_length": 1}),
                "The app that the ids were collected in.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["keySpace"] = self.key_space
        _data["appId"] = self.app_id
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "MobileIdInfoCreate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            key_space=src_dict["keySpace"],
            app_id=src_dict["appId"],
        )
