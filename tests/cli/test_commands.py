from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from adlists.cli import COMMANDS, main
from adlists.version import __version__

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Example" in out
    assert f"adlists {command}" in out


def test_help_names_every_command_and_needs_none_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name}" in out and summary in out for name, (_, summary) in COMMANDS.items())
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"adlists {__version__}\n"


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ([], "upload"),
        (["call"], "create_audience"),
        (["call", "criteo_v1"], "create_audience"),
        (["explain", "criteo_v1"], "create_audience"),
    ],
    ids=" ".join,
)
def test_a_line_that_ends_too_early_is_wrong_usage_and_lists_what_may_follow(
    line: list[str], listed: str, capfd: pytest.CaptureFixture[str]
) -> None:
    # A script whose variable is empty must not pass for one that called; `--help` ends with 0.
    assert main(line) == 2
    out, err = capfd.readouterr()
    assert (out, f"  {listed} " in err) == ("", True)

    assert main([*line, "--help"]) == 0
    assert f"  {listed} " in capfd.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["demo", "--nonsense"], ["sandbox", "--port", "x"], ["plugins", "x"]],
)
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Usage: adlists" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sandbox", "--fault", "nonsense"], "fault"),
        (["sandbox", "--fault", "status=503,operation=nonsense"], "nonsense"),
        (["sandbox", "--host", "192.0.2.1"], "192.0.2.1"),
    ],
)
def test_sandbox_refuses_what_it_cannot_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_plugins_shows_hooks_and_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plugins", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    by_name = {one["name"]: one for one in told["plugins"]}
    assert {"json", "xml", "lines", "form", "redirect", "retry", "log"} <= set(by_name)
    assert by_name["json"]["hooks"] == ["adlists_codec"]
    own = [one for one in by_name.values() if one["source"] == "built in"]
    assert all(one["loaded"] and one["version"] for one in own)
    assert set(told["order"]["adlists_codec"]) == {
        *("form", "json", "lines", "multipart", "octets", "sequences", "xml")
    }
    assert main(["plugins"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("name\tversion\tsource\thooks\tloaded\n")
    assert "\nadlists_codec: " in out


def test_plugins_leaves_out_and_refuses_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plugins", "--plugin", "no:log", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "log" not in {one["name"] for one in told["plugins"]}
    assert main(["plugins", "--plugin", "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


PLUGIN = """
import click
from adlists import hookimpl
from adlists.contract import Operation, Service

PING = Operation("ping", "GET", "/ping", "x", (), True, (), summary="See whether it is there.")

class Parrot:
    version = "2.0"

    @hookimpl
    def adlists_service(self):
        return Service("parrot_v1", "Parrot", "1", "https://parrot.example", (PING,))

    @hookimpl
    def adlists_command(self, register):
        @click.command(help="Say it again.")
        @click.argument("word")
        def repeat(word):
            click.echo(word)
        register(repeat)
"""


@pytest.fixture
def parrot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay out an installed distribution that has a plugin."""
    (tmp_path / "parrot_plugin.py").write_text(PLUGIN, "utf-8")
    meta = tmp_path / "parrot-2.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: parrot\nVersion: 2.0\n", "utf-8")
    (meta / "entry_points.txt").write_text("[adlists]\nparrot = parrot_plugin:Parrot\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("parrot")
def test_an_installed_plugin_is_shown_but_runs_only_where_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plugins", "--json"]) == 0
    [shown] = [one for one in _plugins(capsys) if one["name"] == "parrot"]
    assert (shown["loaded"], shown["version"]) == (False, "2.0")
    assert main(["repeat", "hello"]) == 2
    assert main(["call", "parrot_v1", "--help"]) == 2
    capsys.readouterr()

    monkeypatch.setenv("ADLISTS_PLUGINS", "parrot")
    assert main(["plugins", "--json"]) == 0
    [shown] = [one for one in _plugins(capsys) if one["name"] == "parrot"]
    assert shown["loaded"]
    assert shown["hooks"] == ["adlists_command", "adlists_service"]


@pytest.mark.usefixtures("parrot")
def test_a_plugin_adds_a_command_and_a_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADLISTS_PLUGINS", "parrot")
    assert main(["repeat", "hello"]) == 0
    assert capsys.readouterr().out == "hello\n"
    assert main(["--help"]) == 0
    assert "Say it again." in capsys.readouterr().out
    assert main(["call", "--help"]) == 0
    assert "See whether it is there." in capsys.readouterr().out
    assert main(["call", "parrot-v1", "ping", "--help"]) == 0
    assert "GET /ping" in capsys.readouterr().out


@pytest.mark.usefixtures("parrot")
def test_a_plugin_that_the_line_names_gives_its_service_to_call_explain_and_sandbox(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for line in (
        ["call", "--plugin", "parrot", "parrot_v1", "ping", "--help"],
        ["call", "parrot_v1", "ping", "--plugin=parrot", "--help"],
        ["explain", "parrot_v1", "ping", "--plugin", "parrot"],
        ["plugins", "--order", "parrot_v1", "ping", "--plugin", "parrot"],
    ):
        assert main(line) == 0, line
    assert "GET https://parrot.example/ping" in capsys.readouterr().out
    assert main(["call", "parrot_v1", "ping", "--plugin", "parot", "--help"]) == 2
    assert "There is no plugin 'parot'" in capsys.readouterr().err


@pytest.mark.usefixtures("parrot")
def test_a_plugin_that_cannot_be_loaded_breaks_no_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "parrot_plugin.py").write_text("import planted_and_not_there", "utf-8")
    monkeypatch.delitem(sys.modules, "parrot_plugin", raising=False)
    monkeypatch.setenv("ADLISTS_PLUGINS", "parrot")

    for line in (["--help"], ["call", "--help"], ["call", "criteo_v1", "--help"]):
        assert main(line) == 0, line
    assert "Plugin 'parrot' cannot be loaded" in " ".join(capsys.readouterr().out.split())
    assert main(["plugins", "--json"]) == 2
    captured = capsys.readouterr()
    assert "Plugin 'parrot' cannot be loaded: ModuleNotFoundError" in captured.err
    [shown] = [row for row in json.loads(captured.out)["plugins"] if row["name"] == "parrot"]
    assert (shown["loaded"], shown["source"]) == (False, "parrot")
    assert "cannot be loaded" in shown["problem"]
    assert main(["repeat", "hello"]) == 2
    assert "cannot be loaded" in capsys.readouterr().err


def test_the_order_of_an_operations_layers_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plugins", "--order", "applovin_v1", "list-lists"]) == 0
    captured = capsys.readouterr()
    assert [line.split("\t")[0] for line in captured.out.splitlines()] == [
        "layer", "retry", "redirect", "(transport)",
    ]  # fmt: skip
    assert "No credential is set" in captured.err
    monkeypatch.setenv("ADLISTS_APPLOVIN_V1_API_KEY", "planted")
    assert main(["plugins", "--order", "applovin_v1", "list_lists", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["layers"][-1] == {"name": "api-key", "place": "credentials"}
    assert main(["plugins", "--order", "applovin_v1", "nonsense"]) == 2
    assert "there are create," in capsys.readouterr().err
    assert main(["plugins", "--order", "nonsense", "x"]) == 2


def _plugins(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return list(told["plugins"])


def test_regenerate_check_names_what_has_drifted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = ROOT / "spec" / "applovin-v1.yaml"
    output = tmp_path / "adlists_api"
    shutil.copytree(ROOT / "generated" / "adlists_api", output)
    check = ["regenerate", str(spec), "--output", str(output), "--check"]
    assert main(check) == 0
    assert "applovin_v1: up to date" in capsys.readouterr().out
    client = output / "applovin_v1" / "client.py"
    client.write_text(client.read_text("utf-8") + "\n# edited\n", "utf-8")
    assert main([*check, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["drifted"] == ["applovin_v1/client.py"]
    assert told["packages"][0]["written"] == ["client.py"]


def test_regenerate_tells_where_a_document_is_broken_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "shop-v1.yaml"
    broken.write_text("openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\npaths: [1]\n", "utf-8")
    output = tmp_path / "clients"
    assert main(["regenerate", str(broken), "--output", str(output)]) == 2
    assert "shop-v1.yaml: line 3, #/paths: " in capsys.readouterr().err
    assert not output.exists()


def test_regenerate_without_documents_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["regenerate", "--spec-dir", str(tmp_path)]) == 2
    assert "no OpenAPI document" in capsys.readouterr().err
