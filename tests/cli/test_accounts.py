"""`adlists init`, `config`, `doctor`, `lists`, `export` and `diff`, as a person would run them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adlists.cli import main, program
from adlists.sandbox import Running, Sandbox, running


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Running]:
    """A sandbox, and an environment that says nothing of it."""
    for name in list(os.environ):
        if name.startswith("ADLISTS_"):
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(Sandbox()) as server:
        yield server


def profile(folder: Path) -> Path:
    (found,) = folder.rglob("profiles.toml")
    return found


def init(here: Running, *more: str, secret: str = "") -> Any:
    at = here.services["criteo_v1"]
    answers = [at["client_id"], secret or at["client_secret"], "1", at["base_url"]]
    return CliRunner().invoke(
        program(),
        ["init", "--service", "criteo_v1", "--no-keyring", *more],
        input="\n".join(["client_id + client_secret", *answers]) + "\n",
    )


def test_init_writes_a_profile_that_works_and_shows_no_secret(
    here: Running, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = init(here, "--profile", "main")
    assert made.exit_code == 0, made.output
    assert here.services["criteo_v1"]["client_secret"] not in made.output
    file = profile(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert main(["lists", "criteo_v1", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == []
    assert main(["doctor", "--service", "criteo_v1"]) == 0
    assert "the credential is taken" in capfd.readouterr().out
    assert init(here, "--profile", "other", secret="planted").exit_code == 0
    assert main(["doctor", "--service", "criteo_v1", "--profile", "other", "--json"]) == 1
    out = capfd.readouterr().out
    bad = [found for found in json.loads(out) if found["state"] == "bad"]
    assert "profile 'other'" in bad[0]["said"]
    assert "planted" not in out
    assert main(["config", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["default"], told["profiles"]) == ("main", ["main", "other"])
    assert "CLIENT_SECRET" in str(told["services"])
    assert here.services["criteo_v1"]["client_secret"] not in str(told)


def test_config_sets_and_takes_away_and_keeps_comments(
    here: Running, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "set", "main.applovin_v1.base_url", "https://a.example"]) == 0
    file = profile(tmp_path)
    file.write_text("# ours\n" + file.read_text())
    assert main(["config", "set", "main.criteo_v1.advertiser", "7"]) == 0
    assert main(["config", "set", "default", "main"]) == 0
    text = file.read_text()
    assert "# ours" in text
    assert 'advertiser = "7"' in text
    assert main(["config", "unset", "main.criteo_v1"]) == 0
    assert "criteo_v1" not in file.read_text()
    for wrong, said in (
        (["set", "main.criteo_v1.api_key", "planted"], "shell's history"),
        (["set", "main.criteo_v1.advertizer", "7"], "Meant: advertiser?"),
        (["set", "main.criteo_v2.advertiser", "7"], "Meant: criteo_v1?"),
        (["unset", "main.criteo_v1.advertiser"], "is not set"),
    ):
        assert main(["config", *wrong]) == 2
        err = capfd.readouterr().err
        assert said in err
        assert "planted" not in err
    assert main(["config", "set", "default", "mian"]) == 2
    assert "Meant: main?" in capfd.readouterr().err


def test_doctor_tells_what_means_nothing_and_what_is_unsafe(
    here: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ADLISTS_CRITEO_V1_CLIENT_SECRT", "planted")
    monkeypatch.setenv("ADLISTS_HASHH", "planted")
    assert main(["config", "set", "main.criteo_v1.advertiser", "7"]) == 0
    file = profile(tmp_path)
    file.write_text(file.read_text() + "[main.criteo_v11]\nclient_id = 'planted'\n")
    assert main(["doctor", "--offline"]) == 1
    out = capfd.readouterr().out
    assert (
        "ADLISTS_CRITEO_V1_CLIENT_SECRT means nothing. Meant: ADLISTS_CRITEO_V1_CLIENT_SECRET?"
        in out
    )
    assert "ADLISTS_HASHH means nothing. Meant: ADLISTS_HASH?" in out
    assert "main.criteo_v11 is no service. Meant: criteo_v1?" in out
    assert "planted" not in out
    file.chmod(0o644)
    assert main(["doctor", "--offline"]) == 1
    assert "chmod 600" in capfd.readouterr().out


def test_a_list_is_found_exported_and_compared(
    here: Running,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for service in ("applovin_v1", "criteo_v1"):
        for name, value in here.services[service].items():
            monkeypatch.setenv(f"ADLISTS_{service}_{name}".upper(), value)
    apps = tmp_path / "apps.txt"
    apps.write_text("com.example.a\ncom.example.b\n")
    job = ["sync", str(apps), "--service", "applovin_v1", "--list", "Out of it"]
    assert main([*job, "--create"]) == 0
    capfd.readouterr()
    assert main(["lists", "applovin_v1", "--find", "OUT", "--json"]) == 0
    (found,) = json.loads(capfd.readouterr().out)
    assert found["name"] == "Out of it"
    for target in (found["id"], "Out of it"):
        assert main(["export", "applovin_v1", target]) == 0
        assert capfd.readouterr().out == "com.example.a\ncom.example.b\n"
    file = tmp_path / "exported.json"
    assert main(["export", "applovin_v1", "Out of it", "--output", str(file), "--json"]) == 0
    assert json.loads(file.read_text()) == ["com.example.a", "com.example.b"]
    compare = ["diff", *job[1:]]
    capfd.readouterr()
    assert main(compare) == 0
    assert capfd.readouterr().out == ""
    apps.write_text("com.example.b\ncom.example.c\n")
    assert main(compare) == 1
    assert capfd.readouterr().out == "+com.example.c\n-com.example.a\n"
    assert main(["export", "applovin_v1", "Out of"]) == 2
    assert "Meant: 'Out of it'?" in capfd.readouterr().err
    assert main(["export", "criteo_v1", "VIP", "--advertiser", "1"]) == 2
    assert "no way to read" in capfd.readouterr().err
    assert main(["lists", "criteo_v1"]) == 2
    assert "Here: --advertiser." in capfd.readouterr().err
