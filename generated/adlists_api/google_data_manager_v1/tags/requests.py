# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""What became of earlier requests."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import requests as _api


class RequestsApi:
    """What became of earlier requests."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def retrieve_request_status(
        self, *, request_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.RequestStatus:
        """Ask what became of a request.

        Returns, for each list that the request named, how far the service is, and how many
        people it could not use.

        Args:
            request_id: Id of the request, from the reply to it.
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
            _api.retrieve_request_status.call(
                request_id=request_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncRequestsApi:
    """What became of earlier requests."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def retrieve_request_status(
        self, *, request_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.RequestStatus:
        """Ask what became of a request.

        Returns, for each list that the request named, how far the service is, and how many
        people it could not use.

        Args:
            request_id: Id of the request, from the reply to it.
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
            _api.retrieve_request_status.call(
                request_id=request_id,
                content_type=content_type,
                accept=accept,
            )
        )
