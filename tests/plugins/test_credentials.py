"""Credentials: where they go, where they never go, and how a token is kept."""

from __future__ import annotations

import asyncio
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_made import (
    CREATE,
    OPEN,
    READ,
    SERVICE,
    TOKEN,
    UPLOAD,
    Api,
    AsyncApi,
    call,
    only,
    operation,
    perform,
)
from hypothesis import given
from hypothesis import strategies as st

from adlists import (
    AdlistsError,
    ApiKey,
    BadRequest,
    BasicAuth,
    BearerToken,
    ClientCredentials,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    DecodingError,
    RedirectRefused,
    Request,
    Response,
    ServerError,
    TokenFetched,
    Unauthorized,
    connect,
    connect_async,
)
from adlists.plugins.credentials import Credential, from_environment
from adlists.testing.observers import VirtualTime
from adlists.testing.transport import (
    AsyncFakeTransport,
    FakeTransport,
    json_reply,
    reply,
)

ID, SECRET = "planted-client-id", "planted-client-secret"
MODES = pytest.mark.parametrize("mode", ["sync", "async"])


class Server:
    """Hands out tokens tok-1, tok-2, …, and answers 401 to every other."""

    def __init__(self, **fields: Any) -> None:
        self.fields = {"token_type": "bearer", "expires_in": 299, **fields}
        self.fetches = 0
        self.good: str | None = None
        self.guard = threading.Lock()

    def __call__(self, request: Request) -> Response:
        with self.guard:
            if request.url.endswith("/oauth2/token"):
                assert "authorization" not in request.headers
                self.fetches += 1
                self.good = f"tok-{self.fetches}"
                return json_reply({"access_token": self.good, **self.fields})
            if request.headers.get("authorization") == f"Bearer {self.good}":
                return json_reply({"ok": True})
            return json_reply({"message": "expired"}, 401)

    def revoke(self) -> None:
        self.good = None


def client(clock: VirtualTime | None = None, **options: Any) -> ClientCredentials:
    return ClientCredentials(ID, SECRET, clock=clock or VirtualTime(), **options)


@MODES
def test_a_token_is_fetched_once_and_used_for_every_call(mode: str) -> None:
    server = Server()

    run = perform(
        mode, server, call(), call(CREATE), call(UPLOAD, body=["a"]), credentials=[client()]
    )

    assert run.outcomes == [{"ok": True}] * 3
    assert server.fetches == 1
    assert [one.headers.get("authorization") for one in run.requests] == [
        None,
        *["Bearer tok-1"] * 3,
    ]
    (fetched,) = [event for event in run.events if isinstance(event, TokenFetched)]
    assert attrs.evolve(fetched, call=0) == TokenFetched("things_v1", "oauth", 299.0)


@pytest.mark.parametrize(
    ("lifetime", "pause", "fetches"),
    [
        (299, 283.9, 1),
        (299, 284, 2),
        ("299", 283.9, 1),
        (" 299 ", 284, 2),
        (299.0, 283.9, 1),
        (10, 4.9, 1),  # shorter than twice the margin: renewed at half its life
        (10, 5, 2),
        (None, 1e9, 1),
        ("soon", 1e9, 1),
        ("nan", 1e9, 1),
        ("1e999", 1e9, 1),
        (True, 1e9, 1),
        ([299], 1e9, 1),
        (0, 0, 2),
        ("0", 0, 2),
        (-5, 0, 2),
    ],
)
def test_a_token_is_renewed_before_it_ends(lifetime: object, pause: float, fetches: int) -> None:
    moment, server = VirtualTime(), Server(expires_in=lifetime)
    session = connect(Api, client(moment), transport=FakeTransport(server))

    session.send(call())
    moment.moment += pause
    session.send(call())

    assert server.fetches == fetches


def test_a_token_without_a_lifetime_is_used_until_a_401() -> None:
    server = Server()
    del server.fields["expires_in"]
    session = connect(Api, client(), transport=FakeTransport(server))

    session.send(call())
    server.revoke()
    session.send(call())

    assert server.fetches == 2


