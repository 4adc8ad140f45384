# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""Create lists."""

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

OPERATION: Final[Operation[models.AddAudiencesResponse]] = Operation(
    id="add_audiences",
    method="POST",
    path="/Audiences",
    tag="audiences",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=False,
    scopes={"oauth": ("https://ads.microsoft.com/msads.manage",)},
    summary="Create lists.",
    description="Creates the lists that are valid and returns an id for each; null stands in the place of one that was not created, and the reply, a 200, says why.",
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
        _Schema("object", model=lambda: models.AddAudiencesRequest),
        lambda _data: models.AddAudiencesRequest.from_dict(_data),
        description="The lists to create.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.AddAudiencesResponse),
            lambda _data: models.AddAudiencesResponse.from_dict(_data),
            description="The ids of the new lists.",
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
    body: models.AddAudiencesRequest,
    developer_token: str,
    customer_id: str,
    customer_account_id: str,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.AddAudiencesResponse]:
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
