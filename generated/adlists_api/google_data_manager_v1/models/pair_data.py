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

_KNOWN = frozenset[str](("pairIds",))


@_define(kw_only=True)
class PairData:
    """Ids of PAIR.

    Attributes:
        pair_ids: The ids.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: PairData)

    pair_ids: list[str] = _field(
        repr=_redacted,
        metadata={
            "openapi": _Field(
                "pairIds",
                True,
                _Schema("array", sensitive=True, limits={"min_items": 1}, items=_Schema("string")),
                "The ids.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["pairIds"] = self.pair_ids
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "PairData":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            pair_ids=_optional(_listed, src_dict["pairIds"]),
        )