@MODES
def test_after_a_401_the_token_is_replaced_and_the_call_repeated_once(mode: str) -> None:
    def never(request: Request) -> Response:
        if request.url.endswith("/oauth2/token"):
            return json_reply({"access_token": "tok", "expires_in": 299})
        return json_reply({"message": "no"}, 401)

    run = perform(mode, never, call(CREATE), credentials=[client()])

    assert isinstance(run.outcome, Unauthorized)
    assert run.outcome.attempts == 2
    assert [one.method for one in run.requests] == ["POST"] * 4
    assert [one.url.endswith("token") for one in run.requests] == [True, False, True, False]
    assert run.requests[3].attempt == 2


class _Load:
    """Sync and async sessions that share one credential, and call all at once."""

    def __init__(
        self, server: Any, credential: ClientCredentials, threads: int, tasks: int
    ) -> None:
        self.server, self.credential = server, credential
        self.threads, self.tasks = threads, tasks

    def __call__(self) -> list[Any]:
        session = connect(Api, self.credential, transport=FakeTransport(self.server))
        start = threading.Barrier(self.threads + 1)

        def blocking() -> Any:
            start.wait(10)
            return session.send(call())

        async def awaiting() -> list[Any]:
            asynchronous = connect_async(
                AsyncApi, self.credential, transport=AsyncFakeTransport(self.server)
            )
            start.wait(10)
            return await asyncio.gather(
                *(asynchronous.send(call()) for _ in range(self.tasks)), return_exceptions=True
            )

        with ThreadPoolExecutor(self.threads) as pool:
            waiting = [pool.submit(blocking) for _ in range(self.threads)]
            outcomes: list[Any] = asyncio.run(awaiting())
        return outcomes + [one.exception() or one.result() for one in waiting]


def test_sixteen_threads_and_fifty_tasks_fetch_one_token() -> None:
    server, clock = Server(), VirtualTime()
    load = _Load(server, client(clock), 16, 50)

    assert load() == [{"ok": True}] * 66
    assert server.fetches == 1

    clock.moment += 299  # expired
    assert load() == [{"ok": True}] * 66
    assert server.fetches == 2

    server.revoke()  # 66 refusals at once
    assert load() == [{"ok": True}] * 66
    assert server.fetches == 3


def test_a_failed_fetch_fails_everybody_who_waited_for_it_and_nobody_after() -> None:
    gate, fetches = threading.Event(), []
    answers = [json_reply({"error": "invalid_client"}, 400), json_reply({"access_token": "t"})]

    def server(request: Request) -> Response:
        if not request.url.endswith("/oauth2/token"):
            return json_reply({"ok": True})
        fetches.append(request)
        gate.wait(10)
        return answers[len(fetches) - 1]

    credential = client()
    session = connect(Api, credential, transport=FakeTransport(server))
    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(session.send, call()) for _ in range(8)]
        _until(lambda: [len(one._lock._waiting) for one in _caches(credential)] == [7])
        gate.set()
        errors = [one.exception() for one in calls]

    assert all(isinstance(one, BadRequest) for one in errors)
    assert len({id(one) for one in errors}) == 8
    assert len(fetches) == 1
    assert session.send(call()) == {"ok": True}


def _caches(credential: ClientCredentials) -> list[Any]:
    return list(credential._caches.values())


def _until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            json_reply({"error": "invalid_client"}, 401),
            Unauthorized,
            "Check the client id and the client secret",
        ),
        (
            json_reply({"error": "invalid_client"}, 400),
            BadRequest,
            "Check the client id and the client secret",
        ),
        (reply(400), BadRequest, "400 Bad Request"),
        (reply(400, "<html><title>Oops</title>", "text/html"), BadRequest, "HTML page, 'Oops'"),
        (reply(200, "<!doctype html><p>hi", "text/html"), DecodingError, "HTML page"),
        (reply(200, "", "application/json"), DecodingError, "empty"),
        (reply(200, '{"access_token": "t', "application/json"), DecodingError, ""),
        (json_reply({"token_type": "bearer"}), DecodingError, "no usable access_token"),
        (json_reply({"access_token": None}), DecodingError, "no usable access_token"),
        (json_reply({"access_token": ""}), DecodingError, "no usable access_token"),
        (json_reply({"access_token": "a\r\nx-evil: 1"}), DecodingError, "no usable access_token"),
        (json_reply(["t"]), DecodingError, "no usable access_token"),
    ],
)
@MODES
def test_a_failed_fetch_names_the_token_operation(
    mode: str, answer: Response, kind: type[AdlistsError], words: str
) -> None:
    run = perform(mode, [answer], call(), credentials=[client()])

    assert type(run.outcome) is kind
    assert run.outcome.operation == "create_token"
    assert run.outcome.attempts == 1
    assert str(run.outcome).startswith("No token from create_token of things_v1: ")
    assert words in str(run.outcome)


