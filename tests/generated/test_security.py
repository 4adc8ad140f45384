"""Each security scheme is met as the document says, and says what it asks for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

import adlists
from adlists.plugins.credentials import Credential, requirements
from adlists.regenerate import RegenerationReport, regenerate
from adlists.testing.transport import FakeTransport, json_reply, reply

DOCUMENT = Path(__file__).parent / "security.yaml"
CLIENT = adlists.ClientCredentials("i", "s")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, RegenerationReport]]:
    folder = tmp_path_factory.mktemp("security")
    report = regenerate([DOCUMENT], folder / "security_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("security_clients.security"), report
    sys.path.remove(str(folder))


def answer(request: adlists.Request) -> adlists.Response:
    if "openid-configuration" in request.url:
        return json_reply({"token_endpoint": "https://id.example/t"})
    return json_reply({"access_token": "T"}) if request.method == "POST" else reply(204)


@pytest.mark.parametrize(
    ("name", "credentials", "asked", "signed"),
    [
        ("a", [CLIENT], ("https://api.x.example/token", "read write"), ("Bearer T", None)),
        ("b", [CLIENT], ("https://api.x.example/token", None), ("Bearer T", None)),
        (
            "a",
            [adlists.ClientCredentials("i", "s", scopes=["own"])],
            ("https://api.x.example/token", "own"),
            ("Bearer T", None),
        ),
        (
            "e",
            [adlists.RefreshToken("i", "s", "r")],
            ("https://auth.example/t", None),
            ("Bearer T", None),
        ),
        ("f", [CLIENT], ("https://id.example/t", "openid"), ("Bearer T", None)),
        ("g", [adlists.BearerToken("t")], None, ("Bearer t", None)),
        (
            "g",
            [adlists.ApiKey("k"), adlists.BasicAuth("u", "p")],
            None,
            ("Basic dTpw", "sid=k"),
        ),
        ("c", [adlists.ApiKey("k")], None, (None, None)),
    ],
)
def test_each_scheme_is_met_as_the_document_says(
    made: Any, name: str, credentials: list[Credential], asked: Any, signed: Any
) -> None:
    transport = FakeTransport(answer)
    api = adlists.connect(made[0].Api, *credentials, transport=transport).api
    getattr(api.default, name)()

    *_, last = transport.requests
    assert (last.headers.get("authorization"), last.headers.get("cookie")) == signed
    tokens = [request for request in transport.requests if request.method == "POST"]
    found = [
        (request.url, parse_qs(request.content.decode()).get("scope", [None])[0])
        for request in tokens
    ]
    assert found == ([] if asked is None else [asked])


def test_one_token_serves_the_operations_of_the_same_scopes(made: Any) -> None:
    transport = FakeTransport(answer)
    fresh = adlists.ClientCredentials("i", "s")
    api = adlists.connect(made[0].Api, fresh, transport=transport).api
    for name in "aabb":
        getattr(api.default, name)()

    assert [request.method for request in transport.requests].count("POST") == 2


def test_what_each_scheme_asks_for_is_said(made: Any) -> None:
    module, report = made
    (package,) = report.packages

    assert list(package.settings) == list(map(str, requirements(module.SERVICE)))
    found = {item.scheme: item for item in requirements(module.SERVICE)}
    assert found["oauth"].variables == (
        ("ADLISTS_SECURITY_TOKEN",),
        ("ADLISTS_SECURITY_CLIENT_ID", "ADLISTS_SECURITY_CLIENT_SECRET"),
    )
    assert "a client certificate" in str(found["cert"])
    assert str(found["dig"]).startswith("dig (http digest): no credential of ours")
    assert all(item.variables or item.advice for item in found.values())
