# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""Microsoft Advertising customer lists v13, version 13.

Create lists of customers that campaigns target or leave out, find them, and add people
to them, remove or replace them.
"""

from __future__ import annotations

from functools import cached_property as _cached_property
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, Client, Scheme, Service
from adlists.contract import Operations as _Operations
from adlists.contract import Server as _Server

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists

    from .tags.audiences import AsyncAudiencesApi, AudiencesApi
    from .tags.customer_list_user_data import (
        AsyncCustomerListUserDataApi,
        CustomerListUserDataApi,
    )


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="microsoft_customer_list_v13",
    title="Microsoft Advertising customer lists v13",
    version="13",
    server="https://campaign.api.bingads.microsoft.com/CampaignManagement/v13",
    operations=_Operations(
        __name__,
        {
            "apply_customer_list_user_data": (
                "POST",
                "/CustomerListUserData/Apply",
                "customer_list_user_data.apply_customer_list_user_data",
            ),
            "add_audiences": ("POST", "/Audiences", "audiences.add_audiences"),
            "query_audiences_by_ids": (
                "POST",
                "/Audiences/QueryByIds",
                "audiences.query_audiences_by_ids",
            ),
        },
        security=(
            (
                ("oauth",),
                ("bearer",),
            ),
        ),
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


class Api(Client):
    """Microsoft Advertising customer lists v13, version 13.

    Create lists of customers that campaigns target or leave out, find them, and add people
    to them, remove or replace them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def customer_list_user_data(self) -> CustomerListUserDataApi:
        """The people on them."""
        from .tags.customer_list_user_data import CustomerListUserDataApi

        return CustomerListUserDataApi(self.send)

    @_cached_property
    def audiences(self) -> AudiencesApi:
        """The lists."""
        from .tags.audiences import AudiencesApi

        return AudiencesApi(self.send)


class AsyncApi(AsyncClient):
    """Microsoft Advertising customer lists v13, version 13.

    Create lists of customers that campaigns target or leave out, find them, and add people
    to them, remove or replace them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def customer_list_user_data(self) -> AsyncCustomerListUserDataApi:
        """The people on them."""
        from .tags.customer_list_user_data import AsyncCustomerListUserDataApi

        return AsyncCustomerListUserDataApi(self.send)

    @_cached_property
    def audiences(self) -> AsyncAudiencesApi:
        """The lists."""
        from .tags.audiences import AsyncAudiencesApi

        return AsyncAudiencesApi(self.send)
