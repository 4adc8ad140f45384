# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Lists of apps that campaigns target or leave out."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import append, create, delete, delete_apps, list_apps, list_lists
else:

    def __getattr__(name):  # an operation is imported when it is first called
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "append",
    "create",
    "delete",
    "delete_apps",
    "list_apps",
    "list_lists",
)
