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

A plugin whose name is a built-in's takes its place, in the order too.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import pluggy

from adlists import hookspecs
from adlists._runtime import guards, hook_checks, loading, plugin_settings, settings
from adlists.contract import Operation, Service
from adlists.errors import AdlistsError, PluginError
from adlists.events import Event
from adlists.flow import CallLayer, Flow, Layer
from adlists.hookspecs import PLACES, Codec, Emit, Invoke, LayerPlace
from adlists.version import __version__

if TYPE_CHECKING:
    from adlists._runtime.installed import Installed

_LEAVE_OUT: Final = "no:"
#: What a hook may be answered with, beside None.
_ANYTHING: Final[tuple[Callable[[object], bool], str]] = (lambda _: True, "anything")
_ANSWERS: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "adlists_call": (callable, "a function that takes a perform"),
    "adlists_close": (lambda answer: isinstance(answer, Generator), "a flow"),
    "adlists_layer": (callable, "a function that takes an exchange"),
    "adlists_service": (lambda answer: isinstance(answer, Service), "a Service"),
}


@attrs.frozen(eq=False)
class NamedLayer:
    """A layer of an operation, by its plugin's name. `credential` says which schemes it meets."""

    name: str
    place: LayerPlace
    layer: Layer
    credential: bool


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
        environ: Mapping[str, str] | None = None,
        *,
        lenient: bool = False,
        ready: bool = False,
    ) -> None:
        """Load the plugins. *environ* is the environment and the settings file, unless given.

        With *lenient* a plugin that cannot be loaded is left out, and `problems` says why: for
        whoever shows what there is. With *ready* the built-ins have their settings.
        """
        environ = settings.merged(os.environ) if environ is None else environ
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
        self.problems: Final[dict[str, str]] = {}
        self._lenient = lenient
        self._environ = environ
        configured = any(name.startswith(plugin_settings.PREFIX) for name in environ)
        self._configured = configured and not ready
        self._known: Final = [*builtins, *(item for item in names if item not in left_out)]
        self._loaded: dict[str, loading.Loaded] = {}
        self._manager = _Manager("adlists")
        self._manager.add_hookspecs(hookspecs)
        self._hook: Any = self._manager.hook
        loaded: list[loading.Loaded] = []
        for name in names:
            if not name.startswith(_LEAVE_OUT):
                with self._noting(name):
                    loaded.append(self._found(name, builtins, forbidden=forbidden))
        loaded += [loading.given(item) for item in asked if not isinstance(item, str)]
        replacing = {item.name: item for item in reversed(loaded) if item.name in builtins}
        self._places: Final[dict[str, LayerPlace | None]] = {
            name: _declared(plugin, "adlists_layer")
            for name, plugin in builtins.items()
            if name in replacing
        }
        for name, plugin in builtins.items():
            if name in replacing:
                with self._noting(name):
                    self._register(replacing[name])
            elif name not in left_out:
                made = self._made(name, type(plugin)) if self._configured else plugin
                self._register(loading.Loaded(name, made, "built in", __version__))
        for item in loaded:
            if replacing.get(item.name) is not item:
                with self._noting(item.name):
                    self._register(item)
        # Called one by one, not by pluggy: one that raises must not silence those behind it.
        self.observers: Final[list[tuple[str, Callable[..., object], bool]]] = [
            (impl.plugin_name, impl.function, "event" in impl.argnames)
            for impl in reversed(self._hook.adlists_event.get_hookimpls())
        ]
        #: Tells whether an observer wants the events that every call makes; asked twice a call.
        self.listens: Final[Callable[[], bool]] = _any(
            [
                getattr(impl.plugin, "listens", _always)
                for impl in self._hook.adlists_event.get_hookimpls()
            ]
        )

    def plus(self, plugins: Sequence[object]) -> Registry:
        """Return a registry with more plugins, which has those of this one as they are."""
        there = {name: item.plugin for name, item in self._loaded.items()}
        more = Registry(there, plugins, {**self._environ, "ADLISTS_PLUGINS": ""}, ready=True)
        more._places.update(self._places)
        return more

    @contextmanager
    def _noting(self, name: str) -> Generator[None]:
        """Put down what is wrong with a plugin, where that is no reason to stop."""
        try:
            yield
        except PluginError as error:
            if not self._lenient:
                raise
            self.problems[name] = str(error)

    def _made(self, name: str, kind: type[Any]) -> object:
        return plugin_settings.make(name, kind, self._environ, self._known)

    def _found(
        self, name: str, builtins: Mapping[str, object], *, forbidden: bool
    ) -> loading.Loaded:
        """Load the entry point of a name; make a class, with its settings."""
        point = loading.find(name, builtins, forbidden=forbidden)
        try:
            plugin: object = point.load()
        except Exception as error:
            msg = f"Plugin {name!r} cannot be loaded: {type(error).__name__}: {error}"
            raise PluginError(msg) from error
        if isinstance(plugin, type):
            plugin = self._made(name, plugin)
        return loading.Loaded(name, plugin, *loading.origin(point))

    def _register(self, item: loading.Loaded) -> None:
        if item.name in self._loaded:
            msg = f"Two plugins are named {item.name!r}; give one of them another `name`."
            raise PluginError(msg)
        if any(item.plugin is other.plugin for other in self._loaded.values()):
            msg = f"Plugin {item.name!r} is there already, under another name; name it once."
            raise PluginError(msg)
        try:
            self._manager.register(item.plugin, name=item.name)
        except pluggy.PluginValidationError as error:
            msg = f"Plugin {item.name!r} does not fit: {error}"
            raise PluginError(msg) from error
        self._loaded[item.name] = item
        hook_checks.check(item.name, item.plugin, self._manager.get_hookcallers(item.plugin) or [])

    def codec(self, media_type: str) -> Codec | None:
        """Return the codec of a media type, or None."""
        answers = self._answers("adlists_codec", media_type=media_type, find=self.codec)
        for name, _, codec in answers:
            own = _is_own(codec)
            return cast("Codec", codec) if own else guards.GuardedCodec(name, codec)
        return None

    def layers(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> list[NamedLayer]:
        """Return the layers of an operation, outermost first."""
        answers = self._answers(
            "adlists_layer", operation=operation, service=service, invoke=invoke, emit=emit
        )
        return [
            NamedLayer(
                name,
                self._place(name, impl),
                layer if _is_own(impl.plugin) else guards.layer(name, layer),
                hasattr(impl.plugin, "fits"),
            )
            for name, impl, layer in answers
        ]

    def call_layers(
        self, operation: Operation[Any], service: Service, emit: Emit
    ) -> list[tuple[str, CallLayer]]:
        """Return the layers around the calls of an operation, outermost first, by name."""
        answers = self._answers("adlists_call", operation=operation, service=service, emit=emit)
        return [
            (name, layer if _is_own(impl.plugin) else guards.call_layer(name, layer))
            for name, impl, layer in answers
        ]

    def closing(self, session: object, names: Container[str]) -> Flow[None]:
        """Let plugins end what they began for a session; raise the first error at the end."""
        failed: Exception | None = None
        culprit = ""
        for name, impl in self._impls("adlists_close"):
            if name not in names:
                continue
            try:
                flow = self._answer("adlists_close", name, impl, session=session)
                if flow is not None:
                    yield from guards.run(flow, name, "adlists_close")
            except Exception as error:  # noqa: BLE001 - raised below, after the others had their turn
                failed, culprit = (failed, culprit) if failed else (error, name)
        if isinstance(failed, AdlistsError):
            raise failed
        if failed is not None:
            kind = type(failed).__name__
            raise guards.mistake(culprit, f"raised {kind} from adlists_close: {failed}") from failed

    def _answers(self, hook: str, **arguments: Any) -> Iterator[tuple[str, Any, Any]]:
        """Ask the plugins one by one, first called first; yield what those that answer say."""
        for name, impl in self._impls(hook):
            answer = self._answer(hook, name, impl, **arguments)
            if answer is not None:
                yield name, impl, answer

    def _answer(self, hook: str, name: str, impl: Any, **arguments: Any) -> Any:
        try:
            answer = impl.function(*(arguments[argument] for argument in impl.argnames))
        except AdlistsError:  # says already what is wrong, and with what
            raise
        except Exception as error:
            failed = guards.mistake(name, f"raised {type(error).__name__} from {hook}: {error}")
            raise failed from error
        fits, wanted = _ANSWERS.get(hook, _ANYTHING)
        if answer is None or fits(answer):
            return answer
        kind = type(answer).__qualname__
        raise guards.mistake(name, f"returned a {kind} from {hook}, not {wanted}")

    def _impls(self, hook: str) -> list[tuple[str, Any]]:
        """Return the plugins that implement a hook, first called first."""
        impls = list(reversed(getattr(self._hook, hook).get_hookimpls()))
        if hook == "adlists_layer":
            impls.sort(key=lambda impl: PLACES.index(self._place(impl.plugin_name, impl)))
        return [(impl.plugin_name, impl) for impl in impls]

    def _place(self, name: str, impl: Any) -> LayerPlace:
        """Return where a layer stands: as declared, as what it replaces, or as pluggy's order."""
        declared: LayerPlace | None = getattr(impl.function, "adlists_place", None)
        place = declared or self._places.get(name)
        if place is None and impl.trylast:
            return "inside credentials"
        return place or "outside retry"

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
        answers = self._answers("adlists_lists", service=service)
        return next((answer for _, _, answer in answers), None)

    @property
    def account(self) -> str:
        """Whose credentials these are, as far as that can be told without a secret; else ""."""
        found = (getattr(known.plugin, "account", None) for known in self._loaded.values())
        return ", ".join(account for account in found if isinstance(account, str))

    @property
    def credentials(self) -> tuple[Any, ...]:
        """The plugins that say which security schemes they meet."""
        return tuple(
            known.plugin for known in self._loaded.values() if hasattr(known.plugin, "fits")
        )

    def services(self) -> list[Service]:
        """Return every service that a plugin offers."""
        return list(self._offers("adlists_service"))

    def commands(self, register: hookspecs.Register) -> None:
        """Let every plugin add its commands."""
        for _ in self._offers("adlists_command", register=register):
            pass

    def _offers(self, hook: str, **arguments: Any) -> Iterator[Any]:
        for name, impl in self._impls(hook):
            with self._noting(name):
                answer = self._answer(hook, name, impl, **arguments)
                if answer is not None:
                    yield answer

    def signs_beside(self, names: Iterable[str]) -> bool:
        """Tell whether a plugin other than those named has layers, and so may sign."""
        known = set(names)
        return any(name not in known for name in self.order("adlists_layer"))

    def installed(self) -> list[Installed]:
        """Return the plugins in use, as registered, then those that are not."""
        from adlists._runtime.installed import listed

        return listed(self._loaded, self.problems, self._hooks_of, self._environ)

    def order(self, hook: str) -> list[str]:
        """Return the names of the plugins that implement a hook, first called first."""
        return list(dict.fromkeys(name for name, _ in self._impls(hook)))

    def _hooks_of(self, item: loading.Loaded) -> tuple[str, ...]:
        callers = self._manager.get_hookcallers(item.plugin) or []
        return tuple(sorted(caller.name for caller in callers))


def _always() -> bool:
    return True


def _any(listening: list[Callable[[], bool]]) -> Callable[[], bool]:
    """Return a function that tells whether any of them is listening."""
    if len(listening) == 1:
        return listening[0]

    def listens() -> bool:
        for asked in listening:  # noqa: SIM110 - twice per call; `any` takes thrice as long
            if asked():
                return True
        return False

    return listens


def _is_own(value: object) -> bool:
    """Tell whether a plugin or a codec is ours: those need no watching."""
    return type(value).__module__.partition(".")[0] == "adlists"


def _declared(plugin: object, hook: str) -> LayerPlace | None:
    return getattr(getattr(plugin, hook, None), "adlists_place", None)
