"""The registry: found, named, ordered, replaced, left out, and refused when it cannot work."""

from __future__ import annotations

from inspect import cleandoc, signature
from types import ModuleType
from typing import Any

import attrs
import pytest
from hand_made import READ, SERVICE, Api, call, perform

from adlists import ApiKey, CallFinished, PluginError, connect, hookimpl, hookspec, hookspecs
from adlists._runtime.registry import Registry
from adlists.plugins import builtins
from adlists.testing.transport import FakeTransport, json_reply

FINISHED = CallFinished("things_v1", "read", 1, 0.1)


def registry(*plugins: object, **environ: str) -> Registry:
    return Registry(builtins(), plugins, environ)


class Stamp:
    """Adds its name to a header, so that the order shows."""

    def __init__(self, name: str) -> None:
        self.name = name

    @hookimpl
    def adlists_layer(self) -> Any:
        return stamping(self.name)


class FirstStamp(Stamp):
    @hookimpl(tryfirst=True)
    def adlists_layer(self) -> Any:
        return stamping(self.name)


class LastStamp(Stamp):
    @hookimpl(trylast=True)
    def adlists_layer(self) -> Any:
        return stamping(self.name)


def stamping(name: str) -> Any:
    def layer(proceed: Any) -> Any:
        def exchange(request: Any) -> Any:
            before = request.headers.get("stamps", "")
            return (yield from proceed(request.with_header("stamps", f"{before}{name} ")))

        return exchange

    return layer


def test_the_first_layer_is_the_outermost() -> None:
    plugins = [Stamp("a"), LastStamp("y"), FirstStamp("1"), Stamp("b"), LastStamp("z")]
    run = perform("sync", [json_reply(1)], call(), credentials=[ApiKey("k")], plugins=plugins)

    assert run.requests[0].headers["stamps"] == "1 b a y z "


def test_built_in_layers_lie_between_observers_and_credentials() -> None:
    order = registry(ApiKey("k"), Stamp("mine"), LastStamp("inner")).order("adlists_layer")

    assert order == ["mine", "retry", "redirect", "api-key", "inner"]


def test_a_plugin_may_be_an_object_a_class_or_a_module() -> None:
    module = ModuleType("some_module")
    seen: list[object] = []

    @hookimpl
    def adlists_event(event: object) -> None:
        seen.append(event)

    module.adlists_event = adlists_event  # type: ignore[attr-defined]  # a module holds anything

    class Watcher:
        seen: list[object] = []  # noqa: RUF012 - shared on purpose, to be looked at

        @hookimpl
        def adlists_event(self) -> None:
            self.seen.append(1)

    registry(module, Watcher).emit(FINISHED)

    assert seen == [FINISHED]
    assert Watcher.seen == [1]


def test_a_plugin_that_has_a_built_ins_name_takes_its_place() -> None:
    found = registry(Stamp("retry"))

    assert [one.source for one in found.installed() if one.name == "retry"] == [f"{__name__}.Stamp"]


def test_a_built_in_is_left_out_by_the_program_or_the_operator() -> None:
    for found in (registry("no:retry"), registry(ADLISTS_PLUGINS="no:retry")):
        assert "retry" not in {one.name for one in found.installed() if one.loaded}
    killed = registry(ADLISTS_PLUGINS="no:retry,not-there", ADLISTS_NO_PLUGINS="1")
    assert "retry" not in {one.name for one in killed.installed() if one.loaded}


def test_built_ins_are_shown_with_their_hooks() -> None:
    shown = {one.name: one for one in registry().installed()}

    assert shown["retry"].source == "built in"
    assert shown["retry"].version
    assert shown["retry"].hooks == ("adlists_layer",)
    assert shown["log"].hooks == ("adlists_event",)


class Misspelled:
    name = "typo"

    @hookimpl
    def adlists_layr(self) -> None: ...


class Unmarked:
    name = "unmarked"

    def adlists_layer(self) -> None: ...


class HalfMarked:
    name = "half-marked"

    @hookimpl
    def adlists_layer(self) -> None: ...

    def adlists_event(self) -> None: ...


class WrongArgument:
    name = "wrong-argument"

    @hookimpl
    def adlists_layer(self, request: object) -> None: ...


class Demanding:
    name = "demanding"

    def __init__(self, setting: str) -> None: ...

    @hookimpl
    def adlists_layer(self) -> None: ...


class Wrapping:
    name = "wrapping"

    @hookimpl(wrapper=True)
    def adlists_event(self) -> Any:
        return (yield)


