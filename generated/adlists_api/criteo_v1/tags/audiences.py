# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Lists of users that campaigns target or leave out."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import audiences as _api


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
            _api.get_audiences.call(
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
            _api.create_audience.call(
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
            _api.update_audience_metadata.call(
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
            _api.delete_audience.call(
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
            _api.add_remove_users_to_audience.call(
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
            _api.remove_users_from_audience.call(
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
            _api.get_audiences.call(
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
            _api.create_audience.call(
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
            _api.update_audience_metadata.call(
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
            _api.delete_audience.call(
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
            _api.add_remove_users_to_audience.call(
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
            _api.remove_users_from_audience.call(
                audience_id,
                content_type=content_type,
                accept=accept,
            )
        )
