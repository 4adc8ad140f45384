# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar
from typing import Literal as _Literal

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "code",
        "type",
        "title",
        "detail",
        "instance",
        "traceId",
    )
)


@_define(kw_only=True)
class Problem:
    """One problem.

    Attributes:
        code: A code for programs.
        type_: The kind of the problem.
        title: The problem in a few words.
        detail: The problem explained.
        instance: What the problem is about, as an address.
        trace_id: What to quote to Criteo's support.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: Problem)

    code: (
        _Literal[
            "audience-invalid",
            "audience-not-found",
            "authorization-issuer-invalid",
            "authorization-token-expired",
            "authorization-token-invalid",
            "authorization-token-missing",
            "authorization-unknown",
            "name-must-be-unique",
            "name-must-not-be-empty",
            "segment-not-found",
        ]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "code", False, _Schema("string", nullable=True), "A code for programs."
            )
        },
    )
    type_: (
        _Literal[
            "access-control",
            "authentication",
            "authorization",
            "availability",
            "deprecation",
            "quota",
            "validation",
        ]
        | str
        | None
        | _Unset
    ) = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "type", False, _Schema("string", nullable=True), "The kind of the problem."
            )
        },
    )
    title: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "title", False, _Schema("string", nullable=True), "The problem in a few words."
            )
        },
    )
    detail: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "detail", False, _Schema("string", nullable=True), "The problem explained."
            )
        },
    )
    instance: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "instance",
                False,
                _Schema("string", nullable=True),
                "What the problem is about, as an address.",
            )
        },
    )
    trace_id: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "traceId",
                False,
                _Schema("string", nullable=True),
                "What to quote to Criteo's support.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.code, _Unset):
            _data["code"] = self.code
        if not isinstance(self.type_, _Unset):
            _data["type"] = self.type_
        if not isinstance(self.title, _Unset):
            _data["title"] = self.title
        if not isinstance(self.detail, _Unset):
            _data["detail"] = self.detail
        if not isinstance(self.instance, _Unset):
            _data["instance"] = self.instance
        if not isinstance(self.trace_id, _Unset):
            _data["traceId"] = self.trace_id
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "Problem":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            code=src_dict.get("code", _UNSET),
            type_=src_dict.get("type", _UNSET),
            title=src_dict.get("title", _UNSET),
            detail=src_dict.get("detail", _UNSET),
            instance=src_dict.get("instance", _UNSET),
            trace_id=src_dict.get("traceId", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
