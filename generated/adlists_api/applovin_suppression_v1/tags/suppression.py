# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""The devices that must not see an app's ads."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import suppression as _api


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
            _api.suppress_devices.call(
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
            _api.unsuppress_devices.call(
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
            _api.suppress_devices.call(
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
            _api.unsuppress_devices.call(
                body=body,
                package_name=package_name,
                content_type=content_type,
                accept=accept,
            )
        )
