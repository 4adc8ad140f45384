# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Criteo API 2026-07, version 2026-07.

Create, find, change and delete the segments that hold contact lists, add identifiers to
them or remove them, and see how many Criteo knows.
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

    from .tags.advertisers import AdvertisersApi, AsyncAdvertisersApi
    from .tags.audience_segments import AsyncAudienceSegmentsApi, AudienceSegmentsApi
    from .tags.authentication import AsyncAuthenticationApi, AuthenticationApi
    from .tags.contact_lists import AsyncContactListsApi, ContactListsApi


def _load_lists() -> _Lists:
    from .lists import LISTS  # only a job asks for it

    return LISTS


SERVICE: Final = Service(
    name="criteo_2026_07",
    title="Criteo API 2026-07",
    version="2026-07",
    server="https://api.criteo.com",
    operations=_Operations(
        __name__,
        {
            "create_token": ("POST", "/oauth2/token", "authentication.create_token"),
            "list_advertisers": ("GET", "/2026-07/advertisers/me", "advertisers.list_advertisers"),
            "search_audience_segments": (
                "POST",
                "/2026-07/marketing-solutions/audience-segments/search",
                "audience_segments.search_audience_segments",
            ),
            "create_audience_segments": (
                "POST",
                "/2026-07/marketing-solutions/audience-segments/create",
                "audience_segments.create_audience_segments",
            ),
            "update_audience_segments": (
                "PATCH",
                "/2026-07/marketing-solutions/audience-segments",
                "audience_segments.update_audience_segments",
            ),
            "delete_audience_segments": (
                "POST",
                "/2026-07/marketing-solutions/audience-segments/delete",
                "audience_segments.delete_audience_segments",
            ),
            "compute_audience_segments_sizes": (
                "POST",
                "/2026-07/marketing-solutions/audience-segments/compute-sizes",
                "audience_segments.compute_audience_segments_sizes",
            ),
            "delete_contact_list_by_audience_segment": (
                "DELETE",
                "/2026-07/marketing-solutions/audience-segments/{audience-segment-id}/contact-list",
                "contact_lists.delete_contact_list_by_audience_segment",
            ),
            "update_contact_list_by_audience_segment": (
                "PATCH",
                "/2026-07/marketing-solutions/audience-segments/{audience-segment-id}/contact-list",
                "contact_lists.update_contact_list_by_audience_segment",
            ),
            "get_audience_segment_contact_list_statistics": (
                "GET",
                "/2026-07/marketing-solutions/audience-segments/{audience-segment-id}/contact-list/statistics",
                "contact_lists.get_audience_segment_contact_list_statistics",
            ),
        },
        security=(
            (),
            (
                ("oauth",),
                ("bearer",),
            ),
        ),
    ),
    schemes=(
        Scheme("oauth", "oauth2", token_url="https://api.criteo.com/oauth2/token"),
        Scheme("bearer", "http", scheme="bearer"),
    ),
    description="Create, find, change and delete the segments that hold contact lists, add identifiers to them or remove them, and see how many Criteo knows.",
    load_lists=_load_lists,
    servers=(
        _Server(
            "https://api.criteo.com", description="Production. Every call acts on live campaigns."
        ),
    ),
)


class Api(Client):
    """Criteo API 2026-07, version 2026-07.

    Create, find, change and delete the segments that hold contact lists, add identifiers to
    them or remove them, and see how many Criteo knows.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def authentication(self) -> AuthenticationApi:
        """Access tokens."""
        from .tags.authentication import AuthenticationApi

        return AuthenticationApi(self.send)

    @_cached_property
    def advertisers(self) -> AdvertisersApi:
        """The advertisers that the caller may act for."""
        from .tags.advertisers import AdvertisersApi

        return AdvertisersApi(self.send)

    @_cached_property
    def audience_segments(self) -> AudienceSegmentsApi:
        """Segments, of which a contact list is one kind."""
        from .tags.audience_segments import AudienceSegmentsApi

        return AudienceSegmentsApi(self.send)

    @_cached_property
    def contact_lists(self) -> ContactListsApi:
        """The identifiers in a segment of the kind contact list."""
        from .tags.contact_lists import ContactListsApi

        return ContactListsApi(self.send)


class AsyncApi(AsyncClient):
    """Criteo API 2026-07, version 2026-07.

    Create, find, change and delete the segments that hold contact lists, add identifiers to
    them or remove them, and see how many Criteo knows.
    """

    SERVICE: ClassVar[Service] = SERVICE

    @_cached_property
    def authentication(self) -> AsyncAuthenticationApi:
        """Access tokens."""
        from .tags.authentication import AsyncAuthenticationApi

        return AsyncAuthenticationApi(self.send)

    @_cached_property
    def advertisers(self) -> AsyncAdvertisersApi:
        """The advertisers that the caller may act for."""
        from .tags.advertisers import AsyncAdvertisersApi

        return AsyncAdvertisersApi(self.send)

    @_cached_property
    def audience_segments(self) -> AsyncAudienceSegmentsApi:
        """Segments, of which a contact list is one kind."""
        from .tags.audience_segments import AsyncAudienceSegmentsApi

        return AsyncAudienceSegmentsApi(self.send)

    @_cached_property
    def contact_lists(self) -> AsyncContactListsApi:
        """The identifiers in a segment of the kind contact list."""
        from .tags.contact_lists import AsyncContactListsApi

        return AsyncContactListsApi(self.send)
