# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""List the app lists of the account."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

OPERATION: Final[Operation[models.AppLists]] = Operation(
    id="list_lists",
    document_id="list",
    method="GET",
    path="/list",
    tag="app_lists",
    security=(("apiKey",),),
    idempotent=True,
    summary="List the app lists of the account.",
    description="Without a list id, returns the account's lists; with one, returns the apps on that list.",
    replies=(
        _Reply(
            200,
            200,
            (_MediaType("application/json", "application/json"),),
            _Schema("object", model=lambda: models.AppLists),
            lambda _data: models.AppLists.from_dict(_data),
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


def call(*, content_type: str | None = None, accept: str | None = None) -> Call[models.AppLists]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        content_type=content_type,
        accept=accept,
    )
