# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""The models of Criteo Marketing API v1, each imported when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .audience_create_request import AudienceCreateRequest
    from .audience_create_response import AudienceCreateResponse
    from .audience_patch_request import AudiencePatchRequest
    from .audience_patch_request_operation import AudiencePatchRequestOperation
    from .audience_patch_request_schema import AudiencePatchRequestSchema
    from .audience_patch_response import AudiencePatchResponse
    from .audience_put_request import AudiencePutRequest
    from .audience_response import AudienceResponse
    from .audiences_get_response import AudiencesGetResponse
    from .error import Error
    from .error_detail import ErrorDetail
    from .token import Token
    from .token_error import TokenError
    from .token_request import TokenRequest
else:
    _MODULES = {
        "AudienceCreateRequest": "audience_create_request",
        "AudienceCreateResponse": "audience_create_response",
        "AudiencePatchRequest": "audience_patch_request",
        "AudiencePatchRequestOperation": "audience_patch_request_operation",
        "AudiencePatchRequestSchema": "audience_patch_request_schema",
        "AudiencePatchResponse": "audience_patch_response",
        "AudiencePutRequest": "audience_put_request",
        "AudienceResponse": "audience_response",
        "AudiencesGetResponse": "audiences_get_response",
        "Error": "error",
        "ErrorDetail": "error_detail",
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
    "AudienceCreateRequest",
    "AudienceCreateResponse",
    "AudiencePatchRequest",
    "AudiencePatchRequestOperation",
    "AudiencePatchRequestSchema",
    "AudiencePatchResponse",
    "AudiencePutRequest",
    "AudienceResponse",
    "AudiencesGetResponse",
    "Error",
    "ErrorDetail",
    "Token",
    "TokenError",
    "TokenRequest",
)
