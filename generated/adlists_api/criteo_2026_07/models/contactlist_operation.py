# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import guarded as _guarded
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "type",
        "attributes",
    )
)


@_define(kw_only=True)
class ContactlistOperation:
    """What became of the identifiers.

    Attributes:
        type_: What the entry is.
        attributes: The counts.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: ContactlistOperation)

    type_: _Literal["ContactlistAmendment"] | str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field("type", False, _Schema("string", nullable=True), "What the entry is.")
        },
    )
    attributes: "ContactlistOperationAttributes | None | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "attributes",
                False,
                _Schema("object", nullable=True, model=lambda: ContactlistOperationAttributes),
                "The counts.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.type_, _Unset):
            _data["type"] = self.type_
        if not isinstance(self.attributes, _Unset):
            _data["attributes"] = _plain(self.attributes)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "ContactlistOperation":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            type_=src_dict.get("type", _UNSET),
            attributes=_kept(
                ContactlistOperationAttributes.from_dict, src_dict.get("attributes", _UNSET)
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .contactlist_operation_attributes import ContactlistOperationAttributes
else:
    _link(
        __name__,
        {
            "ContactlistOperationAttributes": ".contactlist_operation_attributes",
        },
    )
