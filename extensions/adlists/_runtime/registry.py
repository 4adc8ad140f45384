"""The plugins of one session: found, named, ordered, and called by typed methods.

Built-in plugins go through the same door as anyone's. Third-party plugins are found by
the entry-point group `adlists`, and loaded only when named: an SDK that holds credentials
runs no code merely because it is installed.

    plugins=["name"]        load the entry point of that name
    plugins=[instance]      use this object; its `name` attribute names it
    plugins=[Class]         make one without arguments, and use that
    plugins=["no:retry"]    leave out a built-in
    ADLISTS_PLUGINS=a,b     names to load in every session
    ADLISTS_NO_PLUGINS=1    load none by name: those in ADLISTS_PLUGINS are skipped, and a
                            program that names one itself is refused, for it relies on it

A plugin whose name is a built-in's takes its place.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import pluggy

from adlists import hookspecs
from adlists.contract import Operation, Service
from adlists.errors import AdlistsError, PluginError
from adlists.events import Event
from adlists.flow import Layer
from adlists.hookspecs import Codec, Emit, Invoke
from adlists.version import __version__

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "adlists"
_LEAVE_OUT: Final = "no:"


@attrs.frozen
class Installed:
    """A plugin as `adlists plugins` shows it. `source` tells where it comes from."""

    name: str
    source: str
    version: str
    hooks: tuple[str, ...]
    loaded: bool


@attrs.frozen(eq=False)
class _Loaded:
    """A plugin to register, and where it comes from."""

    name: str
    plugin: object
    source: str
    version: str


class _Manager(pluggy.PluginManager):
    """Looks for hooks among public names only: most names of any object are not."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        return None if name.startswith("_") else super().parse_hookimpl_opts(plugin, name)


