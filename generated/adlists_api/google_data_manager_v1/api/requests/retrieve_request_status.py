# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Ask what became of a request."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Failure)

OPERATION: Final[Operation[models.RequestStatus]] = Operation(
    id="retrieve_request_status",
    method="GET",
    path="/v1/requestStatus:retrieve",
    tag="requests",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    scopes={"oauth": ("https://www.googleapis.com/auth/datamanager",)},
    summary="Ask what became of a request.",
    description="Returns, for each list that the request named, how far the service is, and how many people it could not use.",
    parameters=(
        _Parameter(
            "requestId",
            "request_id",
            "query",
            True,
            _Schema("string", limits={"min_length": 1}),
            "Id of the request, from the reply to it.",
        ),
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.RequestStatus),
            lambda _data: models.RequestStatus.from_dict(_data),
            description="The state of the request for each list.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The request, or one of the people in it, does not validate.",
        ),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The token is missing, unknown or expired.",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The caller may not act for the account.",
        ),
        _Reply(
            404,
            404,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="There is no such account, list or request.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The project sends too many requests; the error names the quota.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The service fails for a reason of its own.",
        ),
        _Reply(
            503,
            503,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Failure.from_dict(_data),
            description="The service is not available at the moment.",
        ),
    ),
)


def call(
    *, request_id: str, content_type: str | None = None, accept: str | None = None
) -> Call[models.RequestStatus]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "request_id": request_id,
        },
        content_type=content_type,
        accept=accept,
    )
