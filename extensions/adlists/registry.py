"""The plugins of one session: found, named, ordered, and called by typed methods.

Built-in plugins go through the same door as anyone's. Third-party plugins are found by
the entry-point group `adlists`, and loaded only when named: an SDK that holds credentials
runs no code merely because it is installed.

    plugins=["name"]        load the entry point of that name
    plugins=[instance]      use this object; its `name` attribute names it
    plugins=["no:retry"]    leave out a built-in
    ADLISTS_PLUGINS=a,b     names to load in every session
    ADLISTS_NO_PLUGINS=1    load none by name, whoever asks

A plugin whose name is a built-in's takes its place.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import pluggy

from adlists import hookspecs
from adlists.contract import Operation, Service
from adlists.errors import PluginError
from adlists.events import Event
from adlists.flow import Layer
from adlists.hookspecs import Codec, Emit, Invoke

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "adlists"


@attrs.frozen
class Installed:
    """A plugin as `adlists plugins` shows it. `source` tells where it comes from."""

    name: str
    source: str
    version: str
    hooks: tuple[str, ...]
    loaded: bool


class Registry:
    """Holds the plugins of one session. Made once; changed by nobody afterwards."""

    def __init__(
        self,
        builtins: Mapping[str, object] = {},
        plugins: Iterable[object] = (),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        named = [
            name for one in environ.get("ADLISTS_PLUGINS", "").split(",") if (name := one.strip())
        ]
        asked = [*named, *plugins]
        left_out = {one[3:] for one in asked if isinstance(one, str) and one.startswith("no:")}
        if unknown := left_out - set(builtins):
            msg = (
                f"There is no built-in plugin {min(unknown)!r} to leave out; "
                f"there are {', '.join(builtins)}."
            )
            raise PluginError(msg)
        loaded = [
            _load(one, environ) if isinstance(one, str) else (_name(one), one)
            for one in asked
            if not (isinstance(one, str) and one.startswith("no:"))
        ]
        replaced = left_out | {name for name, _ in loaded}
        self._sources: dict[str, str] = {}
        self._manager = pluggy.PluginManager("adlists")
        self._manager.add_hookspecs(hookspecs)
        for name, plugin in builtins.items():
            if name not in replaced:
                self._register(name, plugin, "built in")
        for name, plugin in loaded:
            self._register(name, plugin, _source(plugin))
        self._check()
        self._hook: Any = self._manager.hook
        self.observed: Final = bool(self._hook.adlists_event.get_hookimpls())

    def _register(self, name: str, plugin: object, source: str) -> None:
        if self._manager.has_plugin(name):
            msg = f"Two plugins are named {name!r}; give one of them another `name`."
            raise PluginError(msg)
        try:
            self._manager.register(plugin, name=name)
        except (ValueError, pluggy.PluginValidationError) as error:
            msg = f"Plugin {name!r} does not fit: {error}"
            raise PluginError(msg) from error
        self._sources[name] = source

    def _check(self) -> None:
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            msg = f"{error} The hooks are {', '.join(sorted(_hook_names()))}."
            raise PluginError(msg) from error

    def codec(self, media_type: str) -> Codec | None:
        """Return the codec of a media type, or None."""
        return cast("Codec | None", self._ask("adlists_codec", media_type=media_type))

    def layers(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> list[Layer]:
        """Return the layers of an operation, outermost first."""
        answers = self._ask(
            "adlists_layer", operation=operation, service=service, invoke=invoke, emit=emit
        )
        return cast("list[Layer]", answers)

    def emit(self, event: Event) -> None:
        """Tell the observers; what one of them raises is a warning, and the call goes on."""
        if not self.observed:
            return
        try:
            self._hook.adlists_event(event=event)
        except Exception as error:  # noqa: BLE001 - an observer never breaks a call
            # The message may quote anything, so only its class is told.
            warnings.warn(
                f"a plugin raised {type(error).__name__} from adlists_event",
                RuntimeWarning,
                stacklevel=2,
            )

    def services(self) -> list[Service]:
        """Return every service that a plugin offers."""
        return cast("list[Service]", self._ask("adlists_service"))

    def commands(self, register: hookspecs.Register) -> None:
        """Let every plugin add its commands."""
        self._ask("adlists_command", register=register)

    def has_layers_beside(self, names: Iterable[str]) -> bool:
        """Tell whether a plugin other than those named offers layers."""
        known = set(names)
        return any(one.plugin_name not in known for one in self._hook.adlists_layer.get_hookimpls())

    def _ask(self, hook: str, **arguments: Any) -> Any:
        try:
            return getattr(self._hook, hook)(**arguments)
        except Exception as error:
            msg = f"{self._culprit(error)} raised {type(error).__name__} from {hook}: {error}"
            raise PluginError(msg) from error

    def _culprit(self, error: BaseException) -> str:
        """Name the plugin whose code stands in the traceback."""
        frames: list[object] = []
        trace = error.__traceback__
        while trace is not None:
            frames.append(trace.tb_frame.f_code)
            trace = trace.tb_next
        for name, plugin in self._manager.list_name_plugin():
            for caller in self._manager.get_hookcallers(plugin) or ():
                for one in caller.get_hookimpls():
                    code = getattr(
                        getattr(one.function, "__func__", one.function), "__code__", None
                    )
                    if one.plugin is plugin and code in frames:
                        return f"Plugin {name!r}"
        return "A plugin"

    def installed(self) -> list[Installed]:
        """Return the plugins in use, in calling order, then those that were not named."""
        used = [
            Installed(
                name,
                source,
                _version(self._manager.get_plugin(name)),
                self._hooks_of(name),
                loaded=True,
            )
            for name, source in self._sources.items()
        ]
        others = [
            Installed(
                one.name, _distribution(one), one.dist.version if one.dist else "", (), loaded=False
            )
            for one in _entry_points()
            if one.name not in self._sources
        ]
        return used + others

    def order(self, hook: str) -> list[str]:
        """Return the names of the plugins that implement a hook, first called first."""
        impls = getattr(self._hook, hook).get_hookimpls()
        return [one.plugin_name for one in reversed(impls)]

    def _hooks_of(self, name: str) -> tuple[str, ...]:
        callers = self._manager.get_hookcallers(self._manager.get_plugin(name)) or []
        return tuple(sorted(one.name for one in callers))


def _hook_names() -> list[str]:
    return [name for name in vars(hookspecs) if name.startswith("adlists_")]


def _name(plugin: object) -> str:
    name = getattr(plugin, "name", None) or getattr(plugin, "__name__", None)
    return name if isinstance(name, str) else type(plugin).__name__


def _entry_points() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and rarely needed

    return entry_points(group=GROUP)


def _load(name: str, environ: Mapping[str, str]) -> tuple[str, object]:
    if environ.get("ADLISTS_NO_PLUGINS", "") not in {"", "0"}:
        msg = f"Plugin {name!r} was asked for, but ADLISTS_NO_PLUGINS is set; unset one of the two."
        raise PluginError(msg)
    found = {one.name: one for one in _entry_points()}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        msg = (
            f"There is no plugin {name!r}. "
            f"Installed under the entry-point group {GROUP!r}: {known}."
        )
        raise PluginError(msg)
    try:
        plugin: object = found[name].load()
        return name, plugin() if isinstance(plugin, type) else plugin
    except Exception as error:
        msg = f"Plugin {name!r} cannot be loaded: {type(error).__name__}: {error}"
        raise PluginError(msg) from error


def _source(plugin: object) -> str:
    kind = plugin if isinstance(plugin, type) else type(plugin)
    return getattr(plugin, "__file__", None) or f"{kind.__module__}.{kind.__qualname__}"


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _version(plugin: object) -> str:
    version = getattr(plugin, "version", "") or getattr(plugin, "__version__", "")
    return version if isinstance(version, str) else ""
