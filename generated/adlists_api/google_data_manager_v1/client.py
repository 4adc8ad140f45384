# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""Google Data Manager API v1, version v1.

Add people to the lists that campaigns of Google's advertising products target or leave
out, remove them, and follow what becomes of each request.
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

    from .tags.audience_members import AsyncAudienceMembersApi, AudienceMembersApi
    from .tags.requests import AsyncRequestsApi, RequestsApi
    from .tags.user_lists import AsyncUserListsApi, UserListsApi


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="google_data_manager_v1",
    title="Google Data Manager API v1",
    version="v1",
    server="https://datamanager.googleapis.com",
    operations=_Operations(
        __name__,
        {
            "ingest_audience_members": (
                "POST",
                "/v1/audienceMembers:ingest",
                "audience_members.ingest_audience_members",
            ),
            "remove_audience_members": (
                "POST",
                "/v1/audienceMembers:remove",
                "audience_members.remove_audience_members",
            ),
            "remove_all_audience_members": (
                "POST",
                "/v1/audienceMembers:removeAll",
                "audience_members.remove_all_audience_members",
            ),
            "retrieve_request_status": (
                "GET",
                "/v1/requestStatus:retrieve",
                "requests.retrieve_request_status",
            ),
            "list_user_lists": (
                "GET",
                "/v1/accountTypes/{accountType}/accounts/{account}/userLists",
                "user_lists.list_user_lists",
            ),
            "create_user_list": (
                "POST",
                "/v1/accountTypes/{accountType}/accounts/{account}/userLists",
                "user_lists.create_user_list",
            ),
            "get_user_list": (
                "GET",
                "/v1/accountTypes/{accountType}/accounts/{account}/userLists/{userList}",
                "user_lists.get_user_list",
            ),
            "delete_user_list": (
                "DELETE",
                "/v1/accountTypes/{accountType}/accounts/{account}/userLists/{userList}",
                "user_lists.delete_user_list",
            ),
            "update_user_list": (
                "PATCH",
                "/v1/accountTypes/{accountType}/accounts/{account}/userLists/{userList}",
                "user_lists.update_user_list",
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


class Api(Client):
    """Google Data Manager API v1, version v1.

    Add people to the lists that campaigns of Google's advertising products target or leave
    out, remove them, and follow what becomes of each request.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def audience_members(self) -> AudienceMembersApi:
        """The people on lists."""
        from .tags.audience_members import AudienceMembersApi

        return AudienceMembersApi(self.send)

    @_cached_property
    def requests(self) -> RequestsApi:
        """What became of earlier requests."""
        from .tags.requests import RequestsApi

        return RequestsApi(self.send)

    @_cached_property
    def user_lists(self) -> UserListsApi:
        """The lists themselves."""
        from .tags.user_lists import UserListsApi

        return UserListsApi(self.send)


class AsyncApi(AsyncClient):
    """Google Data Manager API v1, version v1.

    Add people to the lists that campaigns of Google's advertising products target or leave
    out, remove them, and follow what becomes of each request.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def audience_members(self) -> AsyncAudienceMembersApi:
        """The people on lists."""
        from .tags.audience_members import AsyncAudienceMembersApi

        return AsyncAudienceMembersApi(self.send)

    @_cached_property
    def requests(self) -> AsyncRequestsApi:
        """What became of earlier requests."""
        from .tags.requests import AsyncRequestsApi

        return AsyncRequestsApi(self.send)

    @_cached_property
    def user_lists(self) -> AsyncUserListsApi:
        """The lists themselves."""
        from .tags.user_lists import AsyncUserListsApi

        return AsyncUserListsApi(self.send)
