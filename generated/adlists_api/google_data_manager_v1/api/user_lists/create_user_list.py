# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Create a user list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Failure)

OPERATION: Final[Operation[models.UserList]] = Operation(
    id="create_user_list",
    method="POST",
    path="/v1/accountTypes/{accountType}/accounts/{account}/userLists",
    tag="user_lists",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=False,
    scopes={"oauth": ("https://www.googleapis.com/auth/datamanager",)},
    summary="Create a user list.",
    description="Creates an empty list and returns it. A repeat after a lost reply is refused, because the name is taken by then; find the list by its name.",
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
            "validateOnly",
            "validate_only",
            "query",
            False,
            _Schema("boolean"),
            "Whether the request is only checked, and nothing is done.",
        ),
    ),
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.UserListCreate),
        lambda _data: models.UserListCreate.from_dict(_data),
        description="The list to create.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.UserList),
            lambda _data: models.UserList.from_dict(_data),
            description="The new list.",
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
    account_type: models.CreateUserListAccountType,
    account: str,
    *,
    body: models.UserListCreate,
    validate_only: bool | None = None,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.UserList]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "account_type": account_type,
            "account": account,
            "validate_only": validate_only,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
