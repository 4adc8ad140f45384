# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The models of Microsoft Advertising customer lists v13, each imported when it is first
used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .add_audiences_request import AddAudiencesRequest
    from .add_audiences_response import AddAudiencesResponse
    from .apply_customer_list_user_data_request import ApplyCustomerListUserDataRequest
    from .apply_customer_list_user_data_response import (
        ApplyCustomerListUserDataResponse,
    )
    from .batch_error import BatchError
    from .customer_list import CustomerList
    from .customer_list_create import CustomerListCreate
    from .customer_list_create_scope import CustomerListCreateScope
    from .customer_list_user_data import CustomerListUserData
    from .customer_list_user_data_action_type import CustomerListUserDataActionType
    from .customer_list_user_data_customer_list_item_sub_type import (
        CustomerListUserDataCustomerListItemSubType,
    )
    from .fault import Fault
    from .operation_error import OperationError
    from .query_audiences_by_ids_request import QueryAudiencesByIdsRequest
    from .query_audiences_by_ids_response import QueryAudiencesByIdsResponse
else:
    _MODULES = {
        "AddAudiencesRequest": "add_audiences_request",
        "AddAudiencesResponse": "add_audiences_response",
        "ApplyCustomerListUserDataRequest": "apply_customer_list_user_data_request",
        "ApplyCustomerListUserDataResponse": "apply_customer_list_user_data_response",
        "BatchError": "batch_error",
        "CustomerList": "customer_list",
        "CustomerListCreate": "customer_list_create",
        "CustomerListCreateScope": "customer_list_create_scope",
        "CustomerListUserData": "customer_list_user_data",
        "CustomerListUserDataActionType": "customer_list_user_data_action_type",
        "CustomerListUserDataCustomerListItemSubType": "customer_list_user_data_customer_list_item_sub_type",
        "Fault": "fault",
        "OperationError": "operation_error",
        "QueryAudiencesByIdsRequest": "query_audiences_by_ids_request",
        "QueryAudiencesByIdsResponse": "query_audiences_by_ids_response",
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
    "AddAudiencesRequest",
    "AddAudiencesResponse",
    "ApplyCustomerListUserDataRequest",
    "ApplyCustomerListUserDataResponse",
    "BatchError",
    "CustomerList",
    "CustomerListCreate",
    "CustomerListCreateScope",
    "CustomerListUserData",
    "CustomerListUserDataActionType",
    "CustomerListUserDataCustomerListItemSubType",
    "Fault",
    "OperationError",
    "QueryAudiencesByIdsRequest",
    "QueryAudiencesByIdsResponse",
)
