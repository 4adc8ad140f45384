"""Two keys that one call needs: each goes where its scheme puts it, and one is never both."""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import keyring
import pytest
import yaml
from keyring.backend import KeyringBackend

import adlists
from adlists._runtime import profiles
from adlists.cli import main
from adlists.contract import Scheme, Service
from adlists.plugins.credentials import Credential, from_environment, requirements
from adlists.plugins.credentials.ways import offers
from adlists.regenerate import RegenerationReport, regenerate
from adlists.sandbox import Sandbox
from adlists.sandbox.practice import Practice
from adlists.testing.laws import laws
from adlists.testing.transport import FakeTransport, reply
from adlists.transports.in_process import InProcess

DOCUMENT = Path(__file__).parent / "two-keys.yaml"
PREFIX = "ADLISTS_TWO_KEYS_"
FIRST = adlists.ApiKey("planted-one", scheme="apiKeyAuth")
SECOND = adlists.ApiKey("planted-two", scheme="appKeyAuth")
PLAIN = adlists.ApiKey("planted-one")
BOTH = {"dd-api-key": "planted-one", "dd-application-key": "planted-two"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, RegenerationReport]]:
    folder = tmp_path_factory.mktemp("two")
    report = regenerate([DOCUMENT], folder / "two_keys_clients")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("two_keys_clients.two_keys"), report
    sys.path.remove(str(folder))


@pytest.fixture
def client(made: tuple[Any, RegenerationReport]) -> Any:
    return made[0]


def sent(client: Any, name: str, *credentials: Credential) -> adlists.Request:
    transport = FakeTransport(lambda _: reply(204))
    with adlists.connect(client.Api, *credentials, transport=transport) as api:
        getattr(api.default, name)()
    return transport.requests[-1]


def held(request: adlists.Request) -> dict[str, str]:
    names = (*BOTH, "authorization")
    return {name: request.headers[name] for name in names if name in request.headers}


@pytest.mark.parametrize(
    ("name", "credentials", "expected"),
    [
        ("a", [FIRST, SECOND], BOTH),
        ("a", [SECOND, FIRST], BOTH),
        ("a", [SECOND, PLAIN], BOTH),  # the one that is left
        ("b", [FIRST, SECOND], {"dd-api-key": "planted-one"}),
        ("b", [PLAIN], {"dd-api-key": "planted-one"}),
        ("c", [FIRST, adlists.BearerToken("t")], {"authorization": "Bearer t"}),
        (
            "f",
            [adlists.BasicAuth("u", "p", scheme="user"), adlists.BasicAuth("a", "q")],
            {"authorization": "Basic dTpw"},
        ),
        (
            "g",
            [
                adlists.BasicAuth("u", "p", scheme="user"),
                adlists.BasicAuth("a", "q", scheme="admin"),
            ],
            {"authorization": "Basic YTpx"},
        ),
    ],
)
def test_each_goes_to_its_own_scheme(
    client: Any, name: str, credentials: list[Credential], expected: dict[str, str]
) -> None:
    assert held(sent(client, name, *credentials)) == expected


def test_two_in_the_query(client: Any) -> None:
    keys = adlists.ApiKey("one", scheme="k"), adlists.ApiKey("two", scheme="t")

    assert urlsplit(sent(client, "d", *keys).url).query == "key=one&token=two"


def test_one_key_for_two_places_is_refused_and_nothing_is_sent(client: Any) -> None:
    transport = FakeTransport(lambda _: reply(204))
    with adlists.connect(client.Api, PLAIN, transport=transport) as api:
        with pytest.raises(adlists.ConfigurationError) as caught:
            api.default.a()
        with pytest.raises(adlists.ConfigurationError):
            api.default.d()

    assert transport.requests == []
    for word in ("scheme='apiKeyAuth'", "scheme='appKeyAuth'", f"{PREFIX}API_KEY_APPKEYAUTH"):
        assert word in str(caught.value)
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "planted" not in "".join(told.format())


