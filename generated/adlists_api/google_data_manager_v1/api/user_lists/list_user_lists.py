# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""List the user lists of an account."""

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

OPERATION: Final[Operation[models.UserListPage]] = Operation(
    id="list_user_lists",
    method="GET",
    path="/v1/accountTypes/{accountType}/accounts/{account}/userLists",
    tag="user_lists",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    scopes={"oauth": ("https://www.googleapis.com/auth/datamanager",)},
    summary="List the user lists of an account.",
    description="Returns one page of the lists, of all or of those that pass a filter.",
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
            "filter",
            "filter_",
            "query",
            False,
            _Schema("string"),
            "Which lists to return, in the language of AIP-160; by name, the name stands in double quotes.",
        ),
        _Parameter(
            "pageSize",
            "page_size",
            "query",
            False,
            _Schema("integer", format="int32", limits={"minimum": 1, "maximum": 1000}),
            "Most lists on a page; 50 where it is left out.",
        ),
        _Parameter(
            "pageToken",
            "page_token",
            "query",
            False,
            _Schema("string"),
            "Which page to return, from the reply with the page before it.",
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.UserListPage),
            lambda _data: models.UserListPage.from_dict(_data),
            description="A page of lists.",
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
    account_type: models.ListUserListsAccountType,
    account: str,
    *,
    filter_: str | None = None,
    page_size: int | None = None,
    page_token: str | None = None,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.UserListPage]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "account_type": account_type,
            "account": account,
            "filter_": filter_,
            "page_size": page_size,
            "page_token": page_token,
        },
        content_type=content_type,
        accept=accept,
    )
