# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Remove people from lists."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Failure)

OPERATION: Final[Operation[models.RequestAccepted]] = Operation(
    id="remove_audience_members",
    method="POST",
    path="/v1/audienceMembers:remove",
    tag="audience_members",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    scopes={"oauth": ("https://www.googleapis.com/auth/datamanager",)},
    summary="Remove people from lists.",
    description="Takes the people in and removes them from the lists later. One person who does not validate refuses the whole request; its index stands in the error.",
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.RemoveAudienceMembersRequest),
        lambda _data: models.RemoveAudienceMembersRequest.from_dict(_data),
        description="The people, and the lists.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.RequestAccepted),
            lambda _data: models.RequestAccepted.from_dict(_data),
            description="The request is taken in.",
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
    *,
    body: models.RemoveAudienceMembersRequest,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.RequestAccepted]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        body=body,
        content_type=content_type,
        accept=accept,
    )
