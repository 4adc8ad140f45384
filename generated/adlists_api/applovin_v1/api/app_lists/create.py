# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Create an empty app list."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

OPERATION: Final[Operation[models.AppListCreated]] = Operation(
    id="create",
    method="GET",
    path="/create",
    tag="app_lists",
    security=(("apiKey",),),
    idempotent=False,
    summary="Create an empty app list.",
    description="Creates a list without apps and returns its id. A repeat after a lost reply is refused with 406, because the name is taken by then; find the list by listing.",
    parameters=(
        _Parameter(
            "name",
            "name",
            "query",
            True,
            _Schema("string", limits={"min_length": 1, "pattern": "^[A-Za-z0-9_+ -]+$"}),
            "Name of the list, unique among the account's active lists. Letters, digits, underscores, hyphens, plus signs and spaces.",
        ),
        _Parameter(
            "description", "description", "query", False, _Schema("string"), "What the list is for."
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            (_MediaType("application/json", "application/json"),),
            _Schema("object", model=lambda: models.AppListCreated),
            lambda _data: models.AppListCreated.from_dict(_data),
            description="The id of the new list.",
        ),
        _Reply(
            400,
            400,
            description="The request is malformed, or something in it is missing or invalid.",
        ),
        _Reply(403, 403, description="The API key is not accepted."),
        _Reply(406, 406, description="An active list of this name exists."),
        _Reply(500, 500, description="The service fails for a reason of its own."),
    ),
)


def call(
    *,
    name: str,
    description: str | None = None,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.AppListCreated]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "name": name,
            "description": description,
        },
        content_type=content_type,
        accept=accept,
    )
