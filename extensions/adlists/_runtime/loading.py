"""How a plugin is found: by the name of an entry point, or handed over by the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from adlists.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "adlists"


@attrs.frozen(eq=False)
class Loaded:
    """A plugin to register, and where it comes from; a program hands it over ready-made."""

    name: str
    plugin: object
    source: str
    version: str
    ready: bool = False


def entry_points() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def find(name: str, builtins: Mapping[str, object], *, forbidden: bool) -> EntryPoint:
    """Return the entry point of a name."""
    if forbidden:
        msg = f"Plugin {name!r} was asked for, but ADLISTS_NO_PLUGINS is set; unset one of the two."
        raise PluginError(msg)
    found = [point for point in entry_points() if point.name == name]
    if not found:
        if name in builtins:
            msg = f"Plugin {name!r} is built in, and there without being named."
            raise PluginError(msg)
        known = ", ".join(sorted(point.name for point in entry_points())) or "none"
        msg = (
            f"There is no plugin {name!r}. "
            f"Installed under the entry-point group {GROUP!r}: {known}. `adlists plugins` shows "
            "all."
        )
        raise PluginError(msg)
    if len(found) > 1:
        sources = " and ".join(sorted(origin(item)[0] for item in found))
        msg = f"There are two plugins {name!r}, from {sources}; uninstall one of them."
        raise PluginError(msg)
    return found[0]


def given(plugin: object) -> Loaded:
    """Take a plugin that the program itself hands over."""
    name = getattr(plugin, "name", None) or getattr(plugin, "__name__", None)
    named = name if isinstance(name, str) else type(plugin).__name__
    try:
        made = _made(plugin)
    except TypeError as error:
        msg = f"Plugin {named!r} is a class that cannot be made without arguments; pass an object."
        raise PluginError(msg) from error
    kind = type(made)
    source = getattr(made, "__file__", None) or f"{kind.__module__}.{kind.__qualname__}"
    version = getattr(made, "version", "") or getattr(made, "__version__", "")
    return Loaded(named, made, source, version if isinstance(version, str) else "", ready=True)


def _made(plugin: object) -> object:
    return plugin() if isinstance(plugin, type) else plugin


def origin(entry: EntryPoint) -> tuple[str, str]:
    """Return the name and the version of the distribution that an entry point belongs to."""
    return (entry.dist.name, entry.dist.version) if entry.dist else (entry.value, "")
