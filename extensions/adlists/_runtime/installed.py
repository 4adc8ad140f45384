"""Which plugins there are, in use or not, as `adlists plugins` shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from adlists._runtime import loading, plugin_settings
from adlists._runtime.loading import Loaded
from adlists._runtime.plugin_settings import PluginSetting


@attrs.frozen
class Installed:
    """A plugin as `adlists plugins` shows it. `source` tells where it comes from.

    `problem` says why it cannot be loaded, where somebody has named it and it cannot.
    """

    name: str
    source: str
    version: str
    hooks: tuple[str, ...]
    loaded: bool
    settings: tuple[PluginSetting, ...] = ()
    problem: str | None = None


def listed(
    loaded: Mapping[str, Loaded],
    problems: Mapping[str, str],
    hooks_of: Callable[[Loaded], tuple[str, ...]],
    environ: Mapping[str, str],
) -> list[Installed]:
    """Return the plugins in use, as registered, then those that are not.

    *problems* says by name why a plugin that was named is not in use.
    """
    used = [
        Installed(
            item.name,
            item.source,
            item.version,
            hooks_of(item),
            loaded=True,
            settings=_settings_of(item, environ),
        )
        for item in loaded.values()
    ]
    others = [
        Installed(
            point.name,
            *loading.origin(point),
            (),
            loaded=False,
            problem=problems.get(point.name),
        )
        for point in loading.entry_points()
        if point.name not in loaded
    ]
    shown = {item.name for item in others}
    missing = [
        Installed(name, "", "", (), loaded=False, problem=problem)
        for name, problem in problems.items()
        if name not in shown
    ]
    return used + others + missing


def _settings_of(item: Loaded, environ: Mapping[str, str]) -> tuple[PluginSetting, ...]:
    kind = type(item.plugin)
    return () if item.ready else tuple(plugin_settings.of(item.name, kind, environ))
