# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Access tokens."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import authentication as _api


class AuthenticationApi:
    """Access tokens."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def create_token(
        self,
        *,
        body: models.TokenRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Token:
        """Exchange client credentials for an access token.

        Returns a bearer token that authorizes every other operation until it expires.

        Args:
            body: The client's credentials.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The credentials are wrong or the request for a token is not
                accepted.
            Unauthorized: 401. The credentials are wrong or the request for a token is not
                accepted.
            Forbidden: 403. The credentials are wrong or the request for a token is not
                accepted.
            TooManyRequests: 429. The credentials are wrong or the request for a token is not
                accepted.
            ServerError: 500. The credentials are wrong or the request for a token is not
                accepted.
        """
        return self._send(
            _api.create_token.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAuthenticationApi:
    """Access tokens."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def create_token(
        self,
        *,
        body: models.TokenRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Token:
        """Exchange client credentials for an access token.

        Returns a bearer token that authorizes every other operation until it expires.

        Args:
            body: The client's credentials.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The credentials are wrong or the request for a token is not
                accepted.
            Unauthorized: 401. The credentials are wrong or the request for a token is not
                accepted.
            Forbidden: 403. The credentials are wrong or the request for a token is not
                accepted.
            TooManyRequests: 429. The credentials are wrong or the request for a token is not
                accepted.
            ServerError: 500. The credentials are wrong or the request for a token is not
                accepted.
        """
        return await self._send(
            _api.create_token.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )
