# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The people on them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import apply_customer_list_user_data
else:

    def __getattr__(name):  # an operation is imported when it is first called
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = ("apply_customer_list_user_data",)
