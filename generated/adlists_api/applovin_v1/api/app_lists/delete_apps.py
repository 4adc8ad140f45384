# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Remove apps from an app list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema
from adlists.contract import listed as _listed

from ... import models

OPERATION: Final[Operation[models.AppListChanged]] = Operation(
    id="delete_apps",
    method="POST",
    path="/deleteApps",
    tag="app_lists",
    security=(("apiKey",),),
    idempotent=False,
    summary="Remove apps from an app list.",
    description="Removes the apps from the list and keeps the list. The reply counts the ids that were removed and those that were invalid, without naming them.",
    parameters=(
        _Parameter(
            "app_list_id", "app_list_id", "query", True, _Schema("string"), "Id of the list."
        ),
    ),
    body=_Body(
        (
            _MediaType("text/plain", "text/plain"),
            _MediaType("application/x-www-form-urlencoded", "text/plain"),
        ),
        _Schema(
            "array",
            limits={"min_items": 1},
            items=_Schema("string", limits={"min_length": 1, "pattern": "^[^\\r\\n]+$"}),
        ),
        lambda _data: _listed(_data),
        description="External ids of apps, one a line, in UTF-8 and with a line feed between two.",
    ),
    replies=(
        _Reply(
            200,
            200,
            (_MediaType("application/json", "application/json"),),
            _Schema("object", model=lambda: models.AppListChanged),
            lambda _data: models.AppListChanged.from_dict(_data),
            description="How many apps were removed.",
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
    *, body: list[str], app_list_id: str, content_type: str | None = None, accept: str | None = None
) -> Call[models.AppListChanged]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "app_list_id": app_list_id,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
