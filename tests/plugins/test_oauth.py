"""Tokens from another host, by somebody's consent or a signed assertion, and who may see what."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs

import attrs
import pytest
from hand_made import READ, SERVICE, Api, call, perform

from adlists import (
    ApiKey,
    BasicAuth,
    BearerToken,
    ConfigurationError,
    RefreshToken,
    ServiceAccount,
    Unauthorized,
    connect,
)
from adlists.contract import Scheme
from adlists.plugins.credentials import from_environment
from adlists.testing.transport import FakeTransport, json_reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
ELSEWHERE = "https://accounts.example.net/token"
TOKEN = json_reply({"access_token": "planted-token", "expires_in": 3600})


def service(*schemes: Scheme, **changes: Any) -> type[Api]:
    """Return a client of a service with those security schemes."""
    security = changes.pop("security", tuple((one.name,) for one in schemes))
    made = attrs.evolve(
        SERVICE, schemes=schemes, operations=(attrs.evolve(READ, security=security),), **changes
    )
    return type("Api", (Api,), {"SERVICE": made})


AGREED = Scheme("agreed", "oauth2", refresh_url=ELSEWHERE)


def ask(api: type[Api], **changes: Any) -> Any:
    return attrs.evolve(call(), operation=api.SERVICE.operations[0], **changes)


@MODES
def test_a_refresh_token_goes_to_the_host_that_the_document_names(mode: str) -> None:
    api = service(AGREED)
    credential = RefreshToken("planted-id", "planted-secret", "planted-refresh", "read write")
    run = perform(mode, [TOKEN, json_reply(1), json_reply(2)], ask(api), ask(api),
                  credentials=[credential], api=api)  # fmt: skip

    asked, first, second = run.requests
    assert asked.url == ELSEWHERE
    assert {name: one for name, (one,) in parse_qs(asked.content.decode()).items()} == {
        "grant_type": "refresh_token",
        "client_id": "planted-id",
        "client_secret": "planted-secret",
        "refresh_token": "planted-refresh",
        "scope": "read write",
    }
    for request in (first, second):
        assert request.url.startswith("https://api.example.com/")
        assert request.headers["authorization"] == "Bearer planted-token"
        assert b"planted" not in request.content
    assert "planted" not in repr(credential)


def test_a_refused_refresh_says_so_and_shows_nothing() -> None:
    api = service(AGREED)
    run = perform("sync", [json_reply({"error": "invalid_grant"}, 401)], ask(api),
                  credentials=[RefreshToken("planted-id", "planted-secret", "planted-refresh")],
                  api=api)  # fmt: skip

    assert isinstance(run.outcome, Unauthorized)
    assert "No token from" in str(run.outcome)
    assert "planted" not in str(run.outcome)


def test_a_secret_is_not_sent_in_the_clear() -> None:
    api = service(attrs.evolve(AGREED, refresh_url="http://accounts.example.net/token"))
    run = perform("sync", [], ask(api), credentials=[RefreshToken("i", "s", "r")], api=api)

    assert isinstance(run.outcome, ConfigurationError)
    assert "https" in str(run.outcome)


def test_a_token_of_the_services_own_host_moves_with_the_base_url() -> None:
    own = attrs.evolve(AGREED, refresh_url="https://api.example.com/base/token")
    api = service(own)
    transport = FakeTransport([TOKEN, json_reply(1)])
    session = connect(
        api, RefreshToken("i", "s", "r"), base_url="http://localhost:9", transport=transport
    )
    session.send(ask(api))

    assert [one.url.partition("?")[0] for one in transport.requests] == [
        "http://localhost:9/token",
        "http://localhost:9/read/planted-thing",
    ]


def test_discovery_names_the_tokens_address() -> None:
    found = "https://id.example.net/.well-known/openid-configuration"
    api = service(Scheme("open", "openIdConnect", discovery_url=found))
    answers = [json_reply({"token_endpoint": ELSEWHERE}), TOKEN, json_reply(1)]
    run = perform("sync", answers, ask(api), credentials=[RefreshToken("i", "s", "r")], api=api)

    assert [one.url for one in run.requests[:2]] == [found, ELSEWHERE]
    assert run.outcome == 1
    assert perform("sync", [json_reply(1)], ask(api), credentials=[BearerToken("t")], api=api)


def test_a_service_account_signs_an_assertion() -> None:
    import jwt
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    api = service(AGREED)
    credential = ServiceAccount("robot@example.net", pem, scopes=["lists"], key_id="7")
    run = perform("sync", [TOKEN, json_reply(1)], ask(api), credentials=[credential], api=api)

    form = parse_qs(run.requests[0].content.decode())
    (assertion,) = form["assertion"]
    claims = jwt.decode(assertion, key.public_key(), ["RS256"], audience=ELSEWHERE)
    assert (claims["iss"], claims["scope"]) == ("robot@example.net", "lists")
    assert claims["exp"] - claims["iat"] == 3600
    assert jwt.get_unverified_header(assertion)["kid"] == "7"
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]


def test_a_key_that_is_none_is_our_error() -> None:
    api = service(AGREED)
    account = ServiceAccount("robot", "planted-key")
    run = perform("sync", [], ask(api), credentials=[account], api=api)

    assert isinstance(run.outcome, ConfigurationError)
    assert "planted" not in str(run.outcome)


def test_a_token_may_come_from_a_function() -> None:
    tokens = iter(["first", "second"])
    api = service(Scheme("bearer", "http", scheme="bearer"))
    credential = BearerToken(lambda: next(tokens))
    run = perform("sync", [json_reply(1), json_reply(2)], ask(api), ask(api),
                  credentials=[credential], api=api)  # fmt: skip

    assert [one.headers["authorization"] for one in run.requests] == [
        "Bearer first",
        "Bearer second",
    ]


BASIC = Scheme("basic", "http", scheme="basic")
KEY = Scheme("key", "apiKey", place="header", parameter="X-Key")
QUERY = Scheme("query", "apiKey", place="query", parameter="key")
TLS = Scheme("tls", "mutualTLS")


@pytest.mark.parametrize(
    ("security", "credentials", "signed"),
    [
        ((("basic", "key"),), [BasicAuth("u", "p"), ApiKey("k")], {"authorization", "x-key"}),
        ((("basic", "key"), ("query",)), [ApiKey("k")], {"query"}),
        ((("basic",), ("key",)), [ApiKey("k")], {"x-key"}),
        (((), ("key",)), [ApiKey("k")], {"x-key"}),
        (((), ("key",)), [], set()),
        ((("tls",),), [], set()),
        ((("tls", "key"),), [ApiKey("k")], {"x-key"}),
    ],
)
def test_the_alternative_that_the_credentials_meet_is_signed(
    security: Any, credentials: list[Any], signed: set[str]
) -> None:
    api = service(BASIC, KEY, QUERY, TLS, security=security)
    (request,) = perform(
        "sync", [json_reply(1)], ask(api), credentials=credentials, api=api
    ).requests

    found = {name for name in ("authorization", "x-key") if name in request.headers}
    assert found | ({"query"} if "key=k" in request.url else set()) == signed


def test_the_environment_may_hold_a_refresh_token(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"CLIENT_ID": "i", "CLIENT_SECRET": "s", "REFRESH_TOKEN": "r"}
    for name, value in values.items():
        monkeypatch.setenv(f"ADLISTS_THINGS_V1_{name}", value)

    found = from_environment(service(AGREED).SERVICE, os.environ)
    assert [type(one).__name__ for one in found.credentials] == ["RefreshToken"]
