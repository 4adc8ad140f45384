# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Search segments."""

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

OPERATION: Final[Operation[models.SegmentPage]] = Operation(
    id="search_audience_segments",
    method="POST",
    path="/2026-07/marketing-solutions/audience-segments/search",
    tag="audience_segments",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    summary="Search segments.",
    description="Returns one page of the segments that meet all filters given; a filter that is left out excludes nothing.",
    parameters=(
        _Parameter(
            "limit",
            "limit",
            "query",
            False,
            _Schema("integer", format="int32", limits={"minimum": 0, "maximum": 100}),
            "Most segments on a page; 50 where it is left out.",
        ),
        _Parameter(
            "offset",
            "offset",
            "query",
            False,
            _Schema("integer", format="int32", limits={"minimum": 0}),
            "How many segments stand before the page; 0 where it is left out.",
        ),
    ),
    body=_Body(
        (_MediaType("application/json", "application/json"),),
        _Schema("object", model=lambda: models.SegmentSearchRequest),
        lambda _data: models.SegmentSearchRequest.from_dict(_data),
        description="The filters.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.SegmentPage),
            lambda _data: models.SegmentPage.from_dict(_data),
            description="A page of segments.",
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
    *,
    body: models.SegmentSearchRequest,
    limit: int | None = None,
    offset: int | None = None,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.SegmentPage]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "limit": limit,
            "offset": offset,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
