# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Segments, of which a contact list is one kind."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import audience_segments as _api


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
            _api.search_audience_segments.call(
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
            _api.create_audience_segments.call(
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
            _api.update_audience_segments.call(
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
            _api.delete_audience_segments.call(
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
            _api.compute_audience_segments_sizes.call(
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
            _api.search_audience_segments.call(
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
            _api.create_audience_segments.call(
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
            _api.update_audience_segments.call(
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
            _api.delete_audience_segments.call(
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
            _api.compute_audience_segments_sizes.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )
