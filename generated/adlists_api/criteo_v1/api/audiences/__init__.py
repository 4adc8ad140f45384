# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Lists of users that campaigns target or leave out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        add_remove_users_to_audience,
        create_audience,
        delete_audience,
        get_audiences,
        remove_users_from_audience,
        update_audience_metadata,
    )
else:

    def __getattr__(name):  # an operation is imported when it is first called
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "add_remove_users_to_audience",
    "create_audience",
    "delete_audience",
    "get_audiences",
    "remove_users_from_audience",
    "update_audience_metadata",
)
