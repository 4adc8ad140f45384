# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""AppLovin Suppression API v1, version 1.1.

Keep an app's ads away from devices, such as those of people who have the app already,
and let devices see them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, AsyncSend, Client, Scheme, Send, Service
from adlists.contract import Server as _Server

from . import models
from .api.suppression import suppress_devices as _suppression_suppress_devices
from .api.suppression import unsuppress_devices as _suppression_unsuppress_devices

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="applovin_suppression_v1",
    title="AppLovin Suppression API v1",
    version="1.1",
    server="https://api.applovin.com",
    operations=(
        _suppression_suppress_devices.OPERATION,
        _suppression_unsuppress_devices.OPERATION,
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


class SuppressionApi:
    """The devices that must not see an app's ads."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def suppress_devices(
        self,
        *,
        body: list[str],
        package_name: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.DeviceIdsCounted:
        """Keep an app's ads away from devices.

        Adds the devices to those that must not see the app's ads. The reply counts the ids that
        were valid and those that were not, without naming them.

        Args:
            package_name: The app, by its bundle id on iOS or its package name on Android.
            body: Ids of devices, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _suppression_suppress_devices.call(
                body=body,
                package_name=package_name,
                content_type=content_type,
                accept=accept,
            )
        )

    def unsuppress_devices(
        self,
        *,
        body: list[str],
        package_name: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.DeviceIdsCounted:
        """Let devices see an app's ads again.

        Removes the devices from those that must not see the app's ads. The reply counts the ids
        that were valid and those that were not, without naming them.

        Args:
            package_name: The app, by its bundle id on iOS or its package name on Android.
            body: Ids of devices, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _suppression_unsuppress_devices.call(
                body=body,
                package_name=package_name,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncSuppressionApi:
    """The devices that must not see an app's ads."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def suppress_devices(
        self,
        *,
        body: list[str],
        package_name: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.DeviceIdsCounted:
        """Keep an app's ads away from devices.

        Adds the devices to those that must not see the app's ads. The reply counts the ids that
        were valid and those that were not, without naming them.

        Args:
            package_name: The app, by its bundle id on iOS or its package name on Android.
            body: Ids of devices, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _suppression_suppress_devices.call(
                body=body,
                package_name=package_name,
                content_type=content_type,
                accept=accept,
            )
        )

    async def unsuppress_devices(
        self,
        *,
        body: list[str],
        package_name: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.DeviceIdsCounted:
        """Let devices see an app's ads again.

        Removes the devices from those that must not see the app's ads. The reply counts the ids
        that were valid and those that were not, without naming them.

        Args:
            package_name: The app, by its bundle id on iOS or its package name on Android.
            body: Ids of devices, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _suppression_unsuppress_devices.call(
                body=body,
                package_name=package_name,
                content_type=content_type,
                accept=accept,
            )
        )


class Api(Client):
    """AppLovin Suppression API v1, version 1.1.

    Keep an app's ads away from devices, such as those of people who have the app already,
    and let devices see them again.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.suppression: Final = SuppressionApi(send)


class AsyncApi(AsyncClient):
    """AppLovin Suppression API v1, version 1.1.

    Keep an app's ads away from devices, such as those of people who have the app already,
    and let devices see them again.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: AsyncSend) -> None:
        super().__init__(send)
        self.suppression: Final = AsyncSuppressionApi(send)
