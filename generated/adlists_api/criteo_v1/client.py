# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Criteo Marketing API v1, version 1.0.

Create, list, rename and delete advertisers' audiences, and add users to them or remove
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, AsyncSend, Client, Scheme, Send, Service
from adlists.contract import Server as _Server

from . import models
from .api.audiences import (
    add_remove_users_to_audience as _audiences_add_remove_users_to_audience,
)
from .api.audiences import create_audience as _audiences_create_audience
from .api.audiences import delete_audience as _audiences_delete_audience
from .api.audiences import get_audiences as _audiences_get_audiences
from .api.audiences import (
    remove_users_from_audience as _audiences_remove_users_from_audience,
)
from .api.audiences import (
    update_audience_metadata as _audiences_update_audience_metadata,
)
from .api.authentication import create_token as _authentication_create_token

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="criteo_v1",
    title="Criteo Marketing API v1",
    version="1.0",
    server="https://api.criteo.com/marketing",
    operations=(
        _authentication_create_token.OPERATION,
        _audiences_get_audiences.OPERATION,
        _audiences_create_audience.OPERATION,
        _audiences_update_audience_metadata.OPERATION,
        _audiences_delete_audience.OPERATION,
        _audiences_add_remove_users_to_audience.OPERATION,
        _audiences_remove_users_from_audience.OPERATION,
    ),
    schemes=(
        Scheme(
            "clientCredentials", "oauth2", token_url="https://api.criteo.com/marketing/oauth2/token"
        ),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Create, list, rename and delete advertisers' audiences, and add users to them or remove them.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.criteo.com/marketing",
            description="Production. Every call acts on live campaigns.",
        ),
    ),
)


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
            _authentication_create_token.call(
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
            _authentication_create_token.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AudiencesApi:
    """Lists of users that campaigns target or leave out."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def get_audiences(
        self, *, advertiser_id: int, content_type: str | None = None, accept: str | None = None
    ) -> models.AudiencesGetResponse:
        """List an advertiser's audiences.

        Returns all audiences of one advertiser in a single reply.

        Args:
            advertiser_id: Id of the advertiser whose audiences are listed.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_get_audiences.call(
                advertiser_id=advertiser_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def create_audience(
        self,
        *,
        body: models.AudienceCreateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AudienceCreateResponse:
        """Create an audience.

        Creates an empty audience for an advertiser and returns its id. A repeat after a lost
        reply is refused with 409, because the name is taken by then; find the audience by
        listing.

        Args:
            body: The audience to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The name is empty or otherwise unusable.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio.
            Conflict: 409. The advertiser already has an audience of this name.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_create_audience.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def update_audience_metadata(
        self,
        audience_id: int,
        *,
        body: models.AudiencePutRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> None:
        """Change an audience's name and description.

        Sets the name and, where given, the description; the users in the audience stay.

        Args:
            audience_id: Id of the audience.
            body: The new name and description.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The name is empty or otherwise unusable.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            Conflict: 409. The advertiser already has an audience of this name.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_update_audience_metadata.call(
                audience_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def delete_audience(
        self, audience_id: int, *, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Delete an audience.

        Deletes the audience with all users in it. A repeat finds nothing and is answered with
        404.

        Args:
            audience_id: Id of the audience.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_delete_audience.call(
                audience_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def add_remove_users_to_audience(
        self,
        audience_id: int,
        *,
        body: models.AudiencePatchRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AudiencePatchResponse:
        """Add users to an audience or remove them.

        Adds or removes the users behind the identifiers. Identifiers that are invalid are
        counted and skipped; the request fails only if none of them is valid.

        Args:
            audience_id: Id of the audience.
            body: What to do, with which users.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The operation or the schema is unknown, no identifier is valid,
                there are too many identifiers, or the GUM caller id is missing or out of place.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_add_remove_users_to_audience.call(
                audience_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def remove_users_from_audience(
        self, audience_id: int, *, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Remove all users from an audience.

        Empties the audience and keeps it, with its id, name and description.

        Args:
            audience_id: Id of the audience.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _audiences_remove_users_from_audience.call(
                audience_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAudiencesApi:
    """Lists of users that campaigns target or leave out."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def get_audiences(
        self, *, advertiser_id: int, content_type: str | None = None, accept: str | None = None
    ) -> models.AudiencesGetResponse:
        """List an advertiser's audiences.

        Returns all audiences of one advertiser in a single reply.

        Args:
            advertiser_id: Id of the advertiser whose audiences are listed.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_get_audiences.call(
                advertiser_id=advertiser_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def create_audience(
        self,
        *,
        body: models.AudienceCreateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AudienceCreateResponse:
        """Create an audience.

        Creates an empty audience for an advertiser and returns its id. A repeat after a lost
        reply is refused with 409, because the name is taken by then; find the audience by
        listing.

        Args:
            body: The audience to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The name is empty or otherwise unusable.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio.
            Conflict: 409. The advertiser already has an audience of this name.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_create_audience.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def update_audience_metadata(
        self,
        audience_id: int,
        *,
        body: models.AudiencePutRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> None:
        """Change an audience's name and description.

        Sets the name and, where given, the description; the users in the audience stay.

        Args:
            audience_id: Id of the audience.
            body: The new name and description.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The name is empty or otherwise unusable.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            Conflict: 409. The advertiser already has an audience of this name.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_update_audience_metadata.call(
                audience_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def delete_audience(
        self, audience_id: int, *, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Delete an audience.

        Deletes the audience with all users in it. A repeat finds nothing and is answered with
        404.

        Args:
            audience_id: Id of the audience.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_delete_audience.call(
                audience_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def add_remove_users_to_audience(
        self,
        audience_id: int,
        *,
        body: models.AudiencePatchRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AudiencePatchResponse:
        """Add users to an audience or remove them.

        Adds or removes the users behind the identifiers. Identifiers that are invalid are
        counted and skipped; the request fails only if none of them is valid.

        Args:
            audience_id: Id of the audience.
            body: What to do, with which users.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The operation or the schema is unknown, no identifier is valid,
                there are too many identifiers, or the GUM caller id is missing or out of place.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_add_remove_users_to_audience.call(
                audience_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def remove_users_from_audience(
        self, audience_id: int, *, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Remove all users from an audience.

        Empties the audience and keeps it, with its id, name and description.

        Args:
            audience_id: Id of the audience.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The audience belongs to an advertiser who is not in the caller's
                portfolio.
            NotFound: 404. There is no audience with this id.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _audiences_remove_users_from_audience.call(
                audience_id,
                content_type=content_type,
                accept=accept,
            )
        )


class Api(Client):
    """Criteo Marketing API v1, version 1.0.

    Create, list, rename and delete advertisers' audiences, and add users to them or remove
    them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.authentication: Final = AuthenticationApi(send)
        self.audiences: Final = AudiencesApi(send)


class AsyncApi(AsyncClient):
    """Criteo Marketing API v1, version 1.0.

    Create, list, rename and delete advertisers' audiences, and add users to them or remove
    them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: AsyncSend) -> None:
        super().__init__(send)
        self.authentication: Final = AsyncAuthenticationApi(send)
        self.audiences: Final = AsyncAudiencesApi(send)
