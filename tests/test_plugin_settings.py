"""Settings of plugins: read, checked, shown, and refused where they say nothing."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest

from adlists import PluginError, hookimpl
from adlists._runtime import plugin_settings
from adlists._runtime.registry import Registry
from adlists.plugins import builtins


class Colour(enum.Enum):
    RED = "red"


@attrs.frozen(eq=False, kw_only=True)
class Many:
    """Takes one setting of each kind."""

    text: str
    number: int = 1
    share: float | None = None
    flag: bool = False
    choice: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    folder: Path = Path()
    words: tuple[str, ...] = ()
    numbers: list[int] = attrs.field(factory=list[int])
    secret: str = attrs.field(default="", repr=False)
    clock: Any = None

    @hookimpl
    def adlists_event(self) -> None: ...


def variables(**values: str) -> dict[str, str]:
    return {f"ADLISTS_PLUGIN_MANY_{name.upper()}": value for name, value in values.items()}


def test_settings_are_read_by_their_kinds() -> None:
    made: Any = plugin_settings.make(
        "many",
        Many,
        variables(
            text="t",
            number="7",
            share="0.5",
            flag="yes",
            choice="b",
            colour="red",
            folder="/x",
            words="a, b,",
            numbers="1,2",
            secret="s",
        ),
    )

    assert attrs.asdict(made) == {
        "text": "t",
        "number": 7,
        "share": 0.5,
        "flag": True,
        "choice": "b",
        "colour": Colour.RED,
        "folder": Path("/x"),
        "words": ("a", "b"),
        "numbers": [1, 2],
        "secret": "s",
        "clock": None,
    }


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "'many' needs ADLISTS_PLUGIN_MANY_TEXT"),
        ({"text": "t", "number": "x"}, "ADLISTS_PLUGIN_MANY_NUMBER has to be a whole number"),
        ({"text": "t", "flag": "maybe"}, "ADLISTS_PLUGIN_MANY_FLAG has to be 1 or 0"),
        ({"text": "t", "choice": "c"}, "ADLISTS_PLUGIN_MANY_CHOICE has to be one of a, b"),
        ({"text": "t", "colour": "blue"}, "ADLISTS_PLUGIN_MANY_COLOUR has to be one of red"),
        ({"text": "t", "numbers": "1,x"}, "NUMBERS has to be a whole number, or several"),
        ({"text": "t", "clock": "x"}, "no setting ADLISTS_PLUGIN_MANY_CLOCK"),
        ({"text": "t", "txet": "x"}, "no setting ADLISTS_PLUGIN_MANY_TXET; there are"),
    ],
)
def test_what_cannot_be_meant_is_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(PluginError, match=words):
        plugin_settings.make("many", Many, variables(**values))


def test_a_longer_name_takes_what_begins_with_a_shorter_one() -> None:
    environ = {"ADLISTS_PLUGIN_MANY_TEXT": "t", "ADLISTS_PLUGIN_MANY_MORE_TEXT": "x"}

    plugin_settings.make("many", Many, environ, ["many", "many-more"])
    with pytest.raises(PluginError, match="MANY_MORE_TEXT"):
        plugin_settings.make("many", Many, environ, ["many"])


def test_settings_are_shown_but_no_secret() -> None:
    shown = {
        setting.variable: setting
        for setting in plugin_settings.of("many", Many, variables(text="t", secret="planted"))
    }

    assert shown["ADLISTS_PLUGIN_MANY_SECRET"].value == "[secure]"
    assert shown["ADLISTS_PLUGIN_MANY_TEXT"].value == "t"
    assert shown["ADLISTS_PLUGIN_MANY_TEXT"].required
    assert shown["ADLISTS_PLUGIN_MANY_NUMBER"].value is None
    assert "planted" not in repr(shown)


def test_built_ins_take_settings_and_check_them() -> None:
    found = Registry(builtins(), (), {"ADLISTS_PLUGIN_RETRY_ATTEMPTS": "9"})
    (retry,) = [item for item in found.installed() if item.name == "retry"]

    values = {setting.variable: setting.value for setting in retry.settings}
    assert values["ADLISTS_PLUGIN_RETRY_ATTEMPTS"] == "9"
    with pytest.raises(PluginError, match=r"'retry' refuses its settings. Retry: attempts has to"):
        Registry(builtins(), (), {"ADLISTS_PLUGIN_RETRY_ATTEMPTS": "0"})


def test_the_settings_file_serves_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings"
    file.touch(0o600)
    file.write_text("ADLISTS_PLUGIN_REDIRECT_LIMIT=2\n")
    monkeypatch.setenv("ADLISTS_SETTINGS", str(file))
    shown = [item.settings for item in Registry(builtins()).installed() if item.name == "redirect"]

    assert shown[0][0].value == "2"


def test_a_plugin_that_a_program_made_takes_no_settings() -> None:
    found = Registry({}, [Many(text="mine")], variables(text="other", wrong="x"))

    assert found.installed()[0].settings == ()
