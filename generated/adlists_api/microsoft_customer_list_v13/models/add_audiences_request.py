# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

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
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("Audiences",))


@_define(kw_only=True)
class AddAudiencesRequest:
    """Lists to be created.

    Attributes:
        audiences: The lists.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: AddAudiencesRequest)

    audiences: "list[CustomerListCreate]" = _field(
        metadata={
            "openapi": _Field(
                "Audiences",
                True,
                _Schema(
                    "array",
                    max_items=100,
                    limits={"min_items": 1},
                    items=_Schema("object", model=lambda: CustomerListCreate),
                ),
                "The lists.",
            )
        }
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["Audiences"] = _plain(self.audiences)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "AddAudiencesRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            audiences=_optional(
                lambda _list: _each(CustomerListCreate.from_dict, _list), src_dict["Audiences"]
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .customer_list_create import CustomerListCreate
else:
    _link(
        __name__,
        {
            "CustomerListCreate": ".customer_list_create",
        },
    )
