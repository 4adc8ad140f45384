"""A credential that lies in the system's keyring: whichever kind, read once, never shown."""

from __future__ import annotations

import asyncio
import io
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import keyring
import pytest
from hand_made import CREATE, OPEN, READ, TOKEN, Api, AsyncApi, call, only, perform
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from adlists import ConfigurationError, Keyring, connect, connect_async
from adlists.cli import main
from adlists.testing.conformance import check_plugin
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])


class InMemory(KeyringBackend):
    """A keyring of the test's own."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.held: dict[tuple[str, str], str] = {}
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append(username)
        self.threads.add(threading.get_ident())
        if self.broken:
            raise KeyringError(username, "planted")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, memory = keyring.get_keyring(), InMemory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def put(ring: InMemory, **values: str) -> None:
    for name, value in values.items():
        ring.set_password("adlists", f"main/things_v1/{name}", value)


@MODES
@pytest.mark.parametrize(
    ("held", "scheme", "header", "value"),
    [
        ({"token": "planted-t"}, "bearer", "authorization", "Bearer planted-t"),
        ({"username": "u", "password": "p"}, "basic", "authorization", "Basic dTpw"),
        ({"api_key": "planted-k"}, "key", "x-api-key", "planted-k"),
    ],
)
def test_it_signs_as_the_credential_that_lies_there(
    ring: InMemory, mode: str, held: Any, scheme: str, header: str, value: str
) -> None:
    put(ring, **held)
    plugin = Keyring("main")
    calls = [call(READ), call(CREATE), call(OPEN)]
    answers = [json_reply(1)] * 3
    run = perform(mode, answers, *calls, credentials=[plugin], api=only(scheme))

    assert [sent.headers.get(header) for sent in run.requests] == [value, value, None]
    assert len(ring.asked) == len(held)  # once, whatever the operations
    assert "planted" not in repr(plugin)
    assert "planted" not in repr(run.events)


@MODES
def test_a_token_is_fetched_with_what_lies_there(ring: InMemory, mode: str) -> None:
    put(ring, client_secret="planted-secret")
    token = json_reply({"access_token": "t", "expires_in": 300})
    plugin = Keyring(client_id="id")
    answers = [token, json_reply(1), json_reply(2)]
    run = perform(mode, answers, call(), call(), credentials=[plugin], api=only("oauth"))

    assert run.outcomes == [1, 2]
    assert b"planted-secret" in bytes(run.requests[0].content)
    assert [sent.headers.get("authorization") for sent in run.requests[1:]] == ["Bearer t"] * 2
    assert perform(mode, [token], call(TOKEN), credentials=[plugin], api=only("oauth")).outcome


@MODES
def test_what_is_missing_is_said_by_its_names(ring: InMemory, mode: str) -> None:
    run = perform(mode, [], call(), credentials=[Keyring("north")], api=only("key"))
    assert type(run.outcome) is ConfigurationError
    assert "north/things_v1/api_key" in str(run.outcome)
    put(ring, token="t")
    assert perform(mode, [json_reply(1)], call(), plugins=[Keyring()]).outcome == 1


@MODES
@pytest.mark.parametrize("value", ["planted\n", " planted", "planted\u00e9"])
def test_what_cannot_be_a_secret_is_refused_and_not_shown(
    ring: InMemory, mode: str, value: str
) -> None:
    put(ring, api_key=value)
    run = perform(mode, [], call(), credentials=[Keyring()], api=only("key"))

    assert type(run.outcome) is ConfigurationError
    assert "main/things_v1/api_key" in str(run.outcome)
    told = traceback.TracebackException.from_exception(run.outcome, capture_locals=True)
    assert "planted" not in "".join(told.format())


@MODES
def test_a_keyring_that_fails_is_said_without_its_words(ring: InMemory, mode: str) -> None:
    ring.broken = True
    run = perform(mode, [], call(), credentials=[Keyring()], api=only("key"))

    assert type(run.outcome) is ConfigurationError
    assert "KeyringError" in str(run.outcome)
    assert "planted" not in str(run.outcome)


def test_sixteen_threads_ask_once(ring: InMemory) -> None:
    put(ring, api_key="k")
    answer = FakeTransport(lambda _: json_reply(1))
    session = connect(only("key"), Keyring(), transport=answer)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda _: session.send(call()), range(64))) == [1] * 64
    assert ring.asked == ["main/things_v1/api_key"]


def test_an_event_loop_does_not_wait_for_the_keyring(ring: InMemory) -> None:
    put(ring, api_key="k")

    async def ask() -> Any:
        transport = AsyncFakeTransport(lambda _: json_reply(1))
        api: Any = type("AsyncApi", (AsyncApi,), {"SERVICE": only("key").SERVICE})
        session: Any = connect_async(api, Keyring(), transport=transport)
        return await asyncio.gather(*(session.send(call()) for _ in range(16)))

    assert asyncio.run(ask()) == [1] * 16
    assert ring.asked == ["main/things_v1/api_key"]
    assert threading.get_ident() not in ring.threads


def test_an_explanation_asks_no_keyring(ring: InMemory) -> None:
    session = connect(only("key"), Keyring(), transport=FakeTransport([]))

    assert "keyring does work of its own first." in session.explain(call()).text()
    assert ring.asked == []


def test_it_keeps_the_contract(ring: InMemory) -> None:
    ring.set_password("adlists", "main/rehearsal/token", "t")
    check_plugin(Keyring())


def test_by_its_name_it_serves_the_command_line(
    ring: InMemory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
) -> None:
    from adlists import sandbox

    monkeypatch.setenv("ADLISTS_PROFILES", str(tmp_path / "profiles.toml"))
    with sandbox.running() as here:
        at = here.services["applovin_v1"]
        monkeypatch.setattr("sys.stdin", io.StringIO(at["api_key"] + "\n"))
        assert main(["config", "set", "--keyring", "main.applovin_v1.api_key"]) == 0
        (tmp_path / "profiles.toml").write_text("")
        words = ["call", "applovin_v1", "list_lists", "--base-url", at["base_url"]]
        assert main(words) == 2
        assert main([*words, "--plugin", "keyring"]) == 0
    out, err = capsys.readouterr()
    assert at["api_key"] not in out + err
    assert main(["plugins", "--plugin", "keyring", "--order", "applovin_v1", "list_lists"]) == 0
    assert "keyring" in capsys.readouterr().out


def test_a_refusal_of_the_service_is_the_callers_to_handle(ring: InMemory) -> None:
    put(ring, api_key="k")
    run = perform("sync", [reply(401)], call(), credentials=[Keyring()], api=only("key"))
    assert type(run.outcome).__name__ == "Unauthorized"
    assert Api.SERVICE.schemes
