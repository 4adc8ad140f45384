# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
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
            BadRequest: 400. The request is malformed, or the grant type is not
                client_credentials.
            Unauthorized: 401. The client id or the client secret is wrong.
            Forbidden: 403. The client may not obtain a token.
            TooManyRequests: 429. The client asks for tokens too often.
            ServerError: 500. The service fails for a reason of its own.
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
            BadRequest: 400. The request is malformed, or the grant type is not
                client_credentials.
            Unauthorized: 401. The client id or the client secret is wrong.
            Forbidden: 403. The client may not obtain a token.
            TooManyRequests: 429. The client asks for tokens too often.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.create_token.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )
