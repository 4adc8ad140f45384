# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "code",
        "app_list_id",
        "processed_apps",
        "failed_apps",
    )
)


@_define(kw_only=True)
class AppListChanged:
    """How many ids the service acted on.

    Attributes:
        code: A status in the body, as the other replies have it.
        app_list_id: Id of the list.
        processed_apps: How many ids were valid and are now on the list, or off it.
        failed_apps: How many ids were invalid.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: AppListChanged)

    code: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "code",
                False,
                _Schema("integer", format="int32", nullable=True),
                "A status in the body, as the other replies have it.",
            )
        },
    )
    app_list_id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "app_list_id", False, _Schema("string", nullable=True), "Id of the list."
            )
        },
    )
    processed_apps: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "processed_apps",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many ids were valid and are now on the list, or off it.",
            )
        },
    )
    failed_apps: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "failed_apps",
                False,
                _Schema("integer", format="int32", nullable=True),
                "How many ids were invalid.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.code, _Unset):
            _data["code"] = self.code
        if not isinstance(self.app_list_id, _Unset):
            _data["app_list_id"] = self.app_list_id
        if not isinstance(self.processed_apps, _Unset):
            _data["processed_apps"] = self.processed_apps
        if not isinstance(self.failed_apps, _Unset):
            _data["failed_apps"] = self.failed_apps
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AppListChanged":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("code", _UNSET),
            app_list_id=src_dict.get("app_list_id", _UNSET),
            processed_apps=src_dict.get("processed_apps", _UNSET),
            failed_apps=src_dict.get("failed_apps", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
