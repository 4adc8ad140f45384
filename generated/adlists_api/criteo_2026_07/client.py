# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Criteo API 2026-07, version 2026-07.

Create, find, change and delete the segments that hold contact lists, add identifiers to
them or remove them, and see how many Criteo knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, AsyncSend, Client, Scheme, Send, Service
from adlists.contract import Server as _Server

from . import models
from .api.advertisers import list_advertisers as _advertisers_list_advertisers
from .api.audience_segments import (
    compute_audience_segments_sizes as _audience_segments_compute_audience_segments_sizes,
)
from .api.audience_segments import (
    create_audience_segments as _audience_segments_create_audience_segments,
)
from .api.audience_segments import (
    delete_audience_segments as _audience_segments_delete_audience_segments,
)
from .api.audience_segments import (
    search_audience_segments as _audience_segments_search_audience_segments,
)
from .api.audience_segments import (
    update_audience_segments as _audience_segments_update_audience_segments,
)
from .api.authentication import create_token as _authentication_create_token
from .api.contact_lists import (
    delete_contact_list_by_audience_segment as _contact_lists_delete_contact_list_by_audience_segment,
)
from .api.contact_lists import (
    get_audience_segment_contact_list_statistics as _contact_lists_get_audience_segment_contact_list_statistics,
)
from .api.contact_lists import (
    update_contact_list_by_audience_segment as _contact_lists_update_contact_list_by_audience_segment,
)

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="criteo_2026_07",
    title="Criteo API 2026-07",
    version="2026-07",
    server="https://api.criteo.com",
    operations=(
        _authentication_create_token.OPERATION,
        _advertisers_list_advertisers.OPERATION,
        _audience_segments_search_audience_segments.OPERATION,
        _audience_segments_create_audience_segments.OPERATION,
        _audience_segments_update_audience_segments.OPERATION,
        _audience_segments_delete_audience_segments.OPERATION,
        _audience_segments_compute_audience_segments_sizes.OPERATION,
        _contact_lists_delete_contact_list_by_audience_segment.OPERATION,
        _contact_lists_update_contact_list_by_audience_segment.OPERATION,
        _contact_lists_get_audience_segment_contact_list_statistics.OPERATION,
    ),
    schemes=(
        Scheme("oauth", "oauth2", token_url="https://api.criteo.com/oauth2/token"),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Create, find, change and delete the segments that hold contact lists, add identifiers to them or remove them, and see how many Criteo knows.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.criteo.com", description="Production. Every call acts on live campaigns."
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
            _authentication_create_token.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AdvertisersApi:
    """The advertisers that the caller may act for."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def list_advertisers(
        self, *, content_type: str | None = None, accept: str | None = None
    ) -> models.Portfolio:
        """List the advertisers in the caller's portfolio.

        Returns all advertisers that have granted the application access. Their ids are what
        other operations call the advertiser's id.

        Args:
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _advertisers_list_advertisers.call(
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAdvertisersApi:
    """The advertisers that the caller may act for."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def list_advertisers(
        self, *, content_type: str | None = None, accept: str | None = None
    ) -> models.Portfolio:
        """List the advertisers in the caller's portfolio.

        Returns all advertisers that have granted the application access. Their ids are what
        other operations call the advertiser's id.

        Args:
            accept: A media type, or a list of them, to ask for.

        Raises:
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _advertisers_list_advertisers.call(
                content_type=content_type,
                accept=accept,
            )
        )


class AudienceSegmentsApi:
    """Segments, of which a contact list is one kind."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def search_audience_segments(
        self,
        *,
        body: models.SegmentSearchRequest,
        limit: int | None = None,
        offset: int | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentPage:
        """Search segments.

        Returns one page of the segments that meet all filters given; a filter that is left out
        excludes nothing.

        Args:
            limit: Most segments on a page; 50 where it is left out.
            offset: How many segments stand before the page; 0 where it is left out.
            body: The filters.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _audience_segments_search_audience_segments.call(
                body=body,
                limit=limit,
                offset=offset,
                content_type=content_type,
                accept=accept,
            )
        )

    def create_audience_segments(
        self,
        *,
        body: models.SegmentCreateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Segments:
        """Create segments.

        Creates the segments that are valid and returns them. The others are told among the
        errors or the warnings of the same reply: compare what comes back with what was sent.

        Args:
            body: The segments to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _audience_segments_create_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def update_audience_segments(
        self,
        *,
        body: models.SegmentUpdateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Segments:
        """Change the name or description of segments.

        Changes the segments that it can and returns them; the others are told among the errors
        or the warnings of the same reply. What an item leaves out stays as it is.

        Args:
            body: The segments to change.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _audience_segments_update_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def delete_audience_segments(
        self,
        *,
        body: models.SegmentDeleteRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentIds:
        """Delete segments.

        Deletes the segments with all identifiers in them and returns their ids; a segment that
        is unknown is told as segment-not-found in the same reply.

        Args:
            body: The segments to delete.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _audience_segments_delete_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def compute_audience_segments_sizes(
        self,
        *,
        body: models.SegmentSizesRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentSizes:
        """Compute the sizes of segments.

        Returns how many people each segment reaches; a segment that has no size yet is told
        among the errors or the warnings of the same reply.

        Args:
            body: The segments to measure.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _audience_segments_compute_audience_segments_sizes.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAudienceSegmentsApi:
    """Segments, of which a contact list is one kind."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def search_audience_segments(
        self,
        *,
        body: models.SegmentSearchRequest,
        limit: int | None = None,
        offset: int | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentPage:
        """Search segments.

        Returns one page of the segments that meet all filters given; a filter that is left out
        excludes nothing.

        Args:
            limit: Most segments on a page; 50 where it is left out.
            offset: How many segments stand before the page; 0 where it is left out.
            body: The filters.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _audience_segments_search_audience_segments.call(
                body=body,
                limit=limit,
                offset=offset,
                content_type=content_type,
                accept=accept,
            )
        )

    async def create_audience_segments(
        self,
        *,
        body: models.SegmentCreateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Segments:
        """Create segments.

        Creates the segments that are valid and returns them. The others are told among the
        errors or the warnings of the same reply: compare what comes back with what was sent.

        Args:
            body: The segments to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _audience_segments_create_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def update_audience_segments(
        self,
        *,
        body: models.SegmentUpdateRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Segments:
        """Change the name or description of segments.

        Changes the segments that it can and returns them; the others are told among the errors
        or the warnings of the same reply. What an item leaves out stays as it is.

        Args:
            body: The segments to change.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _audience_segments_update_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def delete_audience_segments(
        self,
        *,
        body: models.SegmentDeleteRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentIds:
        """Delete segments.

        Deletes the segments with all identifiers in them and returns their ids; a segment that
        is unknown is told as segment-not-found in the same reply.

        Args:
            body: The segments to delete.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _audience_segments_delete_audience_segments.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def compute_audience_segments_sizes(
        self,
        *,
        body: models.SegmentSizesRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.SegmentSizes:
        """Compute the sizes of segments.

        Returns how many people each segment reaches; a segment that has no size yet is told
        among the errors or the warnings of the same reply.

        Args:
            body: The segments to measure.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid. A name that is
                taken may be told here (name-must-be-unique) or in a reply of 200.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The advertiser is not in the caller's portfolio, or the application
                lacks the scope.
            Gone: 410. This version of the API is no longer served.
            UnexpectedStatus: 415. The body is not JSON.
            TooManyRequests: 429. The application sends requests too fast. The header
                x-ratelimit-reset tells when calls are free again, in seconds since
                1970-01-01T00:00:00Z.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _audience_segments_compute_audience_segments_sizes.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


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
            _contact_lists_delete_contact_list_by_audience_segment.call(
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
            _contact_lists_update_contact_list_by_audience_segment.call(
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
            _contact_lists_get_audience_segment_contact_list_statistics.call(
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
            _contact_lists_delete_contact_list_by_audience_segment.call(
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
            _contact_lists_update_contact_list_by_audience_segment.call(
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
            _contact_lists_get_audience_segment_contact_list_statistics.call(
                audience_segment_id,
                content_type=content_type,
                accept=accept,
            )
        )


class Api(Client):
    """Criteo API 2026-07, version 2026-07.

    Create, find, change and delete the segments that hold contact lists, add identifiers to
    them or remove them, and see how many Criteo knows.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.authentication: Final = AuthenticationApi(send)
        self.advertisers: Final = AdvertisersApi(send)
        self.audience_segments: Final = AudienceSegmentsApi(send)
        self.contact_lists: Final = ContactListsApi(send)


class AsyncApi(AsyncClient):
    """Criteo API 2026-07, version 2026-07.

    Create, find, change and delete the segments that hold contact lists, add identifiers to
    them or remove them, and see how many Criteo knows.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: AsyncSend) -> None:
        super().__init__(send)
        self.authentication: Final = AsyncAuthenticationApi(send)
        self.advertisers: Final = AsyncAdvertisersApi(send)
        self.audience_segments: Final = AsyncAudienceSegmentsApi(send)
        self.contact_lists: Final = AsyncContactListsApi(send)
