# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""The people on lists."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import audience_members as _api


class AudienceMembersApi:
    """The people on lists."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def ingest_audience_members(
        self,
        *,
        body: models.IngestAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Add people to lists.

        Takes the people in and puts them on the lists later. One person who does not validate
        refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.ingest_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def remove_audience_members(
        self,
        *,
        body: models.RemoveAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove people from lists.

        Takes the people in and removes them from the lists later. One person who does not
        validate refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.remove_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def remove_all_audience_members(
        self,
        *,
        body: models.RemoveAllAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove everybody from lists.

        Removes all who were put on the lists until a moment, which is now unless another is
        given.

        Args:
            body: The lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.remove_all_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAudienceMembersApi:
    """The people on lists."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def ingest_audience_members(
        self,
        *,
        body: models.IngestAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Add people to lists.

        Takes the people in and puts them on the lists later. One person who does not validate
        refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.ingest_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def remove_audience_members(
        self,
        *,
        body: models.RemoveAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove people from lists.

        Takes the people in and removes them from the lists later. One person who does not
        validate refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.remove_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def remove_all_audience_members(
        self,
        *,
        body: models.RemoveAllAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove everybody from lists.

        Removes all who were put on the lists until a moment, which is now unless another is
        given.

        Args:
            body: The lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            NotFound: 404. There is no such account, list or request.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.remove_all_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )
