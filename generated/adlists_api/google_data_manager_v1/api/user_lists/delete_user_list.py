# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Delete a user list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Failure)

OPERATION: Final[Operation[models.Nothing]] = Operation(
    id="delete_user_list",
    method="DELETE",
    path="/v1/accountTypes/{accountType}/accounts/{account}/userLists/{userList}",
    tag="user_lists",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    scopes={"oauth": ("https://www.googleapis.com/auth/datamanager",)},
    summary="Delete a user list.",
    description="Deletes the list with all people on it. A repeat finds nothing and is answered with 404.",
    parameters=(
        _Parameter(
            "accountType",
            "account_type",
            "path",
            True,
            _Schema(
                "string",
                enum=(
                    "GOOGLE_ADS",
                    "DISPLAY_VIDEO_PARTNER",
                    "DISPLAY_VIDEO_ADVERTISER",
                    "DATA_PARTNER",
                    "GOOGLE_ANALYTICS_PROPERTY",
                    "GOOGLE_AD_MANAGER_AUDIENCE_LINK",
                    "FLOODLIGHT_CONFIG",
                    "GOOGLE_AD_MANAGER",
                ),
            ),
            "The product that the account belongs to.",
        ),
        _Parameter(
            "account",
            "account",
            "path",
            True,
            _Schema("string", limits={"min_length": 1}),
            "Id of the account.",
        ),
        _Parameter(
            "userList",
            "user_list",
            "path",
            True,
            _Schema("string", limits={"min_length": 1}),
            "Id of the list.",
        ),
        _Parameter(
            "validateOnly",
            "validate_only",
            "query",
            False,
            _Schema("boolean"),
            "Whether the request is only checked, and nothing is done.",
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.Nothing),
            lambda _data: models.Nothing.from_dict(_data),
            description="The list is deleted. The reply is an object without members.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The request, or one of the people in it, does not validate.",
        ),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The token is missing, unknown or expired.",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The caller may not act for the account.",
        ),
        _Reply(
            404,
            404,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="There is no such account, list or request.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The project sends too many requests; the error names the quota.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The service fails for a reason of its own.",
        ),
        _Reply(
            503,
            503,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The service is not available at the moment.",
        ),
    ),
)


def call(
    account_type: models.DeleteUserListAccountType,
    account: str,
    user_list: str,
    *,
    validate_only: bool | None = None,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.Nothing]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "account_type": account_type,
            "account": account,
            "user_list": user_list,
            "validate_only": validate_only,
        },
        content_type=content_type,
        accept=accept,
    )
