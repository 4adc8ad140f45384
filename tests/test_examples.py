"""The plugins in `examples/plugins`: short, public names alone, and doing what they say."""

from __future__ import annotations

import ast
import gzip
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from hand_made import CREATE, READ, UPLOAD, call, perform

from adlists import ApiKey, ConnectionFailed, ConnectionLost, PluginError, Retry
from adlists._runtime.registry import Registry
from adlists.testing.conformance import check_codec, check_plugin
from adlists.testing.transport import json_reply, reply

FOLDER = Path(__file__).parents[1] / "examples" / "plugins"
MODULES = sorted(FOLDER.glob("*.py"))
MODES = pytest.mark.parametrize("mode", ["sync", "async"])
KEY = [ApiKey("k")]


def made(module: str, name: str, *arguments: Any, **options: Any) -> Any:
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    return getattr(import_module(module), name)(*arguments, **options)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_each_is_short_and_uses_no_private_name(module: Path) -> None:
    text = module.read_text()
    names = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    imported = {
        node.module or "" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)
    }
    lines = [line for line in text.splitlines() if line.strip()]

    assert len(lines) <= 40
    assert not {name for name in names if name.startswith("_") and not name.endswith("__")}
    assert not {name for name in imported if "._" in name}
    assert len(MODULES) == 8


@MODES
def test_a_signature_is_of_each_attempt(mode: str) -> None:
    moments = iter([1.0, 2.0])
    plugin = made("signature", "Signature", "planted", clock=lambda: next(moments))
    run = perform(mode, [reply(503), json_reply(1)], call(), credentials=KEY, plugins=[plugin])

    first, second = (sent.headers["x-signature"] for sent in run.requests)
    assert first != second
    assert "planted" not in repr(plugin)
    check_plugin(made("signature", "Signature", "k", clock=lambda: 1.0))


@MODES
def test_an_idempotency_key_is_of_each_call(mode: str) -> None:
    calls = call(CREATE), call(CREATE), call(READ)
    answers: list[Any] = [reply(429), *(json_reply(n) for n in range(3))]
    plugins = [made("idempotency", "IdempotencyKey"), Retry(draw=lambda: 0)]
    run = perform(mode, answers, *calls, credentials=KEY, plugins=plugins)

    keys = [sent.headers.get("idempotency-key") for sent in run.requests]
    assert keys[0] == keys[1] != keys[2]
    assert keys[3] is None


@MODES
def test_an_audit_has_a_row_for_each_change(mode: str, tmp_path: Path) -> None:
    plugin = made("audit", "Audit", tmp_path / "audit.jsonl")
    calls = call(UPLOAD, body=["planted"]), call(READ), call(CREATE)
    answers: list[Any] = [json_reply(1), json_reply(2), reply(400)]
    perform(mode, answers, *calls, credentials=KEY, plugins=[plugin])

    rows = [json.loads(line) for line in plugin.file.read_text().splitlines()]
    assert rows == [{"operation": "upload"}, {"operation": "create", "error": "BadRequest"}]
    check_plugin(plugin, CREATE)


@MODES
def test_a_breaker_leaves_a_service_alone_for_a_while(mode: str) -> None:
    moment = [0.0]
    plugin = made("breaker", "Breaker", 2, 30, lambda: moment[0])
    plugins = [plugin, "no:retry"]
    answers: list[Any] = [ConnectionLost("x"), reply(500), json_reply(1)]
    run = perform(mode, answers, *[call()] * 4, credentials=KEY, plugins=plugins)
    assert [type(outcome).__name__ for outcome in run.outcomes[1:]] == [
        "ServerError", "ConnectionFailed", "ConnectionFailed",
    ]  # fmt: skip
    assert isinstance(run.outcomes[2], ConnectionFailed)
    moment[0] = 31.0
    run = perform(mode, [json_reply(1)], call(), credentials=KEY, plugins=[plugin, "no:retry"])
    assert run.outcome == 1


def test_what_is_long_is_sent_compressed() -> None:
    plugin = made("gzipped", "Gzip", 10)
    bodies = ["x" * 20], ["y"]
    calls = [call(UPLOAD, body=body) for body in bodies]
    run = perform("sync", lambda _: json_reply(1), *calls, credentials=KEY, plugins=[plugin])

    long, short = run.requests
    assert json.loads(gzip.decompress(bytes(long.content))) == bodies[0]
    assert long.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in short.headers
    check_plugin(plugin)


@MODES
def test_a_vault_is_asked_and_closed(mode: str) -> None:
    asked: list[str] = []

    class Store:
        async def token(self) -> str:
            asked.append("token")
            return "of-the-store"

        async def close(self) -> None:
            asked.append("close")

    plugin = made("vault", "Vault", Store())
    run = perform(mode, [json_reply(1)], call(), plugins=[plugin])

    assert run.requests[0].headers["authorization"] == "Bearer of-the-store"
    assert asked == ["token", "close"]


def test_a_literal_is_written_and_read() -> None:
    check_codec(made("literal", "Literal"), "application/x-python-literal", [1, {"a": None}], "ü")


def test_a_command_knows_its_setting() -> None:
    sys.path.append(str(FOLDER))
    plugin = made("whoami", "WhoAmI", team="growth")
    commands: list[click.Command] = []
    Registry({}, [plugin], {}).commands(commands.append)

    assert [command.name for command in commands] == ["whoami"]
    with pytest.raises(PluginError):
        Registry({}, [plugin, plugin], {})
