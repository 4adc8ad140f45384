# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""Add people to a list, remove them, or replace all."""

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
_SCHEMA: Final = _Schema("object", model=lambda: models.Fault)

OPERATION: Final[Operation[models.ApplyCustomerListUserDataResponse]] = Operation(
    id="apply_customer_list_user_data",
    method="POST",
    path="/CustomerListUserData/Apply",
    tag="customer_list_user_data",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    scopes={"oauth": ("https://ads.microsoft.com/msads.manage",)},
    summary="Add people to a list, remove them, or replace all.",
    description="Acts on the people that are valid. The others are named by their index in the reply, which is a 200 all the same.",
    parameters=(
        _Parameter(
            "DeveloperToken",
            "developer_token",
            "header",
            True,
            _Schema("string", sensitive=True, limits={"min_length": 1}),
            "The token that Microsoft gives to whoever writes programs for its API.",
        ),
        _Parameter(
            "CustomerId",
            "customer_id",
            "header",
            True,
            _Schema("string", limits={"min_length": 1}),
            "Id of the customer who manages the account.",
        ),
        _Parameter(
            "CustomerAccountId",
            "customer_account_id",
            "header",
            True,
            _Schema("string", limits={"min_length": 1}),
            "Id of the account.",
        ),
    ),
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.ApplyCustomerListUserDataRequest),
        lambda _data: models.ApplyCustomerListUserDataRequest.from_dict(_data),
        description="The list, and the people.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.ApplyCustomerListUserDataResponse),
            lambda _data: models.ApplyCustomerListUserDataResponse.from_dict(_data),
            description="What was wrong with single people, if anything.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Fault.from_dict(_data),
            description="The request is malformed, or nothing in it is valid.",
        ),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Fault.from_dict(_data),
            description="The token is missing, unknown or expired (codes 105 and 109).",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Fault.from_dict(_data),
            description="The caller may not act for the account, or the developer token is not accepted.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Fault.from_dict(_data),
            description="The caller sends requests too fast. The rate allowed is not documented.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Fault.from_dict(_data),
            description="The service fails for a reason of its own.",
        ),
    ),
)


def call(
    *,
    body: models.ApplyCustomerListUserDataRequest,
    developer_token: str,
    customer_id: str,
    customer_account_id: str,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.ApplyCustomerListUserDataResponse]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "developer_token": developer_token,
            "customer_id": customer_id,
            "customer_account_id": customer_account_id,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
