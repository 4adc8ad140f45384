# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from attrs import define as _define
from attrs import field as _field

_KNOWN = frozenset[str](
    (
        "displayNetworkMembersCount",
        "searchNetworkMembersCount",
        "youtubeMembersCount",
        "gmailMembersCount",
    )
)


@_define(kw_only=True)
class SizeInfo:
    """How many people of a list can be reached, rounded.

    Attributes:
        display_network_members_count: On the display network; digits as text.
        search_network_members_count: On the search network; digits as text.
        youtube_members_count: On YouTube; digits as text.
        gmail_members_count: On Gmail; digits as text.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: SizeInfo)

    display_network_members_count: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "displayNetworkMembersCount",
                False,
                _Schema("string", nullable=True),
                "On the display network; digits as text.",
            )
        },
    )
    search_network_members_count: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "searchNetworkMembersCount",
                False,
                _Schema("string", nullable=True),
                "On the search network; digits as text.",
            )
        },
    )
    youtube_members_count: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "youtubeMembersCount",
                False,
                _Schema("string", nullable=True),
                "On YouTube; digits as text.",
            )
        },
    )
    gmail_members_count: str | None | _Unset = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "gmailMembersCount",
                False,
                _Schema("string", nullable=True),
                "On Gmail; digits as text.",
            )
        },
    )
    additional_properties: dict[str, _Any] = _field(factory=dict[str, _Any])

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        if not isinstance(self.display_network_members_count, _Unset):
            _data["displayNetworkMembersCount"] = self.display_network_members_count
        if not isinstance(self.search_network_members_count, _Unset):
            _data["searchNetworkMembersCount"] = self.search_network_members_count
        if not isinstance(self.youtube_members_count, _Unset):
            _data["youtubeMembersCount"] = self.youtube_members_count
        if not isinstance(self.gmail_members_count, _Unset):
            _data["gmailMembersCount"] = self.gmail_members_count
        for _name, _value in self.additional_properties.items():
            if _name in _KNOWN:
                raise ValueError(f"additional_properties holds {_name!r}, a field of its own")
            _data[_name] = _value
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "SizeInfo":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            display_network_members_count=src_dict.get("displayNetworkMembersCount", _UNSET),
            search_network_members_count=src_dict.get("searchNetworkMembersCount", _UNSET),
            youtube_members_count=src_dict.get("youtubeMembersCount", _UNSET),
            gmail_members_count=src_dict.get("gmailMembersCount", _UNSET),
            additional_properties={}
            if src_dict.keys() <= _KNOWN
            else {_name: _value for _name, _value in src_dict.items() if _name not in _KNOWN},
        )
