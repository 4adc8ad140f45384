# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Delete an app list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

OPERATION: Final[Operation[None]] = Operation(
    id="delete",
    method="GET",
    path="/delete",
    tag="app_lists",
    security=(("apiKey",),),
    idempotent=False,
    summary="Delete an app list.",
    description="Deletes the list with all apps on it. The reply is empty.",
    parameters=(
        _Parameter(
            "app_list_id", "app_list_id", "query", True, _Schema("string"), "Id of the list."
        ),
    ),
    replies=(
        _Reply(200, 200, description="The list is deleted. The reply is empty."),
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
) -> Call[None]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "app_list_id": app_list_id,
        },
        content_type=content_type,
        accept=accept,
    )
