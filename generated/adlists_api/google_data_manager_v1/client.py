# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Google Data Manager API v1, version v1.

Add people to the lists that campaigns of Google's advertising products target or leave
out, remove them, and follow what becomes of each request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import ClassVar, Final

from adlists.contract import AsyncClient, AsyncSend, Client, Scheme, Send, Service
from adlists.contract import Server as _Server

from . import models
from .api.audience_members import (
    ingest_audience_members as _audience_members_ingest_audience_members,
)
from .api.audience_members import (
    remove_all_audience_members as _audience_members_remove_all_audience_members,
)
from .api.audience_members import (
    remove_audience_members as _audience_members_remove_audience_members,
)
from .api.requests import retrieve_request_status as _requests_retrieve_request_status
from .api.user_lists import create_user_list as _user_lists_create_user_list
from .api.user_lists import delete_user_list as _user_lists_delete_user_list
from .api.user_lists import get_user_list as _user_lists_get_user_list
from .api.user_lists import list_user_lists as _user_lists_list_user_lists
from .api.user_lists import update_user_list as _user_lists_update_user_list

if _TYPE_CHECKING:
    from adlists.contract.list_steps import Lists as _Lists


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="google_data_manager_v1",
    title="Google Data Manager API v1",
    version="v1",
    server="https://datamanager.googleapis.com",
    operations=(
        _audience_members_ingest_audience_members.OPERATION,
        _audience_members_remove_audience_members.OPERATION,
        _audience_members_remove_all_audience_members.OPERATION,
        _requests_retrieve_request_status.OPERATION,
        _user_lists_list_user_lists.OPERATION,
        _user_lists_create_user_list.OPERATION,
        _user_lists_get_user_list.OPERATION,
        _user_lists_delete_user_list.OPERATION,
        _user_lists_update_user_list.OPERATION,
    ),
    schemes=(
        Scheme(
            "oauth",
            "oauth2",
            scopes=("https://www.googleapis.com/auth/datamanager",),
            refresh_url="https://oauth2.googleapis.com/token",
        ),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Add people to the lists that campaigns of Google's advertising products target or leave out, remove them, and follow what becomes of each request.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://datamanager.googleapis.com",
            description="Production. Every call that does not ask to validate only acts on live lists.",
        ),
    ),
)


class AudienceMembersApi:
    """The people on lists."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def ingest_audience_members(
        self,
        *,
        body: models.IngestAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Add people to lists.

        Takes the people in and puts them on the lists later. One person who does not validate
        refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
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
            _audience_members_ingest_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def remove_audience_members(
        self,
        *,
        body: models.RemoveAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove people from lists.

        Takes the people in and removes them from the lists later. One person who does not
        validate refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
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
            _audience_members_remove_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    def remove_all_audience_members(
        self,
        *,
        body: models.RemoveAllAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove everybody from lists.

        Removes all who were put on the lists until a moment, which is now unless another is
        given.

        Args:
            body: The lists.
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
            _audience_members_remove_all_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncAudienceMembersApi:
    """The people on lists."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def ingest_audience_members(
        self,
        *,
        body: models.IngestAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Add people to lists.

        Takes the people in and puts them on the lists later. One person who does not validate
        refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
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
            _audience_members_ingest_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def remove_audience_members(
        self,
        *,
        body: models.RemoveAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove people from lists.

        Takes the people in and removes them from the lists later. One person who does not
        validate refuses the whole request; its index stands in the error.

        Args:
            body: The people, and the lists.
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
            _audience_members_remove_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )

    async def remove_all_audience_members(
        self,
        *,
        body: models.RemoveAllAudienceMembersRequest,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> models.RequestAccepted:
        """Remove everybody from lists.

        Removes all who were put on the lists until a moment, which is now unless another is
        given.

        Args:
            body: The lists.
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
            _audience_members_remove_all_audience_members.call(
                body=body,
                content_type=content_type,
                accept=accept,
            )
        )


class RequestsApi:
    """What became of earlier requests."""

    def __init__(self, send: Send) -> None:
        self._send: Final = send

    def retrieve_request_status(
        self, *, request_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.RequestStatus:
        """Ask what became of a request.

        Returns, for each list that the request named, how far the service is, and how many
        people it could not use.

        Args:
            request_id: Id of the request, from the reply to it.
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
            _requests_retrieve_request_status.call(
                request_id=request_id,
                content_type=content_type,
                accept=accept,
            )
        )


class AsyncRequestsApi:
    """What became of earlier requests."""

    def __init__(self, send: AsyncSend) -> None:
        self._send: Final = send

    async def retrieve_request_status(
        self, *, request_id: str, content_type: str | None = None, accept: str | None = None
    ) -> models.RequestStatus:
        """Ask what became of a request.

        Returns, for each list that the request named, how far the service is, and how many
        people it could not use.

        Args:
            request_id: Id of the request, from the reply to it.
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
            _requests_retrieve_request_status.call(
                request_id=request_id,
                content_type=content_type,
                accept=accept,
            )
        )


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
            _user_lists_list_user_lists.call(
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
            _user_lists_create_user_list.call(
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
            _user_lists_get_user_list.call(
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
            _user_lists_delete_user_list.call(
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
            _user_lists_update_user_list.call(
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
            _user_lists_list_user_lists.call(
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
            _user_lists_create_user_list.call(
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
            _user_lists_get_user_list.call(
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
            _user_lists_delete_user_list.call(
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
            _user_lists_update_user_list.call(
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


class Api(Client):
    """Google Data Manager API v1, version v1.

    Add people to the lists that campaigns of Google's advertising products target or leave
    out, remove them, and follow what becomes of each request.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: Send) -> None:
        super().__init__(send)
        self.audience_members: Final = AudienceMembersApi(send)
        self.requests: Final = RequestsApi(send)
        self.user_lists: Final = UserListsApi(send)


class AsyncApi(AsyncClient):
    """Google Data Manager API v1, version v1.

    Add people to the lists that campaigns of Google's advertising products target or leave
    out, remove them, and follow what becomes of each request.
    """

    SERVICE: ClassVar[Service] = SERVICE

    def __init__(self, send: AsyncSend) -> None:
        super().__init__(send)
        self.audience_members: Final = AsyncAudienceMembersApi(send)
        self.requests: Final = AsyncRequestsApi(send)
        self.user_lists: Final = AsyncUserListsApi(send)