class Registry:
    """Holds the plugins of one session. Made once; changed by nobody afterwards."""

    def __init__(
        self,
        builtins: Mapping[str, object] = {},
        plugins: Iterable[object] = (),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        forbidden = environ.get("ADLISTS_NO_PLUGINS", "") not in {"", "0"}
        listed = (part.strip() for part in environ.get("ADLISTS_PLUGINS", "").split(","))
        named = [item for item in listed if item and (item.startswith(_LEAVE_OUT) or not forbidden)]
        asked = [*named, *plugins]
        names = dict.fromkeys(item for item in asked if isinstance(item, str))
        left_out = {item.removeprefix(_LEAVE_OUT) for item in names if item.startswith(_LEAVE_OUT)}
        if unknown := left_out - set(builtins):
            msg = (
                f"There is no built-in plugin {min(unknown)!r} to leave out; "
                f"there are {', '.join(builtins)}."
            )
            raise PluginError(msg)
        loaded = [
            *(
                _find(item, builtins, forbidden=forbidden)
                for item in names
                if not item.startswith(_LEAVE_OUT)
            ),
            *(_given(item) for item in asked if not isinstance(item, str)),
        ]
        replaced = left_out | {item.name for item in loaded}
        self._loaded: dict[str, _Loaded] = {}
        self._manager = _Manager("adlists")
        self._manager.add_hookspecs(hookspecs)
        self._hook: Any = self._manager.hook
        for name, plugin in builtins.items():
            if name not in replaced:
                self._register(_Loaded(name, plugin, "built in", __version__))
        for item in loaded:
            self._register(item)
        # Called one by one, not by pluggy: one that raises must not silence those behind it.
        self.observers: Final[list[tuple[str, Callable[..., object], bool]]] = [
            (impl.plugin_name, impl.function, "event" in impl.argnames)
            for impl in reversed(self._hook.adlists_event.get_hookimpls())
        ]
        self._listening: Final[list[Callable[[], bool]]] = [
            getattr(impl.plugin, "listens", _always)
            for impl in self._hook.adlists_event.get_hookimpls()
        ]

    def _register(self, one: _Loaded) -> None:
        if one.name in self._loaded:
            msg = f"Two plugins are named {one.name!r}; give one of them another `name`."
            raise PluginError(msg)
        if any(one.plugin is other.plugin for other in self._loaded.values()):
            msg = f"Plugin {one.name!r} is there already, under another name; name it once."
            raise PluginError(msg)
        try:
            self._manager.register(one.plugin, name=one.name)
        except pluggy.PluginValidationError as error:
            msg = f"Plugin {one.name!r} does not fit: {error}"
            raise PluginError(msg) from error
        self._loaded[one.name] = one
        self._check(one)

    def _check(self, one: _Loaded) -> None:
        """Refuse what would silently do nothing: an unknown hook, an unmarked one, none at all."""
        known = _hook_names()
        callers = self._manager.get_hookcallers(one.plugin) or []
        for caller in callers:
            if caller.name not in known:
                from difflib import get_close_matches

                meant = get_close_matches(caller.name, known, 1) or [", ".join(known)]
                msg = f"Plugin {one.name!r}: there is no hook {caller.name!r}. Meant: {meant[0]}?"
                raise PluginError(msg)
        marked = {caller.name for caller in callers}
        unmarked = [name for name in known if name not in marked and hasattr(one.plugin, name)]
        if unmarked or not marked:
            missing = ", ".join(unmarked) or "any hook"
            msg = f"Plugin {one.name!r} does not mark {missing}; put @adlists.hookimpl above it."
            raise PluginError(msg)
        for impl in self._hook.adlists_event.get_hookimpls():
            if impl.plugin is one.plugin and (impl.wrapper or impl.hookwrapper):
                msg = f"Plugin {one.name!r}: adlists_event cannot be wrapped; observe it."
                raise PluginError(msg)

    def codec(self, media_type: str) -> Codec | None:
        """Return the codec of a media type, or None."""
        return cast(
            "Codec | None", self._ask("adlists_codec", media_type=media_type, find=self.codec)
        )

    def layers(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> list[Layer]:
        """Return the layers of an operation, outermost first."""
        answers: list[Any] = self._ask(
            "adlists_layer", operation=operation, service=service, invoke=invoke, emit=emit
        )
        for answer in answers:
            if not callable(answer):
                asked = ", ".join(self.order("adlists_layer"))
                msg = (
                    f"A plugin returned a {type(answer).__qualname__} from adlists_layer, not a "
                    f"function that takes an exchange. Asked were {asked}."
                )
                raise PluginError(msg)
        return answers

    def layers_by_name(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> list[tuple[str, Layer]]:
        """Return the layers of an operation with their plugins' names, asked for anew."""
        found: list[tuple[str, Layer]] = []
        plugins = self._manager.list_name_plugin()
        for name in self.order("adlists_layer"):
            others = [plugin for other, plugin in plugins if other != name]
            caller = self._manager.subset_hook_caller("adlists_layer", others)
            layers = caller(operation=operation, service=service, invoke=invoke, emit=emit)
            found += [(name, layer) for layer in layers]
        return found

    def is_credential(self, name: str) -> bool:
        """Tell whether a plugin says which security schemes it meets."""
        return hasattr(self._loaded[name].plugin, "fits")

    @property
    def observed(self) -> bool:
        """Tell whether an observer wants the events that every call makes."""
        for listens in self._listening:  # noqa: SIM110 - twice per call; `any` takes thrice as long
            if listens():
                return True
        return False

    def emit(self, event: Event) -> None:
        """Tell the observers; what one of them raises is a warning, and the call goes on."""
        for name, observe, takes_event in self.observers:
            try:
                observe(event) if takes_event else observe()
            except Exception as error:  # noqa: BLE001 - an observer never breaks a call
                # The message may quote anything, so only its class is told.
                warnings.warn(
                    f"Plugin {name!r} raised {type(error).__name__} from adlists_event; "
                    "the call goes on.",
                    RuntimeWarning,
                    stacklevel=2,
                )

    def lists(self, service: Service) -> Any:
        """Return what a plugin knows of a service's lists, or None."""
        return self._ask("adlists_lists", service=service)

    @property
    def account(self) -> str:
        """Whose credentials these are, as far as that can be told without a secret; else ""."""
        found = (getattr(known.plugin, "account", None) for known in self._loaded.values())
        return ", ".join(account for account in found if isinstance(account, str))

    def services(self) -> list[Service]:
        """Return every service that a plugin offers."""
        return cast("list[Service]", self._ask("adlists_service"))

    def commands(self, register: hookspecs.Register) -> None:
        """Let every plugin add its commands."""
        self._ask("adlists_command", register=register)

    def has_layers_beside(self, names: Iterable[str]) -> bool:
        """Tell whether a plugin other than those named offers layers."""
        known = set(names)
        return any(
            impl.plugin_name not in known for impl in self._hook.adlists_layer.get_hookimpls()
        )

    def _ask(self, hook: str, **arguments: Any) -> Any:
        try:
            return getattr(self._hook, hook)(**arguments)
        except AdlistsError:  # says already what is wrong, and with what
            raise
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
                for impl in caller.get_hookimpls():
                    code = getattr(
                        getattr(impl.function, "__func__", impl.function), "__code__", None
                    )
                    if impl.plugin is plugin and code in frames:
                        return f"Plugin {name!r}"
        return "A plugin"

    def installed(self) -> list[Installed]:
        """Return the plugins in use, as registered, then those that nobody has named."""
        used = [
            Installed(item.name, item.source, item.version, self._hooks_of(item), loaded=True)
            for item in self._loaded.values()
        ]
        others = [
            Installed(point.name, *_origin(point), (), loaded=False)
            for point in _entry_points()
            if point.name not in self._loaded
        ]
        return used + others

    def order(self, hook: str) -> list[str]:
        """Return the names of the plugins that implement a hook, first called first."""
        impls = getattr(self._hook, hook).get_hookimpls()
        return [impl.plugin_name for impl in reversed(impls)]

    def _hooks_of(self, one: _Loaded) -> tuple[str, ...]:
        callers = self._manager.get_hookcallers(one.plugin) or []
        return tuple(sorted(caller.name for caller in callers))


def _always() -> bool:
    return True


def _hook_names() -> list[str]:
    return sorted(name for name in vars(hookspecs) if name.startswith("adlists_"))


def _entry_points() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def _find(name: str, builtins: Mapping[str, object], *, forbidden: bool) -> _Loaded:
    """Load the entry point of a name."""
    if forbidden:
        msg = f"Plugin {name!r} was asked for, but ADLISTS_NO_PLUGINS is set; unset one of the two."
        raise PluginError(msg)
    found = [point for point in _entry_points() if point.name == name]
    if not found:
        if name in builtins:
            msg = f"Plugin {name!r} is built in, and there without being named."
            raise PluginError(msg)
        known = ", ".join(sorted(point.name for point in _entry_points())) or "none"
        msg = (
            f"There is no plugin {name!r}. "
            f"Installed under the entry-point group {GROUP!r}: {known}."
        )
        raise PluginError(msg)
    if len(found) > 1:
        sources = " and ".join(sorted(_origin(item)[0] for item in found))
        msg = f"There are two plugins {name!r}, from {sources}; uninstall one of them."
        raise PluginError(msg)
    try:
        loaded: object = found[0].load()
        plugin = _made(loaded)
    except Exception as error:
        msg = f"Plugin {name!r} cannot be loaded: {type(error).__name__}: {error}"
        raise PluginError(msg) from error
    return _Loaded(name, plugin, *_origin(found[0]))


def _given(plugin: object) -> _Loaded:
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
    return _Loaded(named, made, source, version if isinstance(version, str) else "")


def _made(plugin: object) -> object:
    return plugin() if isinstance(plugin, type) else plugin


def _origin(entry: EntryPoint) -> tuple[str, str]:
    """Return the name and the version of the distribution that an entry point belongs to."""
    return (entry.dist.name, entry.dist.version) if entry.dist else (entry.value, "")
