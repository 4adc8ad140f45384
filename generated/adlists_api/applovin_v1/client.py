# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""AppLovin App List API v1, version 1.0.

Create lists of apps, fill and trim them, look at them and delete them. Campaigns target
the apps on a list or leave them out.
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

    from .tags.app_lists import AppListsApi, AsyncAppListsApi


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="applovin_v1",
    title="AppLovin App List API v1",
    version="1.0",
    server="https://api.applovin.com/applists",
    operations=_Operations(
        __name__,
        {
            "create": ("GET", "/create", "app_lists.create"),
            "list_lists": ("GET", "/list", "app_lists.list_lists"),
            "list_apps": ("GET", "/list", "app_lists.list_apps"),
            "append": ("POST", "/append", "app_lists.append"),
            "delete": ("GET", "/delete", "app_lists.delete"),
            "delete_apps": ("POST", "/deleteApps", "app_lists.delete_apps"),
        },
        security=((("apiKey",),),),
    ),
    schemes=(Scheme("apiKey", "apiKey", place="query", parameter="api_key"),),
    description="Create lists of apps, fill and trim them, look at them and delete them. Campaigns target the apps on a list or leave them out.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.applovin.com/applists",
            description="Production. Every call acts on live campaigns.",
        ),
    ),
)


class Api(Client):
    """AppLovin App List API v1, version 1.0.

    Create lists of apps, fill and trim them, look at them and delete them. Campaigns target
    the apps on a list or leave them out.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def app_lists(self) -> AppListsApi:
        """Lists of apps that campaigns target or leave out."""
        from .tags.app_lists import AppListsApi

        return AppListsApi(self.send)


class AsyncApi(AsyncClient):
    """AppLovin App List API v1, version 1.0.

    Create lists of apps, fill and trim them, look at them and delete them. Campaigns target
    the apps on a list or leave them out.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def app_lists(self) -> AsyncAppListsApi:
        """Lists of apps that campaigns target or leave out."""
        from .tags.app_lists import AsyncAppListsApi

        return AsyncAppListsApi(self.send)
