"""A package of somebody else's: installed for real, found, refused until named, then used."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parent / "adlists-team-header"
TESTS = Path(__file__).parent.parent

SCRIPT = """
import asyncio, json, sys
import adlists
from adlists.plugins import builtins
from adlists._runtime.registry import Registry
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply
from hand_made import Api, AsyncApi, call

plugins = json.loads(sys.argv[1])
key = adlists.ApiKey("planted-key")
seen = {}
try:
    transport = FakeTransport([json_reply(1)])
    adlists.connect(Api, key, plugins=plugins, transport=transport).send(call())
    seen["sync"] = transport.requests[0].headers.get("x-team")

    async def main():
        transport = AsyncFakeTransport([json_reply(1)])
        session = adlists.connect_async(AsyncApi, key, plugins=plugins, transport=transport)
        await session.send(call())
        seen["async"] = transport.requests[0].headers.get("x-team")

    asyncio.run(main())
    seen["installed"] = {
        one.name: [one.source, one.version, one.loaded, list(one.hooks)]
        for one in Registry(builtins(), plugins).installed()
    }
except adlists.AdlistsError as error:
    seen["error"] = [type(error).__name__, str(error)]
seen["imported"] = sorted(name for name in sys.modules if "team_header" in name)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package into a fresh environment, from a built wheel, without an index.

    Return that environment's Python. What this project needs is lent to it from where the
    tests run, so that nothing has to be downloaded.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask_where: list[str | Path] = [
        python,
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
    ]
    packages = subprocess.run(ask_where, check=True, capture_output=True, text=True).stdout.strip()
    lend = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (Path(packages) / "lent.pth").write_text(lend)
    wheels = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=PACKAGE, check=True, capture_output=True)
    (wheel,) = wheels.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    install = [*pip, "install", "--no-index", "--no-deps", "-q", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return python


def ask(environment: Path, *plugins: str, **environ: str) -> dict[str, Any]:
    """Run a program of its own there."""
    done = subprocess.run(
        [environment, "-W", "error", "-c", SCRIPT, json.dumps(plugins)],
        env={**os.environ, "PYTHONPATH": str(TESTS), **environ},
        check=True,
        capture_output=True,
        text=True,
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_it_is_found_but_neither_loaded_nor_imported_until_named(environment: Path) -> None:
    seen = ask(environment)

    assert (seen["sync"], seen["async"]) == (None, None)
    assert seen["installed"]["team-header"] == ["adlists-team-header", "2.1.0", False, []]
    assert seen["imported"] == []


def test_once_named_it_serves_sync_and_async(environment: Path) -> None:
    by_program = ask(environment, "team-header")
    by_operator = ask(environment, ADLISTS_PLUGINS=" team-header ,")
    by_both = ask(environment, "team-header", ADLISTS_PLUGINS="team-header")

    for seen in (by_program, by_operator, by_both):
        assert (seen["sync"], seen["async"]) == ("growth", "growth")
        assert seen["imported"] == ["adlists_team_header"]
    loaded = ["adlists-team-header", "2.1.0", True, ["adlists_layer"]]
    assert by_program["installed"]["team-header"] == loaded


def test_a_name_that_nobody_offers_is_an_error_that_lists_what_there_is(environment: Path) -> None:
    kind, message = ask(environment, "team-heder")["error"]

    assert kind == "PluginError"
    assert "'team-heder'" in message
    assert re.search(r"'adlists': broken, .*team-header", message)


def test_the_kill_switch_skips_the_operators_and_refuses_the_programs(environment: Path) -> None:
    skipped = ask(environment, ADLISTS_NO_PLUGINS="1", ADLISTS_PLUGINS="team-header")
    refused = ask(environment, "team-header", ADLISTS_NO_PLUGINS="1")

    assert (skipped["sync"], skipped["imported"]) == (None, [])
    assert refused["error"][0] == "PluginError"
    assert "ADLISTS_NO_PLUGINS" in refused["error"][1]
    assert refused["imported"] == []


def test_one_that_cannot_be_loaded_is_named_in_the_error(environment: Path) -> None:
    kind, message = ask(environment, "broken")["error"]

    assert kind == "PluginError"
    assert message.startswith("Plugin 'broken' cannot be loaded: ImportError")
