# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Criteo Marketing API v1, version 1.0.

Create, list, rename and delete advertisers' audiences, and add users to them or remove
them.
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
    from .tags.authentication import AsyncAuthenticationApi, AuthenticationApi


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="criteo_v1",
    title="Criteo Marketing API v1",
    version="1.0",
    server="https://api.criteo.com/marketing",
    operations=_Operations(
        __name__,
        {
            "create_token": ("POST", "/oauth2/token", "authentication.create_token"),
            "get_audiences": ("GET", "/v1/audiences", "audiences.get_audiences"),
            "create_audience": ("POST", "/v1/audiences/userlist", "audiences.create_audience"),
            "update_audience_metadata": (
                "PUT",
                "/v1/audiences/{audienceId}",
                "audiences.update_audience_metadata",
            ),
            "delete_audience": (
                "DELETE",
                "/v1/audiences/{audienceId}",
                "audiences.delete_audience",
            ),
            "add_remove_users_to_audience": (
                "PATCH",
                "/v1/audiences/userlist/{audienceId}",
                "audiences.add_remove_users_to_audience",
            ),
            "remove_users_from_audience": (
                "DELETE",
                "/v1/audiences/userlist/{audienceId}/users",
                "audiences.remove_users_from_audience",
            ),
        },
        security=(
            (),
            (
                ("clientCredentials",),
                ("bearer",),
            ),
        ),
    ),
    schemes=(
        Scheme(
            "clientCredentials", "oauth2", token_url="https://api.criteo.com/marketing/oauth2/token"
        ),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Create, list, rename and delete advertisers' audiences, and add users to them or remove them.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.criteo.com/marketing",
            description="Production. Every call acts on live campaigns.",
        ),
    ),
)


class Api(Client):
    """Criteo Marketing API v1, version 1.0.

    Create, list, rename and delete advertisers' audiences, and add users to them or remove
    them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def authentication(self) -> AuthenticationApi:
        """Access tokens."""
        from .tags.authentication import AuthenticationApi

        return AuthenticationApi(self.send)

    @_cached_property
    def audiences(self) -> AudiencesApi:
        """Lists of users that campaigns target or leave out."""
        from .tags.audiences import AudiencesApi

        return AudiencesApi(self.send)


class AsyncApi(AsyncClient):
    """Criteo Marketing API v1, version 1.0.

    Create, list, rename and delete advertisers' audiences, and add users to them or remove
    them.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def authentication(self) -> AsyncAuthenticationApi:
        """Access tokens."""
        from .tags.authentication import AsyncAuthenticationApi

        return AsyncAuthenticationApi(self.send)

    @_cached_property
    def audiences(self) -> AsyncAudiencesApi:
        """Lists of users that campaigns target or leave out."""
        from .tags.audiences import AsyncAudiencesApi

        return AsyncAudiencesApi(self.send)
