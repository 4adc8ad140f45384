# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import each_kept as _each_kept
from adlists.contract import guarded as _guarded
from adlists.contract import kept as _kept
from adlists.contract import link as _link
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "Audiences",
        "PartialErrors",
    )
)


@_define(kw_only=True)
class QueryAudiencesByIdsResponse:
    """Lists.

    Attributes:
        audiences: The lists.
        partial_errors: One error for each list that was not found.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: QueryAudiencesByIdsResponse)

    audiences: "list[CustomerList] | None | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "Audiences",
                False,
                _Schema(
                    "array", nullable=True, items=_Schema("object", model=lambda: CustomerList)
                ),
                "The lists.",
            )
        },
    )
    partial_errors: "list[BatchError] | None | _Unset" = _field(
        default=_UNSET,
        repr=_guarded,
        metadata={
            "openapi": _Field(
                "PartialErrors",
                False,
                _Schema("array", nullable=True, items=_Schema("object", model=lambda: BatchError)),
                "One error for each list that was not found.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.audiences, _Unset):
            _data["Audiences"] = _plain(self.audiences)
        if not isinstance(self.partial_errors, _Unset):
            _data["PartialErrors"] = _plain(self.partial_errors)
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "QueryAudiencesByIdsResponse":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            audiences=_kept(
                lambda _list: _each_kept(CustomerList.from_dict, _list),
                src_dict.get("Audiences", _UNSET),
            ),
            partial_errors=_kept(
                lambda _list: _each_kept(BatchError.from_dict, _list),
                src_dict.get("PartialErrors", _UNSET),
            ),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .batch_error import BatchError
    from .customer_list import CustomerList
else:
    _link(
        __name__,
        {
            "BatchError": ".batch_error",
            "CustomerList": ".customer_list",
        },
    )