@MODES
def test_an_unreachable_token_endpoint_is_tried_as_often_as_any_and_not_more(mode: str) -> None:
    run = perform(mode, lambda _: ConnectionFailed("refused"), call(), credentials=[client()])

    assert isinstance(run.outcome, ConnectionFailed)
    assert run.outcome.operation == "create_token"
    assert run.outcome.attempts == len(run.requests) == 4


def test_a_failing_token_endpoint_is_no_reason_to_repeat_the_call() -> None:
    run = perform("sync", lambda _: reply(503), call(), credentials=[client()])

    assert isinstance(run.outcome, ServerError)
    assert len(run.requests) == 4


def test_scopes_are_asked_for() -> None:
    server = FakeTransport(Server())
    connect(Api, client(scopes=["read", "write"]), transport=server).send(call())

    assert b'"scope":"read write"' in server.requests[0].content


def test_one_object_keeps_the_tokens_of_two_servers_apart() -> None:
    credential, first, second = client(), Server(), Server()
    one = connect(Api, credential, transport=FakeTransport(first))
    other = connect(
        Api, credential, transport=FakeTransport(second), base_url="https://other.example.com"
    )

    one.send(call())
    other.send(call())

    assert (first.fetches, second.fetches) == (1, 1)


@MODES
def test_a_token_without_an_operation_is_asked_of_its_address(mode: str) -> None:
    api = only("oauth", operations=(READ,))
    answers = [json_reply({"access_token": "planted-token"}), json_reply(1)]
    run = perform(mode, answers, call(), credentials=[client()], api=api)

    asked, signed = run.requests
    assert asked.url == "https://api.example.com/base/oauth2/token"
    assert b"grant_type=client_credentials&client_id=" in asked.content
    assert signed.headers["authorization"] == "Bearer planted-token"


@MODES
@pytest.mark.parametrize(
    ("scheme", "credential", "header", "value"),
    [
        ("bearer", BearerToken("planted-token"), "authorization", "Bearer planted-token"),
        ("oauth", BearerToken("planted-token"), "authorization", "Bearer planted-token"),
        ("key", ApiKey("planted-key"), "x-api-key", "planted-key"),
        ("cookie_key", ApiKey("planted=key 1"), "cookie", "session=planted=key%201"),
    ],
)
def test_a_credential_goes_where_its_scheme_says(
    mode: str, scheme: str, credential: Any, header: str, value: str
) -> None:
    run = perform(mode, [json_reply(1)], call(), credentials=[credential], api=only(scheme))

    assert run.requests[0].headers[header] == value


def test_a_key_in_the_query_is_encoded_and_comes_last() -> None:
    run = perform(
        "sync",
        [json_reply(1)],
        attrs.evolve(call(), arguments={"thing": "t", "note": "a+b c"}),
        credentials=[ApiKey("planted+key/&")],
        api=only("query_key"),
    )

    assert run.requests[0].url.endswith("/read/t?note=a%2Bb%20c&api_key=planted%2Bkey%2F%26")


def test_basic_is_sent_as_utf_8() -> None:
    run = perform("sync", [json_reply(1)], call(), credentials=[BasicAuth("jürgen", "pässword:1")])

    scheme, value = run.requests[0].headers["authorization"].split()
    assert (scheme, b64decode(value).decode()) == ("Basic", "jürgen:pässword:1")


def test_operations_without_security_are_not_signed() -> None:
    run = perform("sync", [json_reply(1)], call(OPEN), credentials=[BearerToken("planted-token")])

    assert "authorization" not in run.requests[0].headers


def test_operations_whose_schemes_do_not_fit_are_not_signed() -> None:
    one = operation("one", security=(("key",),))
    run = perform("sync", [json_reply(1)], call(one), credentials=[BearerToken("planted-token")])

    assert "authorization" not in run.requests[0].headers


