# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""List the advertisers in the caller's portfolio."""

from __future__ import annotations

from typing import Final

from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.Problems)

OPERATION: Final[Operation[models.Portfolio]] = Operation(
    id="list_advertisers",
    method="GET",
    path="/2026-07/advertisers/me",
    tag="advertisers",
    security=(
        ("oauth",),
        ("bearer",),
    ),
    idempotent=True,
    summary="List the advertisers in the caller's portfolio.",
    description="Returns all advertisers that have granted the application access. Their ids are what other operations call the advertiser's id.",
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.Portfolio),
            lambda _data: models.Portfolio.from_dict(_data),
            description="The advertisers.",
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


def call(*, content_type: str | None = None, accept: str | None = None) -> Call[models.Portfolio]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        content_type=content_type,
        accept=accept,
    )
