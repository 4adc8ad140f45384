# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Change an audience's name and description."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
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
    id="update_audience_metadata",
    method="PUT",
    path="/v1/audiences/{audienceId}",
    tag="audiences",
    security=(
        ("clientCredentials",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Change an audience's name and description.",
    description="Sets the name and, where given, the description; the users in the audience stay.",
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
    body=_Body(
        (
            _MediaType("application/json", "application/json"),
            _MediaType("text/json", "text/json"),
            _MediaType("application/xml", "application/xml"),
            _MediaType("text/xml", "text/xml"),
            _MediaType("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
            _MediaType("text/html", "application/json"),
        ),
        _Schema(
            "object", xml=_Xml(name="AudiencePutRequest"), model=lambda: models.AudiencePutRequest
        ),
        lambda _data: models.AudiencePutRequest.from_dict(_data),
        description="The new name and description.",
    ),
    replies=(
        _Reply(200, 200, description="The request is carried out. The reply says nothing more."),
        _Reply(204, 204, description="The audience is changed. The reply is empty."),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The name is empty or otherwise unusable.",
        ),
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
            409,
            409,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The advertiser already has an audience of this name.",
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
    audience_id: int,
    *,
    body: models.AudiencePutRequest,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[None]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "audience_id": audience_id,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
