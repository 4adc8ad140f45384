# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""The lists themselves."""

from __future__ import annotations

from typing import Final

from adlists.contract import AsyncSend, Send

from .. import models
from ..api import user_lists as _api


class UserListsApi:
    """The lists themselves."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def list_user_lists(
        self,
        account_type: models.ListUserListsAccountType,
        account: str,
        *,
        filter_: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserListPage:
        """List the user lists of an account.

        Returns one page of the lists, of all or of those that pass a filter.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            filter_: Which lists to return, in the language of AIP-160; by name, the name stands
                in double quotes.
            page_size: Most lists on a page; 50 where it is left out.
            page_token: Which page to return, from the reply with the page before it.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.list_user_lists.call(
                account_type,
                account,
                filter_=filter_,
                page_size=page_size,
                page_token=page_token,
                content_type=content_type,
                accept=accept,
            )
        )

    def create_user_list(
        self,
        account_type: models.CreateUserListAccountType,
        account: str,
        *,
        body: models.UserListCreate,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Create a user list.

        Creates an empty list and returns it. A repeat after a lost reply is refused, because
        the name is taken by then; find the list by its name.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            validate_only: Whether the request is only checked, and nothing is done.
            body: The list to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return self._send(
            _api.create_user_list.call(
                account_type,
                account,
                body=body,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )

    def get_user_list(
        self,
        account_type: models.GetUserListAccountType,
        account: str,
        user_list: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Get a user list.

        Returns the list with its sizes, which are rounded and lag behind.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
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
            _api.get_user_list.call(
                account_type,
                account,
                user_list,
                content_type=content_type,
                accept=accept,
            )
        )

    def delete_user_list(
        self,
        account_type: models.DeleteUserListAccountType,
        account: str,
        user_list: str,
        *,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Nothing:
        """Delete a user list.

        Deletes the list with all people on it. A repeat finds nothing and is answered with 404.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
            validate_only: Whether the request is only checked, and nothing is done.
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
            _api.delete_user_list.call(
                account_type,
                account,
                user_list,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )

    def update_user_list(
        self,
        account_type: models.UpdateUserListAccountType,
        account: str,
        user_list: str,
        *,
        body: models.UserListUpdate,
        update_mask: str | None = None,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Change a user list.

        Sets the fields that the mask names to the values given, and returns the list.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
            update_mask: The fields to set, their names joined by commas.
            validate_only: Whether the request is only checked, and nothing is done.
            body: The new values.
            content_type: A media type of the body, instead of the first.
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
            _api.update_user_list.call(
                account_type,
                account,
                user_list,
                body=body,
                update_mask=update_mask,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncUserListsApi:
    """The lists themselves."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def list_user_lists(
        self,
        account_type: models.ListUserListsAccountType,
        account: str,
        *,
        filter_: str | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserListPage:
        """List the user lists of an account.

        Returns one page of the lists, of all or of those that pass a filter.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            filter_: Which lists to return, in the language of AIP-160; by name, the name stands
                in double quotes.
            page_size: Most lists on a page; 50 where it is left out.
            page_token: Which page to return, from the reply with the page before it.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.list_user_lists.call(
                account_type,
                account,
                filter_=filter_,
                page_size=page_size,
                page_token=page_token,
                content_type=content_type,
                accept=accept,
            )
        )

    async def create_user_list(
        self,
        account_type: models.CreateUserListAccountType,
        account: str,
        *,
        body: models.UserListCreate,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Create a user list.

        Creates an empty list and returns it. A repeat after a lost reply is refused, because
        the name is taken by then; find the list by its name.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            validate_only: Whether the request is only checked, and nothing is done.
            body: The list to create.
            content_type: A media type of the body, instead of the first.
            accept: A media type, or a list of them, to ask for.

        Raises:
            BadRequest: 400. The request, or one of the people in it, does not validate.
            Unauthorized: 401. The token is missing, unknown or expired.
            Forbidden: 403. The caller may not act for the account.
            TooManyRequests: 429. The project sends too many requests; the error names the
                quota.
            ServerError: 500. The service fails for a reason of its own. 503. The service is not
                available at the moment.
        """
        return await self._send(
            _api.create_user_list.call(
                account_type,
                account,
                body=body,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )

    async def get_user_list(
        self,
        account_type: models.GetUserListAccountType,
        account: str,
        user_list: str,
        *,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Get a user list.

        Returns the list with its sizes, which are rounded and lag behind.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
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
            _api.get_user_list.call(
                account_type,
                account,
                user_list,
                content_type=content_type,
                accept=accept,
            )
        )

    async def delete_user_list(
        self,
        account_type: models.DeleteUserListAccountType,
        account: str,
        user_list: str,
        *,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.Nothing:
        """Delete a user list.

        Deletes the list with all people on it. A repeat finds nothing and is answered with 404.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
            validate_only: Whether the request is only checked, and nothing is done.
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
            _api.delete_user_list.call(
                account_type,
                account,
                user_list,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )

    async def update_user_list(
        self,
        account_type: models.UpdateUserListAccountType,
        account: str,
        user_list: str,
        *,
        body: models.UserListUpdate,
        update_mask: str | None = None,
        validate_only: bool | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.UserList:
        """Change a user list.

        Sets the fields that the mask names to the values given, and returns the list.

        Args:
            account_type: The product that the account belongs to.
            account: Id of the account.
            user_list: Id of the list.
            update_mask: The fields to set, their names joined by commas.
            validate_only: Whether the request is only checked, and nothing is done.
            body: The new values.
            content_type: A media type of the body, instead of the first.
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
            _api.update_user_list.call(
                account_type,
                account,
                user_list,
                body=body,
                update_mask=update_mask,
                validate_only=validate_only,
                content_type=content_type,
                accept=accept,
            )
        )
