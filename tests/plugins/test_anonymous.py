"""A session without a credential: what anyone may do is done, and nothing else is sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hand_made import OPEN, READ, Api, AsyncApi, call

from adlists import Anonymous, ApiKey, ConfigurationError, connect, connect_async
from adlists.cli import main
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, reply


def test_what_needs_a_credential_is_refused_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADLISTS_HAND_MADE_TOKEN", "planted")
    transport = FakeTransport([reply(204)])
    with connect(Api, Anonymous(), transport=transport) as api:
        api.send(call(OPEN))
        with pytest.raises(ConfigurationError, match="needs a credential"):
            api.send(call(READ))
    (request,) = transport.requests
    assert "authorization" not in request.headers


def test_it_is_refused_where_calls_are_awaited() -> None:
    transport = AsyncFakeTransport([reply(204)])

    async def use() -> None:
        async with connect_async(AsyncApi, Anonymous(), transport=transport) as api:
            await api.send(call(OPEN))
            with pytest.raises(ConfigurationError, match="needs a credential"):
                await api.send(call(READ))

    asyncio.run(use())
    assert len(transport.requests) == 1


def test_it_stands_alone() -> None:
    with pytest.raises(ConfigurationError, match="pass it alone"):
        connect(Api, Anonymous(), ApiKey("key"))


def test_a_forgotten_credential_is_said_when_a_session_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(ConfigurationError, match=r"that need none, pass Anonymous\(\)"):
        connect(Api)


def test_the_command_line_does_without_where_the_operation_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "secret").write_text("mine")
    token = ("create_token", "--grant-type", "client_credentials", "--client-id", "me")
    assert main(["explain", "criteo_v1", *token, "--client-secret", f"@{tmp_path / 'secret'}"]) == 0
    assert "authorization" not in capsys.readouterr().out
    assert main(["explain", "criteo_v1", "get_audiences", "--advertiser-id", "1"]) == 2
    assert "needs a credential" in capsys.readouterr().err
