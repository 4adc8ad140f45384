"""The fixtures that pytest finds: a sandbox for each test, and recordings without a secret."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_made import DONE, READ, SECRET, UPLOAD, Api, call, operation

from adlists import ApiKey, ClientCredentials, ConfigurationError, connect
from adlists.sandbox.practice import Practice
from adlists.testing import strategies
from adlists.testing.cassette import Cassette
from adlists.testing.transport import FakeTransport, json_reply, reply
from adlists_api import applovin_v1


@pytest.mark.parametrize("time", ["first", "again"])
def test_each_test_has_a_sandbox_of_its_own(time: str, adlists_sandbox: Practice) -> None:
    applovin = adlists_sandbox.connect(applovin_v1.Api).api

    applovin.app_lists.create(name="VIP")
    assert len(applovin.app_lists.list_lists().app_lists) == 1


def test_async_sessions_see_the_same_sandbox(adlists_sandbox: Practice) -> None:
    adlists_sandbox.connect(applovin_v1.Api).api.app_lists.create(name="VIP")

    async def main() -> int:
        async with adlists_sandbox.connect_async(applovin_v1.AsyncApi) as api:
            return len((await api.app_lists.list_lists()).app_lists)

    assert asyncio.run(main()) == 1


@pytest.mark.parametrize("package", strategies.packages())
def test_every_service_is_reached_with_a_credential_that_fits(
    package: str, adlists_sandbox: Practice
) -> None:
    from importlib import import_module

    session = adlists_sandbox.connect(import_module(package).Api)
    assert session.pipeline.service.server.startswith("http://sandbox.example/")


def record(path: Path, answers: Any, *calls: Any, **options: Any) -> Any:
    transport = FakeTransport(answers)
    session = connect(
        Api,
        ClientCredentials("planted-id", "planted-secret"),
        transport=transport,
        plugins=[Cassette(path, **options)],
    )
    return [session.send(item) for item in calls], transport


TOKEN = json_reply({"access_token": "planted-token", "expires_in": 300})


def test_what_was_recorded_is_played_without_credential_or_network(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "one.json"
    calls = call(READ), call(UPLOAD, body=["planted@example.com"]), call(READ)
    answers = [TOKEN, json_reply(1), json_reply(2), json_reply(3)]
    made, _ = record(path, answers, *calls, record=True)
    transport = FakeTransport([])
    session = connect(Api, transport=transport, plugins=[Cassette(path)])

    assert made == [1, 2, 3]
    assert [session.send(item) for item in calls] == [1, 2, 3]
    assert transport.requests == []
    assert "planted" not in path.read_text()
    assert len(json.loads(path.read_text())) == 3


def test_a_call_that_was_not_recorded_is_never_sent(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    record(path, [TOKEN, json_reply(1)], call(READ), record=True)
    transport = FakeTransport([])
    session = connect(Api, ApiKey("k"), transport=transport, plugins=[Cassette(path)])

    for other in (call(UPLOAD, body=["x"]), call(READ, arguments={"thing": "x", "note": "y"})):
        with pytest.raises(ConfigurationError, match="holds no further reply"):
            session.send(other)
    assert session.send(call(READ)) == 1
    with pytest.raises(ConfigurationError, match="holds no further reply to this call of read"):
        session.send(call(READ))
    assert transport.requests == []


def test_without_a_recording_nothing_is_sent(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="There is no recording"):
        Cassette(tmp_path / "none.json")


def test_what_a_document_marks_sensitive_in_a_reply_is_masked(tmp_path: Path) -> None:
    secret = attrs.evolve(DONE[0], schema=SECRET)
    people = operation("people", replies=(secret,))
    path = tmp_path / "one.json"
    transport = FakeTransport([json_reply("planted")])
    plugins = [Cassette(path, record=True)]
    session = connect(Api, ApiKey("k"), transport=transport, plugins=plugins)

    assert session.send(call(people)) == "planted"
    assert "planted" not in path.read_text()
    with connect(Api, plugins=[Cassette(path)]) as api:
        assert api.send(call(people)) == "[secure]"
    odd = reply(200, b"\xffplanted", "application/x")
    transport = FakeTransport([odd])
    with pytest.raises(ConfigurationError, match="cannot be recorded"):
        connect(Api, ApiKey("k"), transport=transport, plugins=plugins).send(call(people))


def test_the_fixture_records_where_it_is_asked_to(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "test_it.py").write_text(
        "from adlists import connect\n"
        "from adlists.testing.transport import FakeTransport, json_reply, reply\n"
        "from hand_made import Api, call\n"
        "def test_it(adlists_recorder):\n"
        "    answers = [json_reply(7)] if adlists_recorder.record else []\n"
        "    transport = FakeTransport(answers)\n"
        "    session = connect(Api, plugins=[adlists_recorder], transport=transport)\n"
        "    assert session.send(call()) == 7\n"
    )
    here = str(Path(__file__).parents[1])
    words = [sys.executable, "-m", "pytest", "-q"]
    words += ["-p", "no:cacheprovider", "-o", f"pythonpath={here}", str(tmp_path)]

    def run(*more: str) -> int:
        return subprocess.run(
            [*words, *more], cwd=tmp_path, check=False, capture_output=True
        ).returncode

    assert run() == 1  # there is no recording yet
    assert run("--adlists-record") == 0
    assert run() == 0
