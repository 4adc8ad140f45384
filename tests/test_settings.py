"""The settings file: who may read it, and what it may say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adlists import ConfigurationError
from adlists._runtime import settings


def write(folder: Path, content: str | bytes, mode: int = 0o600) -> dict[str, str]:
    file = folder / "settings"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.chmod(mode)
    return {"ADLISTS_SETTINGS": str(file)}


def test_lines_of_names_and_values_are_read(tmp_path: Path) -> None:
    environ = write(
        tmp_path,
        "\ufeff# mine\n\nA=1\n  B = two words # and this \r\n"
        "C=\"quoted \"\nD='x'\nE=a=b==\nF=\nA=2\n",
    )

    assert settings.read(environ) == {
        "A": "2",
        "B": "two words # and this",
        "C": "quoted ",
        "D": "x",
        "E": "a=b==",
        "F": "",
    }


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o601, 0o660])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigurationError, match="chmod 600") as caught:
        settings.read(write(tmp_path, "A=planted", mode))
    assert "planted" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_of_ones_own_is_read(tmp_path: Path, mode: int) -> None:
    assert settings.read(write(tmp_path, "A=1", mode)) == {"A": "1"}


@pytest.mark.parametrize("content", ["A=1\nplanted", "=planted", "A B=planted", "A-B=planted"])
def test_a_line_that_says_nothing_clear_is_named_by_its_number(
    tmp_path: Path, content: str
) -> None:
    with pytest.raises(ConfigurationError, match=r"line [12]: expected NAME=value") as caught:
        settings.read(write(tmp_path, content))
    assert "planted" not in str(caught.value)


def test_bytes_that_are_no_text_are_refused_unseen(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not UTF-8") as caught:
        settings.read(write(tmp_path, b"A=planted\xff"))
    assert caught.value.__suppress_context__


def test_a_file_that_is_asked_for_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"):
        settings.read({"ADLISTS_SETTINGS": str(tmp_path / "none")})
    with pytest.raises(ConfigurationError, match="cannot be read"):
        settings.read({"ADLISTS_SETTINGS": str(tmp_path)})


@pytest.mark.parametrize("there", [True, False])
def test_the_users_own_folder_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    for name in ("XDG_CONFIG_HOME", "HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    file = settings.path({})
    if there:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file.parent, "A=1")

    assert settings.read({}) == ({"A": "1"} if there else {})
    assert settings.read(dict(os.environ) | {"ADLISTS_SETTINGS": ""}) == settings.read({})
