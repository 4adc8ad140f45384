# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Add identifiers to a contact list or remove them."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Problems)

OPERATION: Final[Operation[models.ContactlistAmended]] = Operation(
    id="update_contact_list_by_audience_segment",
    method="PATCH",
    path="/2026-07/marketing-solutions/audience-segments/{audience-segment-id}/contact-list",
    tag="contact_lists",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Add identifiers to a contact list or remove them.",
    description="Adds or removes the people behind the identifiers. Identifiers that are invalid are counted and skipped.",
    parameters=(
        _Parameter(
            "audience-segment-id",
            "audience_segment_id",
            "path",
            True,
            _Schema("string", limits={"pattern": "^[0-9]+$"}),
            "Id of the segment, a number written as text.",
        ),
    ),
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.ContactlistAmendmentRequest),
        lambda _data: models.ContactlistAmendmentRequest.from_dict(_data),
        description="What to do, with which identifiers.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.ContactlistAmended),
            lambda _data: models.ContactlistAmended.from_dict(_data),
            description="The people with valid identifiers are added or removed.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The request is malformed, or nothing in it is valid. A name that is taken may be told here (name-must-be-unique) or in a reply of 200.",
        ),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The token is missing, unknown or expired.",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The advertiser is not in the caller's portfolio, or the application lacks the scope.",
        ),
        _Reply(
            404,
            404,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="There is no contact list with this id.",
        ),
        _Reply(
            410,
            410,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="This version of the API is no longer served.",
        ),
        _Reply(
            413,
            413,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The body is too large.",
        ),
        _Reply(
            415,
            415,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The body is not JSON.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The application sends requests too fast. The header x-ratelimit-reset tells when calls are free again, in seconds since 1970-01-01T00:00:00Z.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The service fails for a reason of its own.",
        ),
        _Reply(
            503,
            503,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="The service is not available at the moment.",
        ),
    ),
)


def call(
    audience_segment_id: str,
    *,
    body: models.ContactlistAmendmentRequest,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.ContactlistAmended]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "audience_segment_id": audience_segment_id,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
