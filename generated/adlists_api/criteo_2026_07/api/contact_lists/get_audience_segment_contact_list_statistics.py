# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Count the identifiers on a contact list and those that Criteo knows."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Problems)

OPERATION: Final[Operation[models.ContactListStatistics]] = Operation(
    id="get_audience_segment_contact_list_statistics",
    method="GET",
    path="/2026-07/marketing-solutions/audience-segments/{audience-segment-id}/contact-list/statistics",
    tag="contact_lists",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Count the identifiers on a contact list and those that Criteo knows.",
    description="Returns the counts as of the last time that the service took up changes, which may be hours ago.",
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
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.ContactListStatistics),
            lambda _data: models.ContactListStatistics.from_dict(_data),
            description="The counts.",
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
    audience_segment_id: str, *, content_type: str | None = None, accept: str | None = None
) -> Call[models.ContactListStatistics]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "audience_segment_id": audience_segment_id,
        },
        content_type=content_type,
        accept=accept,
    )
