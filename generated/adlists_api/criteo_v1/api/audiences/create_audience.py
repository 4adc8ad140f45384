# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Create an audience."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
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

OPERATION: Final[Operation[models.AudienceCreateResponse]] = Operation(
    id="create_audience",
    method="POST",
    path="/v1/audiences/userlist",
    tag="audiences",
    security=(
        ("clientCredentials",),
        ("bearer",),
    ),
    idempotent=False,
    summary="Create an audience.",
    description="Creates an empty audience for an advertiser and returns its id. A repeat after a lost reply is refused with 409, because the name is taken by then; find the audience by listing.",
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
            xml=_Xml(name="AudienceCreateRequest"),
            model=lambda: models.AudienceCreateRequest,
        ),
        lambda _data: models.AudienceCreateRequest.from_dict(_data),
        description="The audience to create.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema(
                "object",
                xml=_Xml(name="AudienceCreateResponse"),
                model=lambda: models.AudienceCreateResponse,
            ),
            lambda _data: models.AudienceCreateResponse.from_dict(_data),
            description="The id of the new audience.",
        ),
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
            description="The advertiser is not in the caller's portfolio.",
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
    *,
    body: models.AudienceCreateRequest,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.AudienceCreateResponse]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        body=body,
        content_type=content_type,
        accept=accept,
    )