def test_of_two_credentials_for_one_header_the_first_given_is_used() -> None:
    pairs: list[list[Credential]] = [[BearerToken("a"), client()], [client(), BearerToken("a")]]
    for pair in pairs:
        run = perform("sync", Server(), call(OPEN), call(), credentials=pair)
        tokens = {one.headers.get("authorization") for one in run.requests} - {None}
        assert tokens == ({"Bearer a"} if isinstance(pair[0], BearerToken) else {"Bearer tok-1"})


def _astray(url: str) -> Any:
    """A plugin that directs every request elsewhere."""
    from adlists import hookimpl

    class Astray:
        @hookimpl
        def adlists_layer(self) -> Any:
            def layer(proceed: Any) -> Any:
                return lambda request: proceed(attrs.evolve(request, url=url))

            return layer

    return Astray()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example.net/read",
        "http://api.example.com/base/read",
        "https://api.example.com:8443/base/read",
        "https://api.example.com.evil.example.net/base/read",
        "https://api.example.com@evil.example.net/base/read",
    ],
)
@pytest.mark.parametrize(
    "credential",
    [BearerToken("planted-token"), ApiKey("planted-key"), BasicAuth("u", "p"), client()],
    ids=lambda one: one.name,
)
def test_a_credential_never_leaves_for_another_origin(url: str, credential: Any) -> None:
    run = perform("sync", [], call(), credentials=[credential], plugins=[_astray(url)])

    assert isinstance(run.outcome, ConfigurationError)
    assert run.requests == []


@MODES
@pytest.mark.parametrize("scheme", ["bearer", "key", "query_key", "cookie_key"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_origin_is_refused_with_the_credential_kept(
    mode: str, scheme: str, status: int
) -> None:
    credential = BearerToken("planted-one") if scheme == "bearer" else ApiKey("planted-one")
    answer = reply(status, headers={"location": "https://evil.example.net/x?planted-query"})
    run = perform(mode, [answer], call(), credentials=[credential], api=only(scheme))

    assert isinstance(run.outcome, RedirectRefused)
    assert "https://evil.example.net:443" in str(run.outcome)
    assert "planted" not in str(run.outcome)
    assert len(run.requests) == 1


def test_a_key_that_the_redirect_repeats_is_not_doubled() -> None:
    answers = [reply(307, headers={"location": "/b?api_key=planted-key&x=1"}), json_reply(1)]
    run = perform(
        "sync", answers, call(), credentials=[ApiKey("planted-key")], api=only("query_key")
    )

    assert run.requests[1].url == "https://api.example.com/b?api_key=planted-key&x=1"


@pytest.mark.parametrize(
    "value", ["", " ", "a\nb", "a\r\nX: 1", "planted\n", " planted", "a\x00", 7, None, b"a"]
)
def test_a_secret_that_nobody_can_have_issued_is_refused_unseen(value: Any) -> None:
    makers: list[Callable[[Any], object]] = [
        BearerToken,
        ApiKey,
        lambda one: BasicAuth("u", one),
        lambda one: BasicAuth(one, "p"),
    ]
    makers += [lambda one: ClientCredentials(ID, one), lambda one: ClientCredentials(one, SECRET)]
    for make in makers:
        with pytest.raises(ConfigurationError) as caught:
            make(value)
        if isinstance(value, str) and value.strip():
            assert value.strip() not in str(caught.value)


def test_what_a_header_cannot_carry_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no header can carry"):
        BearerToken("tökén")
    with pytest.raises(ConfigurationError, match="colon"):
        BasicAuth("a:b", "c")


@given(st.text())
def test_no_secret_shows_in_a_repr_or_a_refusal(text: str) -> None:
    secret = f"planted{text}"
    for make in (
        BearerToken,
        ApiKey,
        lambda one: BasicAuth("user", one),
        lambda one: ClientCredentials("id", one),
        lambda one: ClientCredentials(one, "secret"),
    ):
        try:
            shown = repr(make(secret))
        except ConfigurationError as error:
            shown = str(error)
        assert "planted" not in shown


def test_no_credential_is_equal_to_its_twin() -> None:
    assert BearerToken("a") != BearerToken("a")  # pluggy would take one for the other


PREFIX = "ADLISTS_THINGS_V1_"


def environ(tmp_path: Path, **values: str) -> dict[str, str]:
    file = tmp_path / "settings"
    file.touch(0o600)
    return {
        "ADLISTS_SETTINGS": str(file),
        **{PREFIX + name: value for name, value in values.items()},
    }


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, []),
        ({"TOKEN": "t"}, ["bearer-token"]),
        ({"CLIENT_ID": "i", "CLIENT_SECRET": "s"}, ["client-credentials"]),
        ({"USERNAME": "u", "PASSWORD": "p"}, ["basic-auth"]),
        ({"API_KEY": "k"}, ["api-key"]),
        ({"API_KEY": ""}, []),
        ({"CLIENT_ID": "i"}, []),
        ({"API_KEY": "k", "TOKEN": "t", "CLIENT_ID": "i"}, ["bearer-token", "api-key"]),
    ],
)
def test_credentials_are_found_in_the_environment(
    tmp_path: Path, values: dict[str, str], names: list[str]
) -> None:
    found = from_environment(SERVICE, environ(tmp_path, **values))

    assert [one.name for one in found.credentials] == names  # type: ignore[attr-defined]  # a plugin has a name


