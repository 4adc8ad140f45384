# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import each as _each
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("userIdentifiers",))


@_define(kw_only=True)
class UserData:
    """What is known of a person, hashed.

    Attributes:
        user_identifiers: The identifiers of one person.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: UserData)

    user_identifiers: "list[UserIdentifier]" = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "userIdentifiers",
                True,
                _Schema(
                    "array",
                    sensitive=True,
                    max_items=10,
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: UserIdentifier),
                ),
                "The identifiers of one person.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["userIdentifiers"] = _plain(self.user_identifiers)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "UserData":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            user_identifiers=_optional(
                lambda _list: _each(UserIdentifier.from_dict, _list), src_dict["userIdentifiers"]
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .user_identifier import UserIdentifier
else:
    _link(
        __name__,
        {
            "UserIdentifier": ".user_identifier",
        },
    )
