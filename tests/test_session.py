"""Sessions: made, refused, shared, closed; and no secret anywhere, whatever happens."""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_made import (
    CREATE,
    OPEN,
    READ,
    SERVICE,
    UPLOAD,
    Api,
    AsyncApi,
    call,
    only,
    operation,
    perform,
)

import adlists
from adlists import (
    ApiKey,
    BasicAuth,
    BearerToken,
    ClientCredentials,
    ConfigurationError,
    ConnectionLost,
    Request,
    connect,
    connect_async,
    hookimpl,
)
from adlists.contract import Parameter, Schema
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
PREFIX = "ADLISTS_THINGS_V1_"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.touch(0o600)
    monkeypatch.setenv("ADLISTS_SETTINGS", str(file))


def test_a_with_block_gives_the_client_and_leaves_a_transport_of_mine_open() -> None:
    transport = FakeTransport([json_reply(7), json_reply(8)])
    with connect(Api, ApiKey("k"), transport=transport) as api:
        assert api.send(call()) == 7
    assert not transport.closed
    assert connect(Api, ApiKey("k"), transport=transport).send(call()) == 8


async def test_an_async_with_block_gives_the_client_and_leaves_a_transport_of_mine_open() -> None:
    transport = AsyncFakeTransport([json_reply(7)])
    async with connect_async(AsyncApi, ApiKey("k"), transport=transport) as api:
        assert await api.send(call()) == 7
    assert not transport.closed


def test_connections_that_a_session_has_opened_are_closed_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = FakeTransport([json_reply(7)])
    monkeypatch.setattr("adlists.transports.open_sync", lambda wanted, timeout: opened)
    with connect(Api, ApiKey("k")) as api:
        api.send(call())
    assert opened.closed


def test_a_closed_session_says_so_and_may_be_closed_again() -> None:
    session = connect(Api, ApiKey("k"), transport=FakeTransport([json_reply(1)]))
    session.send(call())
    session.close()
    session.close()

    with pytest.raises(ConfigurationError, match="session is closed"):
        session.send(call())


def test_a_session_that_never_called_opens_nothing() -> None:
    transport = FakeTransport([])
    connect(Api, ApiKey("k"), transport=transport).close()

    assert not transport.closed  # it was never opened


@pytest.mark.parametrize("asynchronous", [False, True])
def test_without_any_credential_the_error_says_what_to_set(asynchronous: bool) -> None:
    with pytest.raises(ConfigurationError, match=f"{PREFIX}CLIENT_ID and {PREFIX}CLIENT_SECRET"):
        connect_async(AsyncApi) if asynchronous else connect(Api)


def test_a_plugin_that_signs_is_credential_enough() -> None:
    class Signing:
        @hookimpl
        def adlists_layer(self) -> Any:
            return lambda proceed: lambda request: proceed(request.with_header("x-sign", "1"))

    transport = FakeTransport([json_reply(1)])
    connect(Api, plugins=[Signing()], transport=transport).send(call())

    assert transport.requests[0].headers["x-sign"] == "1"


def test_a_service_without_security_needs_no_credential() -> None:
    api = type("Api", (Api,), {"SERVICE": attrs.evolve(SERVICE, operations=(OPEN,), schemes=())})

    assert connect(api, transport=FakeTransport([json_reply(1)])).send(call(OPEN)) == 1


def test_a_credential_that_fits_nothing_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"BasicAuth fits no security scheme.*query_key"):
        connect(only("query_key"), BasicAuth("u", "planted"))


@MODES
def test_the_environment_serves_where_nothing_is_given(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}API_KEY", "from-outside")
    monkeypatch.setenv(f"{PREFIX}BASE_URL", "http://localhost:8080/x/")

    run = perform(mode, [json_reply(1)], call())

    assert run.requests[0].url == "http://localhost:8080/x/read/planted-thing"
    assert run.requests[0].headers["x-api-key"] == "from-outside"


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}API_KEY", "from-outside")
    monkeypatch.setenv(f"{PREFIX}BASE_URL", "http://localhost:8080")

    credentials = [ApiKey("given")]
    at = "https://example.org/y"
    run = perform("sync", [json_reply(1)], call(), credentials=credentials, base_url=at)

    assert run.requests[0].url == "https://example.org/y/read/planted-thing"
    assert run.requests[0].headers["x-api-key"] == "given"


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://example.org",
        "https://",
        "https://example.org?planted=1",
        "https://user:planted@example.org",
        "https://example.org/#planted",
        "//example.org",
        "https://example.org:port",
        "https://[::1",
        "https://exa mple.org",
        "https://example.org/\nplanted",
    ],
)
def test_a_base_url_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        connect(Api, ApiKey("k"), base_url=url)
    assert "planted" not in str(caught.value)


def test_one_session_serves_sixteen_threads() -> None:
    session = connect(Api, ApiKey("k"), transport=FakeTransport(lambda _: json_reply(1)))

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(session.send, [call() for _ in range(160)])) == [1] * 160


