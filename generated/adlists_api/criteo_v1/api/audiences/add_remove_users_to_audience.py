# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Add users to an audience or remove them."""

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

OPERATION: Final[Operation[models.AudiencePatchResponse]] = Operation(
    id="add_remove_users_to_audience",
    method="PATCH",
    path="/v1/audiences/userlist/{audienceId}",
    tag="audiences",
    security=(
        ("clientCredentials",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Add users to an audience or remove them.",
    description="Adds or removes the users behind the identifiers. Identifiers that are invalid are counted and skipped; the request fails only if none of them is valid.",
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
            "object",
            xml=_Xml(name="AudiencePatchRequest"),
            model=lambda: models.AudiencePatchRequest,
        ),
        lambda _data: models.AudiencePatchRequest.from_dict(_data),
        description="What to do, with which users.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema(
                "object",
                xml=_Xml(name="AudiencePatchResponse"),
                model=lambda: models.AudiencePatchResponse,
            ),
            lambda _data: models.AudiencePatchResponse.from_dict(_data),
            description="The users with valid identifiers are added or removed.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Error.from_dict(_data),
            description="The operation or the schema is unknown, no identifier is valid, there are too many identifiers, or the GUM caller id is missing or out of place.",
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
    body: models.AudiencePatchRequest,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.AudiencePatchResponse]:
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
