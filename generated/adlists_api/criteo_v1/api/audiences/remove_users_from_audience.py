# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Remove all users from an audience."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema
from adlists.contract import Xml as _Xml

from ... import models

_MEDIA_TYPES: Final = (
    _MediaType("application/json", "application/json"),
    _MediaType("text/json", "text/json"),
    _MediaType("application/xml", "application/xml"),
    _MediaType("text/xml", "text/xml"),
    _MediaType("text/html", "application/json"),
)
_SCHEMA: Final = _Schema("object", xml=_Xml(name="Error"), model=lambda: models.Error)

OPERATION: Final[Operation[None]] = Operation(
    id="remove_users_from_audience",
    method="DELETE",
    path="/v1/audiences/userlist/{audienceId}/users",
    tag="audiences",
    security=(
        ("clientCredentials",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Remove all users from an audience.",
    description="Empties the audience and keeps it, with its id, name and description.",
    parameters=(
        _Parameter(
            "audienceId",
            "audience_id",
            "path",
            True,
            _Schema("integer", format="int32"),
            "Id of the audience.",
        ),
    ),
    replies=(
        _Reply(200, 200, description="The request is carried out. The reply says nothing more."),
        _Reply(204, 204, description="The audience is empty now. The reply has no body."),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The token is missing, unknown or expired.",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The audience belongs to an advertiser who is not in the caller's portfolio.",
        ),
        _Reply(
            404,
            404,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="There is no audience with this id.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The caller sends requests too fast. The rate allowed is not documented.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The service fails for a reason of its own.",
        ),
    ),
)


def call(
    audience_id: int, *, content_type: str | None = None, accept: str | None = None
) -> Call[None]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "audience_id": audience_id,
        },
        content_type=content_type,
        accept=accept,
    )
