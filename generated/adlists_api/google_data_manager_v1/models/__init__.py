# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""The models of Google Data Manager API v1, each imported when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .address_info import AddressInfo
    from .audience_member import AudienceMember
    from .consent import Consent
    from .consent_ad_personalization import ConsentAdPersonalization
    from .consent_ad_user_data import ConsentAdUserData
    from .create_user_list_account_type import CreateUserListAccountType
    from .delete_user_list_account_type import DeleteUserListAccountType
    from .destination import Destination
    from .destination_status import DestinationStatus
    from .detail import Detail
    from .detail_metadata import DetailMetadata
    from .encoding import Encoding
    from .error_info import ErrorInfo
    from .failure import Failure
    from .field_violation import FieldViolation
    from .field_warning import FieldWarning
    from .get_user_list_account_type import GetUserListAccountType
    from .ingest_audience_members_request import IngestAudienceMembersRequest
    from .ingested_user_list_info import IngestedUserListInfo
    from .ingested_user_list_info_create import IngestedUserListInfoCreate
    from .ingested_user_list_info_create_upload_key_types_item import (
        IngestedUserListInfoCreateUploadKeyTypesItem,
    )
    from .list_user_lists_account_type import ListUserListsAccountType
    from .mobile_data import MobileData
    from .mobile_id_info_create import MobileIdInfoCreate
    from .mobile_id_info_create_key_space import MobileIdInfoCreateKeySpace
    from .nothing import Nothing
    from .pair_data import PairData
    from .ppid_data import PpidData
    from .product_account import ProductAccount
    from .product_account_account_type import ProductAccountAccountType
    from .record_count import RecordCount
    from .remove_all_audience_members_request import RemoveAllAudienceMembersRequest
    from .remove_audience_members_request import RemoveAudienceMembersRequest
    from .request_accepted import RequestAccepted
    from .request_status import RequestStatus
    from .size_info import SizeInfo
    from .status import Status
    from .terms_of_service import TermsOfService
    from .terms_of_service_customer_match_terms_of_service_status import (
        TermsOfServiceCustomerMatchTermsOfServiceStatus,
    )
    from .update_user_list_account_type import UpdateUserListAccountType
    from .user_data import UserData
    from .user_id_data import UserIdData
    from .user_identifier import UserIdentifier
    from .user_list import UserList
    from .user_list_create import UserListCreate
    from .user_list_page import UserListPage
    from .user_list_update import UserListUpdate
    from .user_list_update_membership_status import UserListUpdateMembershipStatus
    from .warning_info import WarningInfo
else:
    _MODULES = {
        "AddressInfo": "address_info",
        "AudienceMember": "audience_member",
        "Consent": "consent",
        "ConsentAdPersonalization": "consent_ad_personalization",
        "ConsentAdUserData": "consent_ad_user_data",
        "CreateUserListAccountType": "create_user_list_account_type",
        "DeleteUserListAccountType": "delete_user_list_account_type",
        "Destination": "destination",
        "DestinationStatus": "destination_status",
        "Detail": "detail",
        "DetailMetadata": "detail_metadata",
        "Encoding": "encoding",
        "ErrorInfo": "error_info",
        "Failure": "failure",
        "FieldViolation": "field_violation",
        "FieldWarning": "field_warning",
        "GetUserListAccountType": "get_user_list_account_type",
        "IngestAudienceMembersRequest": "ingest_audience_members_request",
        "IngestedUserListInfo": "ingested_user_list_info",
        "IngestedUserListInfoCreate": "ingested_user_list_info_create",
        "IngestedUserListInfoCreateUploadKeyTypesItem": "ingested_user_list_info_create_upload_key_types_item",
        "ListUserListsAccountType": "list_user_lists_account_type",
        "MobileData": "mobile_data",
        "MobileIdInfoCreate": "mobile_id_info_create",
        "MobileIdInfoCreateKeySpace": "mobile_id_info_create_key_space",
        "Nothing": "nothing",
        "PairData": "pair_data",
        "PpidData": "ppid_data",
        "ProductAccount": "product_account",
        "ProductAccountAccountType": "product_account_account_type",
        "RecordCount": "record_count",
        "RemoveAllAudienceMembersRequest": "remove_all_audience_members_request",
        "RemoveAudienceMembersRequest": "remove_audience_members_request",
        "RequestAccepted": "request_accepted",
        "RequestStatus": "request_status",
        "SizeInfo": "size_info",
        "Status": "status",
        "TermsOfService": "terms_of_service",
        "TermsOfServiceCustomerMatchTermsOfServiceStatus": "terms_of_service_customer_match_terms_of_service_status",
        "UpdateUserListAccountType": "update_user_list_account_type",
        "UserData": "user_data",
        "UserIdData": "user_id_data",
        "UserIdentifier": "user_identifier",
        "UserList": "user_list",
        "UserListCreate": "user_list_create",
        "UserListPage": "user_list_page",
        "UserListUpdate": "user_list_update",
        "UserListUpdateMembershipStatus": "user_list_update_membership_status",
        "WarningInfo": "warning_info",
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
    "AddressInfo",
    "AudienceMember",
    "Consent",
    "ConsentAdPersonalization",
    "ConsentAdUserData",
    "CreateUserListAccountType",
    "DeleteUserListAccountType",
    "Destination",
    "DestinationStatus",
    "Detail",
    "DetailMetadata",
    "Encoding",
    "ErrorInfo",
    "Failure",
    "FieldViolation",
    "FieldWarning",
    "GetUserListAccountType",
    "IngestAudienceMembersRequest",
    "IngestedUserListInfo",
    "IngestedUserListInfoCreate",
    "IngestedUserListInfoCreateUploadKeyTypesItem",
    "ListUserListsAccountType",
    "MobileData",
    "MobileIdInfoCreate",
    "MobileIdInfoCreateKeySpace",
    "Nothing",
    "PairData",
    "PpidData",
    "ProductAccount",
    "ProductAccountAccountType",
    "RecordCount",
    "RemoveAllAudienceMembersRequest",
    "RemoveAudienceMembersRequest",
    "RequestAccepted",
    "RequestStatus",
    "SizeInfo",
    "Status",
    "TermsOfService",
    "TermsOfServiceCustomerMatchTermsOfServiceStatus",
    "UpdateUserListAccountType",
    "UserData",
    "UserIdData",
    "UserIdentifier",
    "UserList",
    "UserListCreate",
    "UserListPage",
    "UserListUpdate",
    "UserListUpdateMembershipStatus",
    "WarningInfo",
)
