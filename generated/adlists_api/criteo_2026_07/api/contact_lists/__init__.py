# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The identifiers in a segment of the kind contact list."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        delete_contact_list_by_audience_segment,
        get_audience_segment_contact_list_statistics,
        update_contact_list_by_audience_segment,
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
    "delete_contact_list_by_audience_segment",
    "get_audience_segment_contact_list_statistics",
    "update_contact_list_by_audience_segment",
)
