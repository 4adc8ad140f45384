# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""Microsoft Advertising customer lists v13, version 13.

Create lists of customers that campaigns target or leave out, find them, and add people
to them, remove or replace them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, AsyncSend, Client, Scheme, Send, Service
from adlists.contract import Server as _Server

from . import models
from .api.audiences import add_audiences as _audiences_add_audiences
from .api.audiences import query_audiences_by_ids as _audiences_query_audiences_by_ids
from .api.customer_list_user_data import (
    apply_customer_list_user_data as _customer_list_user_data_apply_customer_list_user_data,
)

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="microsoft_customer_list_v13",
    title="Microsoft Advertising customer lists v13",
    version="13",
    server="https://campaign.api.bingads.microsoft.com/CampaignManagement/v13",
    operations=(
        _customer_list_user_data_apply_customer_list_user_data.OPERATION,
        _audiences_add_audiences.OPERATION,
        _audiences_query_audiences_by_ids.OPERATION,
    ),
    schemes=(
        Scheme(
            "oauth",
            "oauth2",
            scopes=("https://ads.microsoft.com/msads.manage",),
            refresh_url="https://login.microsoftonline.com/common/oauth2/v2.0/token",
        ),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Create lists of customers that campaigns target or leave out, find them, and add people to them, remove or replace them.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://campaign.api.bingads.microsoft.com/CampaignManagement/v13",
            description="Production. Every call acts on live campaigns.",
        ),
    ),
)


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
            _customer_list_user_data_apply_customer_list_user_data.call(
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
            _customer_list_user_data_apply_customer_list_user_data.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )


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
            _audiences_add_audiences.call(
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
            _audiences_query_audiences_by_ids.call(
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
            _audiences_add_audiences.call(
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
            _audiences_query_audiences_by_ids.call(
                body=body,
                developer_token=developer_token,
                customer_id=customer_id,
                customer_account_id=customer_account_id,
                content_type=content_type,
                accept=accept,
            )
        )


class Api(Client):
    """Microsoft Advertising customer lists v13, version 13.

    Create lists of customers that campaigns target or leave out, find them, and add people
    to them, remove or replace them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.customer_list_user_data: Final = CustomerListUserDataApi(send)
        self.audiences: Final = AudiencesApi(send)


class AsyncApi(AsyncClient):
    """Microsoft Advertising customer lists v13, version 13.

    Create lists of customers that campaigns target or leave out, find them, and add people
    to them, remove or replace them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: AsyncSend) -> None:
        super().__init__(send)
        self.customer_list_user_data: Final = AsyncCustomerListUserDataApi(send)
        self.audiences: Final = AsyncAudiencesApi(send)
