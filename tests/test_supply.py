"""What is shipped: the same bytes twice, and no plugin that nobody has asked for."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = (
    "extensions",
    "generated",
    "spec",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
)


def built(folder: Path, moment: int) -> Path:
    """Build a wheel of a copy of the tree, all of whose files are of one moment."""
    copy = folder / "copy"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignored)
        else:
            copy.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy / name)
    for path in copy.rglob("*"):
        os.utime(path, (moment, moment))
        path.chmod(0o700 if path.is_dir() else 0o600 | (moment % 2) * 0o044)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(copy)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_a_wheel_is_the_same_to_the_byte_wherever_and_whenever_it_is_built(tmp_path: Path) -> None:
    wheels = [built(tmp_path / name, moment) for name, moment in (("a", 2_000_000_001), ("b", 1))]
    sums = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
    assert wheels[0].name == wheels[1].name
    assert sums[0] == sums[1]


def test_the_wheel_names_its_home_where_that_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Message] = {}
    for home in ("", "https://host.example/owner/adlists"):
        monkeypatch.setenv("PROJECT_URL", home)
        with zipfile.ZipFile(built(tmp_path / f"at{len(home)}", 1)) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
            told[home] = message_from_bytes(archive.read(name))
    nowhere, somewhere = told.values()
    links = re.findall(r"\]\(([^)]+)\)", str(nowhere.get_payload()))
    assert all((ROOT / link).exists() for link in links if "://" not in link)
    assert nowhere.get_all("Project-URL") is None
    homes = somewhere.get_all("Project-URL") or []
    assert {line.partition(",")[0] for line in homes} >= {"Documentation", "Source", "Changelog"}
    shown = re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", str(somewhere.get_payload()))
    assert len(shown) == len(links)
    for image, link in shown:
        assert link.startswith("https://"), link
        assert ("/raw/v" if image else "/blob/v") in link, link


TRAP = """
import os, pathlib
pathlib.Path(os.environ["TRAP"]).write_text("sprung")
import adlists
class Trap:
    name = "trap"
    @adlists.hookimpl
    def adlists_event(self, event):
        pass
"""

# Every command and subcommand shows its help; those that report without a network do so.
WALK = """
import contextlib, io, json, os, sys
import click
from adlists.cli import main, program

def names(command, path):
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if name != "trapped":  # naming it asks for it
                yield from names(command.get_command(context, name), [*path, name])

runs = [[*path, "--help"] for path in names(program(), [])]
runs += [["--version"], ["plugins"], ["plugins", "--json"], ["call", "nothing"], ["nothing"]]
runs += [["demo", "--json"], ["doctor", "--offline"], ["config"], ["jobs"], ["lists", "nothing"]]
runs += [[verb, "nothing", "--service", "nothing"] for verb in ("upload", "sync", "diff")]
runs += [["run", "nothing.toml"], ["explain", "nothing"], ["export", "nothing", "nothing"]]
sprung = []
for arguments in runs:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(arguments)
    if os.path.exists(os.environ["TRAP"]):
        sprung.append(arguments)
print(json.dumps([len(runs), sprung]))
"""


@pytest.fixture
def trapped(tmp_path: Path) -> dict[str, str]:
    """Install a distribution whose entry point says when it is loaded; return the environment."""
    site = tmp_path / "site"
    info = site / "adlists_trap-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: adlists-trap\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[adlists]\ntrap = adlists_trap:Trap\n[adlists.services]\ntrapped = adlists_trap:Trap\n"
    )
    (site / "adlists_trap.py").write_text(TRAP)
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "TRAP": str(tmp_path / "sprung"), "COLUMNS": "80"}


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_no_command_loads_a_plugin_unasked(trapped: dict[str, str]) -> None:
    count, sprung = json.loads(run(trapped, "-c", WALK))
    assert count > 20
    assert sprung == []
    assert "trap" in run(trapped, "-m", "adlists", "plugins", "--json")  # it was there all along
    assert not Path(trapped["TRAP"]).exists()


def test_nor_does_a_session_or_the_sandbox(trapped: dict[str, str]) -> None:
    script = (
        "import adlists, adlists.sandbox, adlists.testing; from adlists_api import criteo_v1;"
        " adlists.connect(criteo_v1.Api, adlists.BearerToken('t')).close();"
        " adlists.connect_async(criteo_v1.AsyncApi, adlists.BearerToken('t')); print('done')"
    )
    assert run(trapped, "-c", script) == "done\n"
    assert not Path(trapped["TRAP"]).exists()


def test_one_that_is_named_is_loaded(trapped: dict[str, str]) -> None:
    run({**trapped, "ADLISTS_PLUGINS": "trap"}, "-m", "adlists", "plugins")
    assert Path(trapped["TRAP"]).exists()


def test_what_is_promised_is_written_down() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    assert "How to report" in text
    for script in (".ci/supply", ".ci/versions"):
        assert os.access(ROOT / script, os.X_OK)
