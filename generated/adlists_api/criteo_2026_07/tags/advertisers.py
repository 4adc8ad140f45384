# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The advertisers that the caller may act for."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import advertisers as _api


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
            _api.list_advertisers.call(
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
            _api.list_advertisers.call(
                content_type=content_type,
                accept=accept,
            )
        )
