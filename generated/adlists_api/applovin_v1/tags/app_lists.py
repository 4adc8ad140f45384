# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Lists of apps that campaigns target or leave out."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import app_lists as _api


class AppListsApi:
    """Lists of apps that campaigns target or leave out."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def create(
        self,
        *,
        name: str,
        description: str | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListCreated:
        """Create an empty app list.

        Creates a list without apps and returns its id. A repeat after a lost reply is refused
        with 406, because the name is taken by then; find the list by listing.

        Args:
            name: Name of the list, unique among the account's active lists. Letters, digits,
                underscores, hyphens, plus signs and spaces.
            description: What the list is for.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotAcceptable: 406. An active list of this name exists.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.create.call(
                name=name,
                description=description,
                content_type=content_type,
                accept=accept,
            )
        )

    def list_lists(
        self, *, content_type: str | None = None, accept: str | None = None
    ) -> models.AppLists:
        """List the app lists of the account.

        Args:
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.list_lists.call(
                content_type=content_type,
                accept=accept,
            )
        )

    def list_apps(
        self, *, app_list_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.Apps:
        """List the apps on an app list.

        Args:
            app_list_id: Id of the list whose apps are returned.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.list_apps.call(
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def append(
        self,
        *,
        body: list[str],
        app_list_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListChanged:
        """Add apps to an app list.

        Adds the apps to the list. The reply counts the ids that were accepted and those that
        were not, without naming them; to learn which, list the apps afterwards.

        Args:
            app_list_id: Id of the list.
            body: External ids of apps, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.append.call(
                body=body,
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def delete(
        self, *, app_list_id: str, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Delete an app list.

        Deletes the list with all apps on it. The reply is empty.

        Args:
            app_list_id: Id of the list.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.delete.call(
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    def delete_apps(
        self,
        *,
        body: list[str],
        app_list_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListChanged:
        """Remove apps from an app list.

        Removes the apps from the list and keeps the list. The reply counts the ids that were
        removed and those that were invalid, without naming them.

        Args:
            app_list_id: Id of the list.
            body: External ids of apps, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return self._send(
            _api.delete_apps.call(
                body=body,
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAppListsApi:
    """Lists of apps that campaigns target or leave out."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def create(
        self,
        *,
        name: str,
        description: str | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListCreated:
        """Create an empty app list.

        Creates a list without apps and returns its id. A repeat after a lost reply is refused
        with 406, because the name is taken by then; find the list by listing.

        Args:
            name: Name of the list, unique among the account's active lists. Letters, digits,
                underscores, hyphens, plus signs and spaces.
            description: What the list is for.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotAcceptable: 406. An active list of this name exists.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.create.call(
                name=name,
                description=description,
                content_type=content_type,
                accept=accept,
            )
        )

    async def list_lists(
        self, *, content_type: str | None = None, accept: str | None = None
    ) -> models.AppLists:
        """List the app lists of the account.

        Args:
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.list_lists.call(
                content_type=content_type,
                accept=accept,
            )
        )

    async def list_apps(
        self, *, app_list_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.Apps:
        """List the apps on an app list.

        Args:
            app_list_id: Id of the list whose apps are returned.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.list_apps.call(
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def append(
        self,
        *,
        body: list[str],
        app_list_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListChanged:
        """Add apps to an app list.

        Adds the apps to the list. The reply counts the ids that were accepted and those that
        were not, without naming them; to learn which, list the apps afterwards.

        Args:
            app_list_id: Id of the list.
            body: External ids of apps, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.append.call(
                body=body,
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def delete(
        self, *, app_list_id: str, content_type: str | None = None, accept: str | None = None
    ) -> None:
        """Delete an app list.

        Deletes the list with all apps on it. The reply is empty.

        Args:
            app_list_id: Id of the list.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.delete.call(
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )

    async def delete_apps(
        self,
        *,
        body: list[str],
        app_list_id: str,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.AppListChanged:
        """Remove apps from an app list.

        Removes the apps from the list and keeps the list. The reply counts the ids that were
        removed and those that were invalid, without naming them.

        Args:
            app_list_id: Id of the list.
            body: External ids of apps, one a line, in UTF-8 and with a line feed between two.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request is malformed, or something in it is missing or invalid.
            Forbidden: 403. The API key is not accepted.
            NotFound: 404. There is no list with this id.
            ServerError: 500. The service fails for a reason of its own.
        """
        return await self._send(
            _api.delete_apps.call(
                body=body,
                app_list_id=app_list_id,
                content_type=content_type,
                accept=accept,
            )
        )