@MODES
def test_nothing_secret_shows_anywhere(
    mode: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Logs at DEBUG, events, reprs, messages and tracebacks of a run in which much fails."""
    caplog.set_level(logging.DEBUG)
    person = "planted-person@example.com"
    shown: list[str] = []
    secret_query = operation(
        "secret_query",
        parameters=(
            *READ.parameters[:1],
            Parameter(
                "mail", "mail", "query", required=True, schema=Schema("string", sensitive=True)
            ),
        ),
    )
    calls = [
        call(UPLOAD, body=[person]),
        call(CREATE),
        attrs.evolve(call(secret_query), arguments={"thing": "planted-thing", "mail": person}),
    ]
    credentials: list[tuple[Any, str, str]] = [
        (ApiKey("planted-key"), "query_key", "planted-key"),
        (ApiKey("planted-key"), "cookie_key", "planted-key"),
        (ApiKey("planted-key"), "key", "planted-key"),
        (BearerToken("planted-token"), "bearer", "planted-token"),
        (BasicAuth("planted-user", "planted-password"), "basic", "cGxhbnRlZC11c2VyOnBsYW50ZWQ="),
    ]
    for credential, scheme, secret in credentials:
        answers = _echoing(f"bad {secret} for {person}, thing planted-thing")
        for answer, one in zip(answers, cycle(calls), strict=False):
            run = perform(
                mode,
                partial(_echo, answer),
                one,
                credentials=[credential],
                api=only(scheme),
            )
            shown += _everything(run, one, credential)
    token = json_reply({"access_token": "planted-token", "expires_in": 299})
    for answer in _echoing("planted-client has not the secret planted-client-secret"):
        credential = ClientCredentials("planted-client", "planted-client-secret")
        run = perform(mode, partial(_echo, answer), calls[0], credentials=[credential])
        shown += _everything(run, calls[0], credential)
    for answer in _echoing(f"bad planted-token for {person}, thing planted-thing"):
        credential = ClientCredentials("planted-client", "planted-client-secret")
        run = perform(
            mode,
            partial(_token_or, token, answer),
            calls[0],
            credentials=[credential],
        )
        shown += _everything(run, calls[0], credential)
    shown += [caplog.text, *(repr(one.__dict__) for one in caplog.records), *capsys.readouterr()]

    leaks = [line for text in shown for line in text.splitlines() if "planted" in line]
    assert leaks == []


def _echo(answer: Any, _: Request) -> Any:
    return answer


def _token_or(token: Any, answer: Any, request: Request) -> Any:
    return token if request.url.endswith("token") else answer


def _echoing(echo: str) -> list[Any]:
    """Failures that repeat what was sent, in every shape."""
    location = "https://evil.example.net/?api_key=planted-key"
    return [
        reply(400, echo, "text/plain"),
        json_reply({"message": echo, "errors": [{"detail": echo}]}, 400),
        json_reply({"error": {"message": echo}}, 401),
        json_reply({"message": echo}, 404),
        reply(500, f"<html><title>{echo}</title>", "text/html"),
        reply(200, f'{{"a": "{echo}', "application/json"),
        reply(200, f"<html>{echo}", "text/html"),
        reply(200, echo, "application/json"),
        reply(307, echo, headers={"location": location}),
        reply(307, echo, headers={"location": "https://api.example.com:planted-port/"}),
        ConnectionLost("the connection broke"),
    ]


def _everything(run: Any, one: Any, credential: Any) -> list[str]:
    error = run.outcome
    if not isinstance(error, adlists.AdlistsError):
        return [repr(run.events), repr(run.requests)]
    # Of a traceback, all but its source lines: those of this very test hold what is planted.
    traced = traceback.TracebackException.from_exception(error, lookup_lines=False)
    return [
        *(line for one in _chain(traced) for line in one.format_exception_only()),
        repr(error),
        str(error),
        repr(run.events),
        repr(run.requests),
        repr(one),
        repr(credential),
    ]


def _chain(traced: Any) -> Any:
    while traced is not None:
        yield traced
        hidden = traced.__suppress_context__
        traced = traced.__cause__ or (None if hidden else traced.__context__)


async def test_a_cancelled_call_leaves_nothing_behind() -> None:
    class Stuck(AsyncFakeTransport):
        async def send(self, request: Any) -> Any:
            if not request.url.endswith("token"):
                return await super().send(request)
            await asyncio.sleep(60)
            return None

    credential = ClientCredentials("id", "secret")
    session = connect_async(AsyncApi, credential, transport=Stuck([]))
    tasks = [asyncio.create_task(session.send(call())) for _ in range(5)]
    await asyncio.sleep(0.01)
    for one in tasks:
        one.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    gc.collect()

    assert all(isinstance(one, asyncio.CancelledError) for one in outcomes)
    (cache,) = credential._caches.values()
    assert cache._lock._holder is None
    assert not cache._lock._waiting
