# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("value",))


@_define(kw_only=True)
class NillableString:
    """A new text, or none.

    Attributes:
        value: The text; null, or leaving it out, clears what was there.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: NillableString)

    value: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "value",
                False,
                _Schema("string", nullable=True),
                "The text; null, or leaving it out, clears what was there.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.value, _Unset):
            _data["value"] = self.value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "NillableString":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            value=src_dict.get("value", _UNSET),
        )
