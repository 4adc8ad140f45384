# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from collections.abc import Mapping as _Mapping
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import ClassVar as _ClassVar

from adlists.contract import UNSET as _UNSET
from adlists.contract import Field as _Field
from adlists.contract import Schema as _Schema
from adlists.contract import Unset as _Unset
from adlists.contract import link as _link
from adlists.contract import listed as _listed
from adlists.contract import optional as _optional
from adlists.contract import plain as _plain
from attrs import define as _define
from attrs import field as _field

from .ingested_user_list_info_create_upload_key_types_item import (
    IngestedUserListInfoCreateUploadKeyTypesItem,
)

_KNOWN = frozenset[str](
    (
        "uploadKeyTypes",
        "mobileIdInfo",
    )
)


@_define(kw_only=True)
class IngestedUserListInfoCreate:
    """What may be put on a list.

    Attributes:
        upload_key_types: Kinds of data.
        mobile_id_info: Which devices; needed with MOBILE_ID.
    """

    SCHEMA: _ClassVar[_Schema] = _Schema("object", model=lambda: IngestedUserListInfoCreate)

    upload_key_types: list[IngestedUserListInfoCreateUploadKeyTypesItem] = _field(
        metadata={
            "openapi": _Field(
                "uploadKeyTypes",
                True,
                _Schema(
                    "array",
                    limits={"min_items": 1},
                    items=_Schema(
                        "string",
                        enum=(
                            "CONTACT_ID",
                            "MOBILE_ID",
                            "USER_ID",
                            "PAIR_ID",
                            "PSEUDONYMOUS_ID",
                        ),
                    ),
                ),
                "Kinds of data.",
            )
        }
    )
    mobile_id_info: "MobileIdInfoCreate | _Unset" = _field(
        default=_UNSET,
        metadata={
            "openapi": _Field(
                "mobileIdInfo",
                False,
                _Schema("object", model=lambda: MobileIdInfoCreate),
                "Which devices; needed with MOBILE_ID.",
            )
        },
    )

    def to_dict(self) -> dict[str, _Any]:
        """Return plain data, in the document's order; what is unset is left out."""
        _data: dict[str, _Any] = {}
        _data["uploadKeyTypes"] = self.upload_key_types
        if not isinstance(self.mobile_id_info, _Unset):
            _data["mobileIdInfo"] = _plain(self.mobile_id_info)
        return _data

    @classmethod
    def from_dict(cls, src_dict: _Mapping[str, _Any]) -> "IngestedUserListInfoCreate":
        """Build one of plain data; absent, null and unknown fields survive."""
        return cls(
            upload_key_types=_optional(_listed, src_dict["uploadKeyTypes"]),
            mobile_id_info=_optional(
                MobileIdInfoCreate.from_dict, src_dict.get("mobileIdInfo", _UNSET)
            ),
        )


# Once the class is there, so that models may refer to each other and their annotations resolve.
if _TYPE_CHECKING:
    from .mobile_id_info_create import MobileIdInfoCreate
else:
    _link(
        __name__,
        {
            "MobileIdInfoCreate": ".mobile_id_info_create",
        },
    )