@pytest.mark.parametrize(
    ("plugins", "words"),
    [
        ([Misspelled()], r"Plugin 'typo'.*'adlists_layr'.*adlists_layer\?"),
        ([Unmarked()], "Plugin 'unmarked' does not mark adlists_layer"),
        ([HalfMarked()], "Plugin 'half-marked' does not mark adlists_event"),
        ([object()], "Plugin 'object' does not mark any hook"),
        ([WrongArgument()], "Plugin 'wrong-argument' does not fit(.|\n)*request"),
        ([Demanding], "Plugin 'demanding' is a class that cannot be made"),
        ([Wrapping()], "Plugin 'wrapping' wraps adlists_event, which cannot be"),
        ([Stamp("a"), Stamp("a")], "Two plugins are named 'a'"),
        ([ApiKey("planted"), ApiKey("planted")], "Two plugins are named 'api-key'"),
        (["not-there"], "There is no plugin 'not-there'"),
        (["retry"], "Plugin 'retry' is built in"),
        (["no:not-there"], "There is no built-in plugin 'not-there' to leave out; there are json"),
        (["no:"], "There is no built-in plugin ''"),
    ],
)
def test_what_cannot_work_is_refused_at_the_start(plugins: list[Any], words: str) -> None:
    with pytest.raises(PluginError, match=words) as caught:
        connect(Api, ApiKey("planted-key"), plugins=plugins, transport=FakeTransport([]))
    assert "planted" not in str(caught.value)


def test_one_object_cannot_be_there_under_two_names() -> None:
    @attrs.define(eq=False)
    class Renamed(Stamp):
        @property
        def name(self) -> str:  # type: ignore[override]  # another one whenever it is asked
            return f"name-{next(self.numbers)}"

        numbers: Any = attrs.field(factory=lambda: iter(range(9)))

    twice = Renamed()
    with pytest.raises(PluginError, match="there already, under another name"):
        registry(twice, twice)


@pytest.mark.parametrize("hook", ["adlists_codec", "adlists_layer", "adlists_service"])
def test_a_plugin_that_raises_is_named(hook: str) -> None:
    def fail(self: object) -> None:
        msg = "broken inside"
        raise ZeroDivisionError(msg)

    plugin = type("Broken", (), {"name": "broken", hook: hookimpl(fail)})()
    found = registry(Stamp("innocent"), plugin)
    asks = {
        "adlists_codec": lambda: found.codec("text/x"),
        "adlists_layer": lambda: found.layers(READ, SERVICE, None, None),  # type: ignore[arg-type]  # unused
        "adlists_service": found.services,
    }

    with pytest.raises(PluginError, match=f"Plugin 'broken' raised ZeroDivisionError from {hook}"):
        asks[hook]()


def test_what_is_no_layer_is_refused() -> None:
    class NoLayer:
        @hookimpl
        def adlists_layer(self) -> int:
            return 7

    session = connect(Api, ApiKey("k"), plugins=[NoLayer()], transport=FakeTransport([]))
    with pytest.raises(PluginError, match="Plugin 'NoLayer' returned a int from adlists_layer"):
        session.send(call())


def test_an_observer_that_raises_silences_nobody_and_breaks_nothing() -> None:
    seen: list[object] = []

    class Watcher:
        def __init__(self, name: str) -> None:
            self.name = name

        @hookimpl
        def adlists_event(self, event: object) -> None:
            seen.append(self.name)
            if self.name == "broken":
                msg = "planted"
                raise ZeroDivisionError(msg)

    found = registry(Watcher("before"), Watcher("broken"), Watcher("after"))
    with pytest.warns(RuntimeWarning, match="Plugin 'broken' raised ZeroDivisionError") as caught:
        found.emit(FINISHED)

    assert seen == ["after", "broken", "before"]
    assert "planted" not in str(caught[0].message)


def test_commands_and_services_are_collected() -> None:
    class Offering:
        @hookimpl
        def adlists_service(self) -> Any:
            return SERVICE

        @hookimpl
        def adlists_command(self, register: Any) -> None:
            register("command")

    commands: list[object] = []
    found = registry(Offering())
    found.commands(commands.append)

    assert found.services() == [SERVICE]
    assert commands == ["command"]


def sections(doc: str) -> dict[str, list[str]]:
    """Return the lines of a docstring's sections, by heading; those before any under ""."""
    found: dict[str, list[str]] = {"": []}
    heading = ""
    for line in cleandoc(doc).splitlines():
        if line.endswith(":") and not line.startswith(" "):
            heading = line[:-1]
            found[heading] = []
        elif line.strip():
            found[heading].append(line)
    return found


@pytest.mark.parametrize("name", [name for name in vars(hookspecs) if name.startswith("adlists_")])
def test_every_hook_tells_its_exact_arguments_when_it_is_called_and_what_none_means(
    name: str,
) -> None:
    hook = getattr(hookspecs, name)
    told = sections(hook.__doc__)
    arguments = [line.split(":")[0].strip() for line in told.get("Args", ())]
    result = signature(hook).return_annotation

    assert hasattr(hook, "adlists_spec")
    assert arguments == list(signature(hook).parameters)
    assert any(line.startswith("Called ") for line in told[""])
    assert ("Returns" in told) == (result != "None")
    assert result == "None" or "None" in " ".join(told["Returns"])


def test_the_hooks_are_these_and_belong_to_the_project() -> None:
    hooks = {name for name in vars(hookspecs) if name.startswith("adlists_")}

    assert hooks == {
        "adlists_codec", "adlists_layer", "adlists_call", "adlists_close", "adlists_event",
        "adlists_service", "adlists_lists", "adlists_command",
    }  # fmt: skip
    assert hookspec.project_name == hookimpl.project_name == "adlists"