@pytest.mark.parametrize(
    ("credentials", "said"),
    [
        ([PLAIN, adlists.ApiKey("planted-two")], "There are two of ApiKey. Name the security"),
        ([FIRST, adlists.ApiKey("planted-two", scheme="apiKeyAuth")], "two of ApiKey for"),
        ([adlists.ApiKey("planted-two", scheme="nope")], "ApiKey for 'nope' fits no security"),
        ([adlists.ApiKey("planted-two", scheme="bear")], "ApiKey for 'bear' fits no security"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    client: Any, credentials: list[Credential], said: str
) -> None:
    with pytest.raises(adlists.ConfigurationError, match=said) as caught:
        adlists.connect(client.Api, *credentials)
    assert "apiKeyAuth" in str(caught.value)
    assert "planted" not in str(caught.value)


def test_they_are_called_by_their_schemes_and_shown_masked(client: Any) -> None:
    session = adlists.connect(client.Api, FIRST, SECOND, transport=FakeTransport([]))
    found = session.explain(importlib.import_module(f"{client.__name__}.api.default.a").call())
    session.close()

    assert [layer.name for layer in found.layers if layer.credential] == [
        "api-key:apiKeyAuth",
        "api-key:appKeyAuth",
    ]
    assert {found.headers[name] for name in BOTH} == {"[secure]"}
    assert "planted" not in repr([FIRST, SECOND, found, session])


def test_the_environment_has_a_variable_for_each(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SETTINGS", "")
    monkeypatch.setenv(f"{PREFIX}API_KEY_APIKEYAUTH", "planted-one")
    monkeypatch.setenv(f"{PREFIX}API_KEY_APPKEYAUTH", "planted-two")
    assert held(sent(client, "a")) == BOTH

    file = tmp_path / "profiles.toml"
    file.write_text(
        '[main.two_keys]\napi_key_apikeyauth = "planted-one"\napi_key_appkeyauth = "planted-two"\n'
    )
    file.chmod(0o600)
    monkeypatch.setenv("ADLISTS_PROFILES", str(file))
    found = from_environment(client.SERVICE, {"ADLISTS_PROFILES": str(file)}, "main")
    found.inputs(())  # which refuses what means nothing
    assert held(sent(client, "a", *found.credentials)) == BOTH


def test_of_two_keys_it_is_said_which_is_not_set(client: Any) -> None:
    def place(**given: str) -> str:
        environ = {f"{PREFIX}API_KEY_{name}": value for name, value in given.items()}
        nothing = {"ADLISTS_SETTINGS": "", "ADLISTS_PROFILES": ""}
        return from_environment(client.SERVICE, {**nothing, **environ}).place

    both = f"{PREFIX}API_KEY_APIKEYAUTH and {PREFIX}API_KEY_APPKEYAUTH in the environment"
    assert place(APIKEYAUTH="planted-one", APPKEYAUTH="planted-two") == both
    assert place(APIKEYAUTH="planted-one") == (
        f"{PREFIX}API_KEY_APIKEYAUTH in the environment; {PREFIX}API_KEY_APPKEYAUTH is not set"
    )


def test_what_to_set_is_said(made: tuple[Any, RegenerationReport]) -> None:
    module, report = made
    service = module.SERVICE
    advice = from_environment(service, {"ADLISTS_SETTINGS": "", "ADLISTS_PROFILES": ""}).advice

    assert list(report.packages[0].settings) == list(map(str, requirements(service)))
    assert f"{PREFIX}API_KEY_APIKEYAUTH and {PREFIX}API_KEY_APPKEYAUTH" in advice
    assert f"{PREFIX}API_KEY_K and {PREFIX}API_KEY_T" in advice
    by_scheme = {item.scheme: item.variables for item in requirements(service)}
    assert by_scheme["apiKeyAuth"] == ((f"{PREFIX}API_KEY_APIKEYAUTH",),)
    assert by_scheme["alone"] == ((f"{PREFIX}API_KEY",), (f"{PREFIX}API_KEY_ALONE",))
    assert ("API_KEY_K", "API_KEY_T") in offers(service)


def test_a_setting_of_each_scheme_is_its_own_and_a_secret() -> None:
    schemes = [Scheme(name, "apiKey", place="header", parameter=name) for name in ("a-b", "a_b")]
    basics = [Scheme(name, "http", scheme="basic") for name in ("x", "y")]
    service = Service("s", "S", "1", "https://x", (), (*schemes, *basics))

    keys = profiles.known_keys(service, ())
    assert {"api_key_a_b", "api_key_a_b_2", "username_x", "password_y"} <= set(keys)
    assert profiles.is_secret(service, "api_key_a_b_2")
    assert profiles.is_secret(service, "password_x")
    assert not profiles.is_secret(service, "username_x")
    one = attrs.evolve(service, schemes=(schemes[0],))
    assert not any(key.startswith("api_key_") for key in profiles.known_keys(one, ()))


def test_the_sandbox_tells_the_keys_apart(client: Any) -> None:
    sandbox = Sandbox([client.SERVICE])
    told = sandbox.connection_info("http://x.test")["two_keys"]
    keys = {name: value for name, value in told.items() if name.startswith("api_key")}
    assert len(set(keys.values())) == len(keys) == 5
    first, second = told["api_key_apikeyauth"], told["api_key_appkeyauth"]
    for one, two, answered in ((first, second, True), (second, first, False), (first, first, False)):
        session = adlists.connect(
            client.Api,
            adlists.ApiKey(one, scheme="apiKeyAuth"),
            adlists.ApiKey(two, scheme="appKeyAuth"),
            base_url=told["base_url"],
            transport=InProcess(sandbox.handle),
        )
        with session as api:
            if answered:
                api.default.a()
            else:
                with pytest.raises(adlists.ApiError):
                    api.default.a()


def test_practice_and_the_laws_have_both(client: Any) -> None:
    practice = Practice(services=[client.SERVICE])
    practice.connect(client.Api).api.default.a()
    practice.close()
    for law in laws(client.__name__, 1):
        law()
    assert {law.name.split()[1] for law in laws(client.__name__, 1)} >= set("abcdefg")


@pytest.mark.parametrize(
    ("alternative", "said"),
    [
        ({"bear": [], "user": []}, "asks for bear and user at once"),
        ({"user": [], "admin": []}, "asks for user and admin at once"),
        ({"apiKeyAuth": [], "appKeyAuth": []}, ""),
        ({"bear": [], "alone": []}, ""),
    ],
)
def test_two_credentials_for_one_place_are_said(
    tmp_path: Path, alternative: dict[str, list[str]], said: str
) -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    document["paths"] = {
        path: {"get": {"operationId": path[1:], "security": [alternative]}} for path in ("/x", "/y")
    }
    path = tmp_path / "one-place.json"
    path.write_text(json.dumps(document), "utf-8")
    (package,) = regenerate([path], tmp_path / "clients", check=True).packages

    assert [said in note for note in package.notes] == ([True, True] if said else [])


class Ring(KeyringBackend):
    """A keyring of the test's own."""

    priority = 1  # pyright: ignore[reportAssignmentType] - as its documentation says

    def __init__(self, **held: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.held = {f"main/two_keys/{name}": value for name, value in held.items()}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get(username) if service == "adlists" else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("name", "there", "expected"),
    [
        ("a", {"api_key_apikeyauth": "planted-one", "api_key_appkeyauth": "planted-two"}, BOTH),
        ("c", {"api_key_apikeyauth": "k", "token": "t"}, {"authorization": "Bearer t"}),
        ("c", {"token": "t"}, {"authorization": "Bearer t"}),
        ("b", {"api_key": "k"}, {"dd-api-key": "k"}),
    ],
)
def test_the_keyring_has_each_under_its_name(
    client: Any, name: str, there: dict[str, str], expected: dict[str, str]
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring(**there))
    try:
        assert held(sent(client, name, adlists.Keyring())) == expected
    finally:
        keyring.set_keyring(before)


def test_the_keyring_says_all_that_is_missing(client: Any) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        with pytest.raises(adlists.ConfigurationError) as caught:
            sent(client, "c", adlists.Keyring())
    finally:
        keyring.set_keyring(before)
    for ending in ("api_key_apikeyauth", "api_key_appkeyauth", "token"):
        assert f"main/two_keys/{ending}" in str(caught.value)


def test_a_secret_of_a_scheme_is_no_argument(
    client: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find(_: str) -> Any:
        return client.SERVICE

    monkeypatch.setattr("adlists.catalog.find", find)
    assert main(["config", "set", "main.two_keys.api_key_k", "planted"]) == 2
    assert "shell's history" in capsys.readouterr().err
