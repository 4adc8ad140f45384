# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""List an advertiser's audiences."""

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

OPERATION: Final[Operation[models.AudiencesGetResponse]] = Operation(
    id="get_audiences",
    method="GET",
    path="/v1/audiences",
    tag="audiences",
    security=(
        ("clientCredentials",),
        ("bearer",),
    ),
    idempotent=True,
    summary="List an advertiser's audiences.",
    description="Returns all audiences of one advertiser in a single reply.",
    parameters=(
        _Parameter(
            "advertiserId",
            "advertiser_id",
            "query",
            True,
            _Schema("integer", format="int32"),
            "Id of the advertiser whose audiences are listed.",
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema(
                "object",
                xml=_Xml(name="AudiencesGetResponse"),
                model=lambda: models.AudiencesGetResponse,
            ),
            lambda _data: models.AudiencesGetResponse.from_dict(_data),
            description="The advertiser's audiences.",
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
    *, advertiser_id: int, content_type: str | None = None, accept: str | None = None
) -> Call[models.AudiencesGetResponse]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "advertiser_id": advertiser_id,
        },
        content_type=content_type,
        accept=accept,
    )
