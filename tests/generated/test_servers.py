"""Calls go where the document says: servers of operations, variables, relative addresses."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import adlists
from adlists.regenerate import regenerate
from adlists.sandbox import Sandbox
from adlists.testing.transport import FakeTransport, reply
from adlists.transports.in_process import InProcess

DOCUMENT = Path(__file__).parent / "servers.yaml"
CALLS = ("items", "send_file", "list_files", "tenants")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("servers")
    regenerate([DOCUMENT], folder / "server_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("server_clients.servers")
    sys.path.remove(str(folder))


def addresses(places: Any, *names: str, **options: Any) -> list[str]:
    transport = FakeTransport(lambda _: reply(204))
    api = adlists.connect(places.Api, adlists.ApiKey("k"), transport=transport, **options).api
    for name in names:
        getattr(api.places, name)()
    assert all(request.headers["x-key"] == "k" for request in transport.requests)
    return [request.url for request in transport.requests]


@pytest.mark.parametrize(
    ("options", "there"),
    [
        (
            {"server_variables": {"tenant": "acme"}},
            [
                "https://eu.example.com/v2/items",
                "https://files.example.net/x/files",
                "https://eu.example.com/v3/files",
                "https://acme.example.org/tenants",
            ],
        ),
        (
            {"server_variables": {"tenant": "acme", "region": "us", "version": "v9"}},
            [
                "https://us.example.com/v9/items",
                "https://files.example.net/x/files",
                "https://us.example.com/v3/files",
                "https://acme.example.org/tenants",
            ],
        ),
        (
            {"base_url": "https://proxy.test/v2"},
            [
                "https://proxy.test/v2/items",
                "https://proxy.test/v2/files",
                "https://proxy.test/v3/files",
                "https://proxy.test/v2/tenants",
            ],
        ),
    ],
)
def test_each_operation_goes_to_its_own_server(
    places: Any, options: dict[str, Any], there: list[str]
) -> None:
    assert addresses(places, *CALLS, **options) == there


def test_the_environment_fills_in_what_nobody_gave(
    places: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SERVERS_SERVER_REGION", "us")
    monkeypatch.setenv("ADLISTS_SERVERS_SERVER_TENANT", "initech")

    assert addresses(places, "items", "tenants") == [
        "https://us.example.com/v2/items",
        "https://initech.example.org/tenants",
    ]
    chosen = {"region": "eu"}
    assert addresses(places, "items", server_variables=chosen) == [
        "https://eu.example.com/v2/items"
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"server_variables": {"region": "moon"}}, "it is one of 'eu', 'us'"),
        ({"server_variables": {"planet": "mars"}}, "it has region, version, tenant"),
        ({"server_variables": {"version": 2}}, "has to be text, not int"),
        ({"server_variables": {"version": "a?b"}}, "has to look like https://host/path"),
        ({"server_variables": {"region": "us"}, "base_url": "https://x.test"}, "whole address"),
        ({}, "server_variables={'tenant': …}"),
    ],
)
def test_what_no_server_can_be_is_refused(places: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(adlists.ConfigurationError) as refused:
        addresses(places, "tenants", **options)
    assert said in str(refused.value)


def test_the_sandbox_answers_at_every_server(places: Any) -> None:
    sandbox = Sandbox([places.SERVICE])
    api = adlists.connect(
        places.Api,
        adlists.ApiKey(sandbox.account.api_key),
        base_url="http://sandbox.test/servers",
        transport=InProcess(sandbox.handle),
    ).api
    for name in CALLS:
        getattr(api.places, name)()
