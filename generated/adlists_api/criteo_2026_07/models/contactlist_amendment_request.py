# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import guarded as _guarded
from adlists.contract import link as _link
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("data",))


@_define(kw_only=True)
class ContactlistAmendmentRequest:
    """Identifiers to be added to a contact list or removed from it, wrapped.

    Attributes:
        data: What to do, with which identifiers.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactlistAmendmentRequest)

    data: "ContactlistAmendment" = _field(
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "data",
                True,
                _Schema("object", model=lambda: ContactlistAmendment),
                "What to do, with which identifiers.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["data"] = _plain(self.data)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactlistAmendmentRequest":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            data=_optional(ContactlistAmendment.from_dict, src_dict["data"]),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .contactlist_amendment import ContactlistAmendment
else:
    _link(
        __name__,
        {
            "ContactlistAmendment": ".contactlist_amendment",
        },
    )
