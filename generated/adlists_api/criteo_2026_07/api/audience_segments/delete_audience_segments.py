# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Delete segments."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Problems)

OPERATION: Final[Operation[models.SegmentIds]] = Operation(
    id="delete_audience_segments",
    method="POST",
    path="/2026-07/marketing-solutions/audience-segments/delete",
    tag="audience_segments",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=False,
    summary="Delete segments.",
    description="Deletes the segments with all identifiers in them and returns their ids; a segment that is unknown is told as segment-not-found in the same reply.",
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.SegmentDeleteRequest),
        lambda _data: models.SegmentDeleteRequest.from_dict(_data),
        description="The segments to delete.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.SegmentIds),
            lambda _data: models.SegmentIds.from_dict(_data),
            description="The segments that were deleted, and why others were not.",
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
            410,
            410,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.Problems.from_dict(_data),
            description="This version of the API is no longer served.",
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
    *, body: models.SegmentDeleteRequest, content_type: str | None = None, accept: str | None = None
) -> Call[models.SegmentIds]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        body=body,
        content_type=content_type,
        accept=accept,
    )
