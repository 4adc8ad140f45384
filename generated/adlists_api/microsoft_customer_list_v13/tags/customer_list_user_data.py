# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The people on them."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import customer_list_user_data as _api


class CustomerListUserDataApi:
    """The people on them."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def apply_customer_list_user_data(
        self,
        *,
        body: models.ApplyCustomerListUserDataRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ApplyCustomerListUserDataResponse:
        """Add people to a list, remove them, or replace all.

        Acts on the people that are valid. The others are named by their index in the reply,
        which is a 200 all the same.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: The list, and the people.
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
            _api.apply_customer_list_user_data.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncCustomerListUserDataApi:
    """The people on them."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def apply_customer_list_user_data(
        self,
        *,
        body: models.ApplyCustomerListUserDataRequest,
        developer_token: str,
        customer_id: str,
        customer_account_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.ApplyCustomerListUserDataResponse:
        """Add people to a list, remove them, or replace all.

        Acts on the people that are valid. The others are named by their index in the reply,
        which is a 200 all the same.

        Args:
            developer_token: The token that Microsoft gives to whoever writes programs for its
                API.
            customer_id: Id of the customer who manages the account.
            customer_account_id: Id of the account.
            body: The list, and the people.
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
            _api.apply_customer_list_user_data.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )
