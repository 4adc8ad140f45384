"""Twenty plugins as an outsider writes them: short, of public names alone, doing what they say.

Eight are packages (`examples/plugins`), built as wheels and tested where those are installed;
twelve are recipes of a file each (`examples/recipes`).
"""

from __future__ import annotations

import ast
import json
import os
import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal

import keyring
import keyring.backend
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adlists import ConfigurationError, PluginError, catalog
from adlists._runtime.registry import Registry
from adlists.cli.plugin_outline import outline
from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import READ, WRITE, rehearse
from adlists.testing.transport import json_reply, reply

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
PACKAGES: Final = sorted((EXAMPLES / "plugins").iterdir())
MODULES: Final = [
    *sorted((EXAMPLES / "plugins").glob("*/src/*/__init__.py")),
    *sorted((EXAMPLES / "recipes").glob("*.py")),
]

#: What the twenty are: each kind of plugin that somebody wanted, and who does it here.
TWENTY: Final = {
    "tracing": "tracing",
    "a cache": "cached",
    "an HMAC signature": "adlists_signature",
    "the keyring": "from_keyring",
    "MessagePack": "adlists_messagepack",
    "a circuit breaker": "adlists_breaker",
    "a shared limiter": "limiter",
    "an audit": "adlists_audit",
    "an idempotency key": "adlists_idempotency_key",
    "a recorder": "recorder",
    "gzip": "adlists_gzip",
    "a command": "adlists_whoami",
    "a service": "service",
    "options of a call": "urgency",
    "teardown": "teardown",
    "async work": "adlists_vault",
    "configuration": "configured",
    "a dry run": "dry_run",
    "defaults": "defaults",
    "a retry of one's own": "patience",
}

Mode = Literal["sync", "async"]
MODES = pytest.mark.parametrize("mode", ["sync", "async"])


def called(module: Path) -> str:
    return module.parent.name if module.stem == "__init__" else module.stem


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(EXAMPLES / "recipes"))

    def made(module: str, name: str, *arguments: Any, **options: Any) -> Any:
        return getattr(import_module(module), name)(*arguments, **options)

    return made


# All twenty


def test_there_are_twenty_and_eight_of_them_are_packages() -> None:
    assert sorted(map(called, MODULES)) == sorted(TWENTY.values())
    assert (len(MODULES), len(PACKAGES)) == (20, 8)


@pytest.mark.parametrize("module", MODULES, ids=called)
def test_each_is_short_and_uses_no_private_name(module: Path) -> None:
    text = module.read_text("utf-8")
    tree = ast.parse(text)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            used |= {part for alias in node.names for part in alias.name.split(".")}
        if isinstance(node, ast.ImportFrom):
            used |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}

    assert len(text.splitlines()) < 40
    assert not {name for name in used if name.startswith("_") and not name.endswith("__")}


def test_each_package_is_laid_out_as_a_new_one() -> None:
    for folder in PACKAGES:
        new = outline(folder.name.removeprefix("adlists-"))
        there = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert there == {*new.files()} - {"README.md"}


# The eight packages

BUILD: Final = """
import os, sys
from hatchling.build import build_wheel
for folder in sys.argv[2:]:
    os.chdir(folder)
    build_wheel(sys.argv[1])
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheels without a network, and install them into a folder."""
    wheels, home = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("home")
    _run("-c", BUILD, wheels, *PACKAGES)
    quiet = ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet")
    _run("-m", "pip", "install", *quiet, "--target", home, *wheels.glob("*.whl"))
    return home


def _run(*words: object, home: Path | None = None, cwd: Path | None = None, **more: str) -> str:
    environ = {name: value for name, value in os.environ.items() if "PYTEST" not in name} | more
    if home is not None:
        before = environ.get("PYTHONPATH")
        environ["PYTHONPATH"] = os.pathsep.join([str(home), *([before] if before else [])])
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environ,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_tests_of_the_packages_pass_where_their_wheels_are_installed(
    installed: Path, tmp_path: Path
) -> None:
    config = tmp_path / "pytest.ini"  # none of ours, and none of theirs: eight at once
    config.write_text("[pytest]\naddopts = --import-mode=importlib\n")
    tests = sorted((EXAMPLES / "plugins").glob("*/tests/test_*.py"))
    told = _run(
        *("-m", "pytest", "-q", "-c", config, "-p", "no:cacheprovider"),
        *tests,
        home=installed,
        cwd=tmp_path,
    )
    assert len(tests) == 8
    assert "passed" in told
    assert "skipped" not in told


def test_each_package_is_found_by_its_name_and_shows_its_settings(
    installed: Path, tmp_path: Path
) -> None:
    names = [folder.name.removeprefix("adlists-") for folder in PACKAGES]
    told = _run(
        *("-m", "adlists", "plugins", "--json"),
        home=installed,
        ADLISTS_PLUGINS=",".join(names),
        ADLISTS_PLUGIN_AUDIT_FILE=str(tmp_path / "audit.jsonl"),
        ADLISTS_PLUGIN_SIGNATURE_KEY="planted",
        ADLISTS_PLUGIN_VAULT_COMMAND="true",
    )
    rows = {row["name"]: row for row in json.loads(told)["plugins"]}

    for name in names:
        assert (rows[name]["loaded"], rows[name]["source"]) == (True, f"adlists-{name}")
        assert rows[name]["hooks"]
    assert "planted" not in told


# The twelve recipes


@MODES
def test_a_span_ends_with_the_outcome(mode: Mode, recipe: Any) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    plugin = recipe("tracing", "Tracing", provider.get_tracer("test"))
    rehearse(plugin, script=[json_reply(1), reply(400)], calls=[Call(READ)] * 2, mode=mode)

    found = spans.get_finished_spans()
    assert [span.name for span in found] == ["rehearsal read"] * 2
    assert [span.status.description for span in found] == [None, "BadRequest"]
    check_plugin(plugin)


@MODES
def test_what_is_cached_is_asked_for_once(mode: Mode, recipe: Any) -> None:
    moment = [0.0]
    plugin = recipe("cached", "Cached", clock=lambda: moment[0])
    calls = [Call(READ), Call(READ), Call(READ, {"team": "x"}), Call(WRITE, body=1)]
    run = rehearse(plugin, script=map(json_reply, range(3)), calls=calls, mode=mode)
    assert run.outcomes == [0, 0, 1, 2]

    def later(_: object) -> Any:
        moment[0] += 61
        return json_reply(moment[0])

    assert rehearse(plugin, script=later, calls=[Call(READ)] * 2, mode=mode).outcomes == [61, 61]


class InMemory(keyring.backend.KeyringBackend):
    """A keyring for a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # it says no types
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


@MODES
def test_a_token_comes_out_of_the_keyring(mode: Mode, recipe: Any) -> None:
    before, backend = keyring.get_keyring(), InMemory()
    keyring.set_keyring(backend)
    try:
        plugin = recipe("from_keyring", "FromKeyring")
        assert type(rehearse(plugin, mode=mode).outcome) is ConfigurationError
        backend.set_password("adlists", "rehearsal", "planted")
        run = rehearse(plugin, mode=mode)
    finally:
        keyring.set_keyring(before)
    assert run.requests[0].headers["authorization"] == "Bearer planted"
    assert "planted" not in repr(plugin)


@MODES
def test_a_limiter_spreads_requests_over_all_sessions(mode: Mode, recipe: Any) -> None:
    plugin = recipe("limiter", "Limiter", 2, 10.0, lambda: 0.0)
    slept = [
        *rehearse(plugin, calls=[Call(READ)] * 3, mode=mode).slept,
        *rehearse(plugin, calls=[Call(READ)] * 2, mode=mode).slept,
    ]
    assert slept == [0, 0, 10, 10, 20]


@MODES
def test_a_recorder_has_a_row_for_each_call(mode: Mode, recipe: Any) -> None:
    plugin = recipe("recorder", "Recorded")
    answers = [reply(503), json_reply(1), reply(400)]
    rehearse(plugin, script=answers, calls=[Call(READ), Call(WRITE, body=1)], mode=mode)

    assert [row[:3] for row in plugin.rows] == [("read", "done", 2), ("write", "BadRequest", 1)]
    check_plugin(plugin)


def test_a_service_is_known_to_the_command_line(recipe: Any) -> None:
    found = Registry({}, [recipe("service", "Weather")], {}).services()

    assert [service.name for service in found] == ["weather_v1"]
    assert "weather_v1" not in catalog.names()


@MODES
def test_options_of_a_call_reach_its_requests(mode: Mode, recipe: Any) -> None:
    from adlists.contract import CallOptions

    calls = [Call(READ, options=CallOptions(tags={"urgency": "high"})), Call(READ)]
    plugin = recipe("urgency", "Urgency")
    run = rehearse(plugin, script=[reply(503), *map(json_reply, "12")], calls=calls, mode=mode)

    assert [sent.headers["x-urgency"] for sent in run.requests] == ["high", "high", "low"]
    assert plugin.calls == {}
    check_plugin(plugin)


@MODES
def test_what_was_opened_is_closed_with_the_session(
    mode: Mode, recipe: Any, tmp_path: Path
) -> None:
    plugin = recipe("teardown", "Journal", tmp_path / "journal.db")
    rehearse(plugin, script=[json_reply(1), reply(400)], calls=[Call(READ)] * 2, mode=mode)

    assert plugin.database is None
    database = sqlite3.connect(plugin.file)
    rows = database.execute("SELECT * FROM done").fetchall()
    database.close()
    assert rows == [("read", None), ("read", "BadRequest")]


def test_settings_are_read_by_their_types_and_checked(
    recipe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adlists._runtime import plugin_settings

    kind: Any = type(recipe("configured", "Tracked", "spring"))
    prefix = "ADLISTS_PLUGIN_TRACKED_"
    given = {"CAMPAIGN": "spring", "LABELS": "a, b", "SECRET": "planted"}
    environ = {f"{prefix}{name}": value for name, value in given.items()}
    plugin = plugin_settings.make("tracked", kind, environ)
    assert rehearse(plugin).requests[0].headers["x-tracked"] == "spring; eu; a; b"
    assert "planted" not in repr(plugin_settings.of("tracked", kind, environ))
    for name, value in {"REGION": "mars", "CAMPAIGN": "S P"}.items():
        with pytest.raises(PluginError, match=r"(?i)tracked"):
            plugin_settings.make("tracked", kind, {**environ, f"{prefix}{name}": value})


@MODES
def test_a_dry_run_lets_nothing_through_that_would_change_anything(mode: Mode, recipe: Any) -> None:
    plugin = recipe("dry_run", "DryRun")
    run = rehearse(plugin, calls=[Call(WRITE, body=1), Call(READ)], mode=mode)

    assert str(run.outcomes[0]) == "Dry run: write is not sent."
    assert [sent.method for sent in run.requests] == ["GET"]
    assert plugin.held == ["write"]


@MODES
def test_a_default_is_filled_in_where_the_caller_leaves_it_out(mode: Mode, recipe: Any) -> None:
    plugin = recipe("defaults", "Defaults", {"team": "mine", "unknown": 1})
    run = rehearse(plugin, calls=[Call(READ), Call(READ, {"team": "theirs"})], mode=mode)

    assert [sent.url.rpartition("=")[2] for sent in run.requests] == ["mine", "theirs"]
    check_plugin(plugin)


@MODES
def test_a_retry_of_ones_own_takes_the_place_of_ours(mode: Mode, recipe: Any) -> None:
    plugin = recipe("patience", "Patience", 3)
    outcome = rehearse(plugin, script=[reply(503)] * 3, mode=mode)

    assert outcome.slept == [5.0, 5.0]
    assert outcome.outcome.attempts == 3
    assert len(rehearse(plugin, script=[reply(503)], calls=[Call(WRITE, body=1)]).requests) == 1
    check_plugin(plugin)
