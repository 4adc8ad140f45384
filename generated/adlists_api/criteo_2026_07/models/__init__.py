# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The models of Criteo API 2026-07, each imported when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contact_list_counts import ContactListCounts
    from .contact_list_counts_attributes import ContactListCountsAttributes
    from .contact_list_create import ContactListCreate
    from .contact_list_settings import ContactListSettings
    from .contact_list_statistics import ContactListStatistics
    from .contactlist_amended import ContactlistAmended
    from .contactlist_amendment import ContactlistAmendment
    from .contactlist_amendment_attributes import ContactlistAmendmentAttributes
    from .contactlist_amendment_attributes_identifier_type import (
        ContactlistAmendmentAttributesIdentifierType,
    )
    from .contactlist_amendment_attributes_operation import (
        ContactlistAmendmentAttributesOperation,
    )
    from .contactlist_amendment_request import ContactlistAmendmentRequest
    from .contactlist_cleared import ContactlistCleared
    from .contactlist_names import ContactlistNames
    from .contactlist_operation import ContactlistOperation
    from .contactlist_operation_attributes import ContactlistOperationAttributes
    from .contactlist_reference import ContactlistReference
    from .nillable_string import NillableString
    from .page_meta import PageMeta
    from .portfolio import Portfolio
    from .portfolio_attributes import PortfolioAttributes
    from .portfolio_member import PortfolioMember
    from .problem import Problem
    from .problems import Problems
    from .segment import Segment
    from .segment_attributes import SegmentAttributes
    from .segment_create import SegmentCreate
    from .segment_create_attributes import SegmentCreateAttributes
    from .segment_create_request import SegmentCreateRequest
    from .segment_delete_request import SegmentDeleteRequest
    from .segment_id import SegmentId
    from .segment_ids import SegmentIds
    from .segment_page import SegmentPage
    from .segment_reference import SegmentReference
    from .segment_search import SegmentSearch
    from .segment_search_attributes import SegmentSearchAttributes
    from .segment_search_attributes_audience_segment_types_item import (
        SegmentSearchAttributesAudienceSegmentTypesItem,
    )
    from .segment_search_request import SegmentSearchRequest
    from .segment_size import SegmentSize
    from .segment_size_attributes import SegmentSizeAttributes
    from .segment_sizes import SegmentSizes
    from .segment_sizes_request import SegmentSizesRequest
    from .segment_update import SegmentUpdate
    from .segment_update_attributes import SegmentUpdateAttributes
    from .segment_update_request import SegmentUpdateRequest
    from .segments import Segments
    from .token import Token
    from .token_error import TokenError
    from .token_request import TokenRequest
else:
    _MODULES = {
        "ContactListCounts": "contact_list_counts",
        "ContactListCountsAttributes": "contact_list_counts_attributes",
        "ContactListCreate": "contact_list_create",
        "ContactListSettings": "contact_list_settings",
        "ContactListStatistics": "contact_list_statistics",
        "ContactlistAmended": "contactlist_amended",
        "ContactlistAmendment": "contactlist_amendment",
        "ContactlistAmendmentAttributes": "contactlist_amendment_attributes",
        "ContactlistAmendmentAttributesIdentifierType": "contactlist_amendment_attributes_identifier_type",
        "ContactlistAmendmentAttributesOperation": "contactlist_amendment_attributes_operation",
        "ContactlistAmendmentRequest": "contactlist_amendment_request",
        "ContactlistCleared": "contactlist_cleared",
        "ContactlistNames": "contactlist_names",
        "ContactlistOperation": "contactlist_operation",
        "ContactlistOperationAttributes": "contactlist_operation_attributes",
        "ContactlistReference": "contactlist_reference",
        "NillableString": "nillable_string",
        "PageMeta": "page_meta",
        "Portfolio": "portfolio",
        "PortfolioAttributes": "portfolio_attributes",
        "PortfolioMember": "portfolio_member",
        "Problem": "problem",
        "Problems": "problems",
        "Segment": "segment",
        "SegmentAttributes": "segment_attributes",
        "SegmentCreate": "segment_create",
        "SegmentCreateAttributes": "segment_create_attributes",
        "SegmentCreateRequest": "segment_create_request",
        "SegmentDeleteRequest": "segment_delete_request",
        "SegmentId": "segment_id",
        "SegmentIds": "segment_ids",
        "SegmentPage": "segment_page",
        "SegmentReference": "segment_reference",
        "SegmentSearch": "segment_search",
        "SegmentSearchAttributes": "segment_search_attributes",
        "SegmentSearchAttributesAudienceSegmentTypesItem": "segment_search_attributes_audience_segment_types_item",
        "SegmentSearchRequest": "segment_search_request",
        "SegmentSize": "segment_size",
        "SegmentSizeAttributes": "segment_size_attributes",
        "SegmentSizes": "segment_sizes",
        "SegmentSizesRequest": "segment_sizes_request",
        "SegmentUpdate": "segment_update",
        "SegmentUpdateAttributes": "segment_update_attributes",
        "SegmentUpdateRequest": "segment_update_request",
        "Segments": "segments",
        "Token": "token",
        "TokenError": "token_error",
        "TokenRequest": "token_request",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = found
        return found

    def __dir__():
        return sorted({*globals(), *_MODULES})


__all__ = (
    "ContactListCounts",
    "ContactListCountsAttributes",
    "ContactListCreate",
    "ContactListSettings",
    "ContactListStatistics",
    "ContactlistAmended",
    "ContactlistAmendment",
    "ContactlistAmendmentAttributes",
    "ContactlistAmendmentAttributesIdentifierType",
    "ContactlistAmendmentAttributesOperation",
    "ContactlistAmendmentRequest",
    "ContactlistCleared",
    "ContactlistNames",
    "ContactlistOperation",
    "ContactlistOperationAttributes",
    "ContactlistReference",
    "NillableString",
    "PageMeta",
    "Portfolio",
    "PortfolioAttributes",
    "PortfolioMember",
    "Problem",
    "Problems",
    "Segment",
    "SegmentAttributes",
    "SegmentCreate",
    "SegmentCreateAttributes",
    "SegmentCreateRequest",
    "SegmentDeleteRequest",
    "SegmentId",
    "SegmentIds",
    "SegmentPage",
    "SegmentReference",
    "SegmentSearch",
    "SegmentSearchAttributes",
    "SegmentSearchAttributesAudienceSegmentTypesItem",
    "SegmentSearchRequest",
    "SegmentSize",
    "SegmentSizeAttributes",
    "SegmentSizes",
    "SegmentSizesRequest",
    "SegmentUpdate",
    "SegmentUpdateAttributes",
    "SegmentUpdateRequest",
    "Segments",
    "Token",
    "TokenError",
    "TokenRequest",
)
