# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import each_kept as _each_kept
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "code",
        "apps",
        "count",
    )
)


@_define(kw_only=True)
class Apps:
    """The apps on one app list.

    Attributes:
        code: A status in the body.
        apps: The apps; empty if the list is.
        count: How many apps the reply holds.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Apps)

    code: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "code",
                False,
                _Schema("integer", format="int32", nullable=True),
                "A status in the body.",
            )
        },
    )
    apps: "list[App]" = _field(
        metadata={
            "openapi": _Field(
                "apps",
                True,
                _Schema("array", items=_Schema("object", model=lambda: App)),
                "The apps; empty if the list is.",
            )
        }
    )
    count: int | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "count",
                False,
                _Schema("integer", format="int64", nullable=True),
                "How many apps the reply holds.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.code, _Unset):
            _data["code"] = self.code
        _data["apps"] = _plain(self.apps)
        if not isinstance(self.count, _Unset):
            _data["count"] = self.count
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Apps":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("code", _UNSET),
            apps=_kept(lambda _list: _each_kept(App.from_dict, _list), src_dict["apps"]),
            count=src_dict.get("count", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .app import App
else:
    _link(
        __name__,
        {
            "App": ".app",
        },
    )
