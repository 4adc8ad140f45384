# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The lists."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import add_audiences, query_audiences_by_ids
else:

    def __getattr__(name):  # an operation is imported when it is first called
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "add_audiences",
    "query_audiences_by_ids",
)
