# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The lists."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import audiences as _api


class AudiencesApi:
    """The lists."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def add_audiences(
        self,
        *,
        body: models.AddAudiencesRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AddAudiencesResponse:
        """Create lists.

        Creates the lists that are valid and returns an id for each; null stands in the place of
        one that was not created, and the reply, a 200, says why.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: The lists to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid.
            Unauthorized: 401. The token is missing, unknown or expired (codes 105 and 109).
            Forbidden: 403. The caller may not act for the account, or the developer token is
                not accepted.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.add_audiences.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def query_audiences_by_ids(
        self,
        *,
        body: models.QueryAudiencesByIdsRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.QueryAudiencesByIdsResponse:
        """Get lists.

        Returns the lists with the ids given, or all of the kind where none is.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: Which lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid.
            Unauthorized: 401. The token is missing, unknown or expired (codes 105 and 109).
            Forbidden: 403. The caller may not act for the account, or the developer token is
                not accepted.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.query_audiences_by_ids.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAudiencesApi:
    """The lists."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def add_audiences(
        self,
        *,
        body: models.AddAudiencesRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AddAudiencesResponse:
        """Create lists.

        Creates the lists that are valid and returns an id for each; null stands in the place of
        one that was not created, and the reply, a 200, says why.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: The lists to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid.
            Unauthorized: 401. The token is missing, unknown or expired (codes 105 and 109).
            Forbidden: 403. The caller may not act for the account, or the developer token is
                not accepted.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.add_audiences.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def query_audiences_by_ids(
        self,
        *,
        body: models.QueryAudiencesByIdsRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.QueryAudiencesByIdsResponse:
        """Get lists.

        Returns the lists with the ids given, or all of the kind where none is.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: Which lists.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or nothing in it is valid.
            Unauthorized: 401. The token is missing, unknown or expired (codes 105 and 109).
            Forbidden: 403. The caller may not act for the account, or the developer token is
                not accepted.
            TooManyRequests: 429. The caller sends requests too fast. The rate allowed is not
                documented.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.query_audiences_by_ids.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )
