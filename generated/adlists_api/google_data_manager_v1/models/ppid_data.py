# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from adlists.contract import redacted as _redacted
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](("ppids",))


@_define(kw_only=True)
class PpidData:
    """Ids that publishers give.

    Attributes:
        ppids: The ids.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: PpidData)

    ppids: list[str] = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "ppids",
                True,
                _Schema("array", sensitive=True, limits={"min_items": 1}, items=_Schema("string")),
                "The ids.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["ppids"] = self.ppids
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "PpidData":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            ppids=_optional(_listed, src_dict["ppids"]),
        )
