# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""The models of AppLovin Suppression API v1, each imported when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .device_ids_counted import DeviceIdsCounted
else:
    _MODULES = {
        "DeviceIdsCounted": "device_ids_counted",
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


__all__ = ("DeviceIdsCounted",)
