# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

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
        "userLists",
        "nextPageToken",
    )
)


@_define(kw_only=True)
class UserListPage:
    """A page of user lists.

    Attributes:
        user_lists: The lists.
        next_page_token: What to ask the next page with; absent on the last.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserListPage)

    user_lists: "list[UserList] | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "userLists",
                False,
                _Schema("array", nullable=True, items=_Schema("object", model=lambda: UserList)),
                "The lists.",
            )
        },
    )
    next_page_token: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "nextPageToken",
                False,
                _Schema("string", nullable=True),
                "What to ask the next page with; absent on the last.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.user_lists, _Unset):
            _data["userLists"] = _plain(self.user_lists)
        if not isinstance(self.next_page_token, _Unset):
            _data["nextPageToken"] = self.next_page_token
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserListPage":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            user_lists=_kept(
                lambda _list: _each_kept(UserList.from_dict, _list),
                src_dict.get("userLists", _UNSET),
            ),
            next_page_token=src_dict.get("nextPageToken", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .user_list import UserList
else:
    _link(
        __name__,
        {
            "UserList": ".user_list",
        },
    )
