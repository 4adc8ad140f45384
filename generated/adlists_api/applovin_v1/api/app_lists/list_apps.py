# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""List the apps on an app list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

OPERATION: Final[Operation[models.Apps]] = Operation(
    id="list_apps",
    document_id="list",
    method="GET",
    path="/list",
    tag="app_lists",
    security=(("apiKey",),),
    idempotent=True,
    summary="List the apps on an app list.",
    description="Without a list id, returns the account's lists; with one, returns the apps on that list.",
    parameters=(
        _Parameter(
            "app_list_id",
            "app_list_id",
            "query",
            True,
            _Schema("string"),
            "Id of the list whose apps are returned.",
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            (_MediaType("application/json", "application/json"),),
            _Schema("object", model=lambda: models.Apps),
            lambda _data: models.Apps.from_dict(_data),
            description="The lists, or the apps on one of them.",
        ),
        _Reply(
            400,
            400,
            description="The request is malformed, or something in it is missing or invalid.",
        ),
        _Reply(403, 403, description="The API key is not accepted."),
        _Reply(404, 404, description="There is no list with this id."),
        _Reply(500, 500, description="The service fails for a reason of its own."),
    ),
)


def call(
    *, app_list_id: str, content_type: str | None = None, accept: str | None = None
) -> Call[models.Apps]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "app_list_id": app_list_id,
        },
        content_type=content_type,
        accept=accept,
    )
