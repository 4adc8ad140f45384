# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Exchange client credentials for an access token."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema

from ... import models

_MEDIA_TYPES: Final = (_MediaType("application/json", "application/json"),)
_SCHEMA: Final = _Schema("object", model=lambda: models.TokenError)

OPERATION: Final[Operation[models.Token]] = Operation(
    id="create_token",
    method="POST",
    path="/oauth2/token",
    tag="authentication",
    security=(),
    idempotent=True,
    summary="Exchange client credentials for an access token.",
    description="Returns a bearer token that authorizes every other operation until it expires.",
    body=_Body(
        (_MediaType("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),),
        _Schema("object", model=lambda: models.TokenRequest),
        lambda _data: models.TokenRequest.from_dict(_data),
        description="The client's credentials.",
    ),
    replies=(
        _Reply(
            200,
            200,
            _MEDIA_TYPES,
            _Schema("object", model=lambda: models.Token),
            lambda _data: models.Token.from_dict(_data),
            description="A token.",
        ),
        _Reply(
            400,
            400,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.TokenError.from_dict(_data),
            description="The credentials are wrong or the request for a token is not accepted.",
        ),
        _Reply(
            401,
            401,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.TokenError.from_dict(_data),
            description="The credentials are wrong or the request for a token is not accepted.",
        ),
        _Reply(
            403,
            403,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.TokenError.from_dict(_data),
            description="The credentials are wrong or the request for a token is not accepted.",
        ),
        _Reply(
            429,
            429,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.TokenError.from_dict(_data),
            description="The credentials are wrong or the request for a token is not accepted.",
        ),
        _Reply(
            500,
            500,
            _MEDIA_TYPES,
            _SCHEMA,
            lambda _data: models.TokenError.from_dict(_data),
            description="The credentials are wrong or the request for a token is not accepted.",
        ),
    ),
)


def call(
    *, body: models.TokenRequest, content_type: str | None = None, accept: str | None = None
) -> Call[models.Token]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {},
        body=body,
        content_type=content_type,
        accept=accept,
    )
