# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The identifiers in a segment of the kind contact list."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import contact_lists as _api


class ContactListsApi:
    """The identifiers in a segment of the kind contact list."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def delete_contact_list_by_audience_segment(
        self,
        audience_segment_id: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactlistCleared:
        """Remove all identifiers from a contact list.

        Empties the contact list and keeps the segment, with its id, name and description.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.delete_contact_list_by_audience_segment.call(
                audience_segment_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def update_contact_list_by_audience_segment(
        self,
        audience_segment_id: str,
        *,
        body: models.ContactlistAmendmentRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactlistAmended:
        """Add identifiers to a contact list or remove them.

        Adds or removes the people behind the identifiers. Identifiers that are invalid are
        counted and skipped.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            body: What to do, with which identifiers.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            ContentTooLarge: 413. The body is too large.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.update_contact_list_by_audience_segment.call(
                audience_segment_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def get_audience_segment_contact_list_statistics(
        self,
        audience_segment_id: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactListStatistics:
        """Count the identifiers on a contact list and those that Criteo knows.

        Returns the counts as of the last time that the service took up changes, which may be
        hours ago.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.get_audience_segment_contact_list_statistics.call(
                audience_segment_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncContactListsApi:
    """The identifiers in a segment of the kind contact list."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def delete_contact_list_by_audience_segment(
        self,
        audience_segment_id: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactlistCleared:
        """Remove all identifiers from a contact list.

        Empties the contact list and keeps the segment, with its id, name and description.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.delete_contact_list_by_audience_segment.call(
                audience_segment_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def update_contact_list_by_audience_segment(
        self,
        audience_segment_id: str,
        *,
        body: models.ContactlistAmendmentRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactlistAmended:
        """Add identifiers to a contact list or remove them.

        Adds or removes the people behind the identifiers. Identifiers that are invalid are
        counted and skipped.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            body: What to do, with which identifiers.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            ContentTooLarge: 413. The body is too large.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.update_contact_list_by_audience_segment.call(
                audience_segment_id,
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def get_audience_segment_contact_list_statistics(
        self,
        audience_segment_id: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ContactListStatistics:
        """Count the identifiers on a contact list and those that Criteo knows.

        Returns the counts as of the last time that the service took up changes, which may be
        hours ago.

        Args:
            audience_segment_id: Id of the segment, a number written as text.
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            NotFound: 404. There is no contact list with this id.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.get_audience_segment_contact_list_statistics.call(
                audience_segment_id,
                content_type=content_type,
                accept=accept,
            )
        )
