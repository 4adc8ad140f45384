# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""AppLovin Suppression API v1, version 1.1.

Keep an app's ads away from devices, such as those of people who have the app already,
and let devices see them again.
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

    from .tags.suppression import AsyncSuppressionApi, SuppressionApi


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="applovin_suppression_v1",
    title="AppLovin Suppression API v1",
    version="1.1",
    server="https://api.applovin.com",
    operations=_Operations(
        __name__,
        {
            "suppress_devices": ("POST", "/suppressionApps", "suppression.suppress_devices"),
            "unsuppress_devices": (
                "POST",
                "/deleteSuppressionApps",
                "suppression.unsuppress_devices",
            ),
        },
        security=((("apiKey",),),),
    ),
    schemes=(Scheme("apiKey", "apiKey", place="query", parameter="api_key"),),
    description="Keep an app's ads away from devices, such as those of people who have the app already, and let devices see them again.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.applovin.com", description="Production. Every call acts on live campaigns."
        ),
    ),
)


class Api(Client):
    """AppLovin Suppression API v1, version 1.1.

    Keep an app's ads away from devices, such as those of people who have the app already,
    and let devices see them again.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def suppression(self) -> SuppressionApi:
        """The devices that must not see an app's ads."""
        from .tags.suppression import SuppressionApi

        return SuppressionApi(self.send)


class AsyncApi(AsyncClient):
    """AppLovin Suppression API v1, version 1.1.

    Keep an app's ads away from devices, such as those of people who have the app already,
    and let devices see them again.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def suppression(self) -> AsyncSuppressionApi:
        """The devices that must not see an app's ads."""
        from .tags.suppression import AsyncSuppressionApi

        return AsyncSuppressionApi(self.send)
