# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""Microsoft Advertising customer lists v13, version 13.

Create lists of customers that campaigns target or leave out, find them, and add people
to them, remove or replace them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import models
    from .client import SERVICE, Api, AsyncApi
else:

    def __getattr__(name):  # each part is imported when it is first used
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name == "models":
            return import_module(".models", __name__)
        found = getattr(import_module(".client", __name__), name)
        globals()[name] = found
        return found

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = ("SERVICE", "Api", "AsyncApi", "models")
