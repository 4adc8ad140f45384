# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""The devices that must not see an app's ads."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import suppress_devices, unsuppress_devices
else:

    def __getattr__(name):  # an operation is imported when it is first called
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "suppress_devices",
    "unsuppress_devices",
)