def test_only_what_the_service_can_use_is_taken(tmp_path: Path) -> None:
    found = from_environment(only("query_key").SERVICE, environ(tmp_path, TOKEN="t", API_KEY="k"))

    assert [type(one) for one in found.credentials] == [ApiKey]


def test_the_advice_names_what_to_set_and_what_is_half_set(tmp_path: Path) -> None:
    advice = from_environment(SERVICE, environ(tmp_path, CLIENT_ID="planted-id")).advice

    assert f"{PREFIX}CLIENT_ID is set, but {PREFIX}CLIENT_SECRET is not." in advice
    assert f"{PREFIX}TOKEN" in advice
    assert f"{PREFIX}API_KEY" in advice
    assert str(tmp_path / "settings") in advice
    assert "planted" not in advice


def test_a_value_that_cannot_be_a_credential_is_named_by_its_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"{PREFIX}TOKEN cannot be used") as caught:
        from_environment(SERVICE, environ(tmp_path, TOKEN="planted\ntoken"))

    assert "planted" not in str(caught.value)


def test_the_settings_file_serves_where_the_environment_is_silent(tmp_path: Path) -> None:
    where = environ(tmp_path, API_KEY="from-the-environment")
    Path(where["ADLISTS_SETTINGS"]).write_text(
        f"{PREFIX}API_KEY=from-the-file\n{PREFIX}BASE_URL = https://example.org/x\n"
    )
    found = from_environment(SERVICE, where)

    assert found.base_url == "https://example.org/x"
    assert [one.key for one in found.credentials if isinstance(one, ApiKey)] == [
        "from-the-environment"
    ]


def test_the_token_operation_is_never_signed_even_if_the_document_asks() -> None:
    signed = attrs.evolve(TOKEN, security=(("oauth",),))
    server = Server()
    api = only("oauth", operations=(READ, signed))

    assert connect(api, client(), transport=FakeTransport(server)).send(call()) == {"ok": True}


def test_a_lost_token_call_that_may_not_be_repeated_is_not_repeated_by_the_call_around_it() -> None:
    once = attrs.evolve(TOKEN, idempotent=False)
    api = only("oauth", operations=(READ, once))
    run = perform("sync", lambda _: ConnectionLost("gone"), call(), credentials=[client()], api=api)

    assert isinstance(run.outcome, ConnectionLost)
    assert len(run.requests) == 1


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_an_error_hides_what_was_sent_with_another_call(mode: str) -> None:
    token = json_reply({"access_token": "fetched", "expires_in": 900})
    echo = json_reply({"message": "of planted-client with planted-secret"}, 400)
    done = perform(
        mode,
        [token, echo],
        call(),
        credentials=[ClientCredentials("planted-client", "planted-secret")],
    )
    assert isinstance(done.outcome, BadRequest)
    assert "planted" not in str(done.outcome).replace("planted-thing", "")
    assert "of [secure] with [secure]" in str(done.outcome)
