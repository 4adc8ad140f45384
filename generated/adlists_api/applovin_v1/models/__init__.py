# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""The models of AppLovin App List API v1, each imported when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import App
    from .app_list import AppList
    from .app_list_changed import AppListChanged
    from .app_list_created import AppListCreated
    from .app_lists import AppLists
    from .apps import Apps
else:
    _MODULES = {
        "App": "app",
        "AppList": "app_list",
        "AppListChanged": "app_list_changed",
        "AppListCreated": "app_list_created",
        "AppLists": "app_lists",
        "Apps": "apps",
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
    "App",
    "AppList",
    "AppListChanged",
    "AppListCreated",
    "AppLists",
    "Apps",
)
