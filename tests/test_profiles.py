"""Profiles: several accounts in one file, which wins, what is told, and what is never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import adlists
from adlists import ConfigurationError
from adlists._runtime import profiles
from adlists.plugins.credentials import ClientCredentials, from_environment
from adlists.testing.transport import FakeTransport, reply
from adlists_api import criteo_v1

SERVICE = criteo_v1.SERVICE
PREFIX = "ADLISTS_CRITEO_V1_"

TEXT = """
default = "main"

[main.criteo_v1]
client_id = "main-client"
client_secret = "planted-main"
advertiser = 1

[agency.criteo_v1]
client_id = "agency-client"
client_secret = "planted-agency"
base_url = "https://agency.example"
"""


def written(folder: Path, text: str = TEXT, mode: int = 0o600) -> dict[str, str]:
    file = folder / "profiles.toml"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return {"ADLISTS_PROFILES": str(file), "ADLISTS_SETTINGS": ""}


def secrets(environ: dict[str, str], profile: str | None = None) -> list[str]:
    found = from_environment(SERVICE, environ, profile)
    return [
        credential.client_secret
        for credential in found.credentials
        if isinstance(credential, ClientCredentials)
    ]


def test_the_default_profile_stands_behind_the_environment(tmp_path: Path) -> None:
    environ = written(tmp_path)
    assert secrets(environ) == ["planted-main"]
    assert SERVICE.lists is not None
    found = from_environment(SERVICE, environ)
    assert found.inputs(SERVICE.lists.inputs) == {"advertiser": "1"}
    own = environ | {f"{PREFIX}CLIENT_ID": "mine", f"{PREFIX}CLIENT_SECRET": "planted-own"}
    assert secrets(own) == ["planted-own"]


def test_a_profile_that_is_named_wins_and_is_not_mixed(tmp_path: Path) -> None:
    environ = written(tmp_path) | {
        f"{PREFIX}CLIENT_SECRET": "planted-own",
        f"{PREFIX}TOKEN": "planted-token",
        f"{PREFIX}BASE_URL": "https://elsewhere.example",
    }
    found = from_environment(SERVICE, environ, "agency")
    assert [type(held).__name__ for held in found.credentials] == ["ClientCredentials"]
    assert secrets(environ, "agency") == ["planted-agency"]
    assert found.base_url == "https://agency.example"
    assert secrets(environ | {"ADLISTS_PROFILE": "agency"}) == ["planted-agency"]
    assert "profile 'agency'" in found.place
    assert "planted" not in repr(found) + found.place


@pytest.mark.parametrize(
    ("text", "profile", "said"),
    [
        (TEXT, "agnecy", "Meant: agency"),
        (TEXT.replace("criteo_v1", "criteo_2026_07"), "main", "nothing for criteo_v1"),
        (TEXT.replace("client_id", "clientid"), None, "Meant: client_id"),
        (TEXT.replace('"planted-main"', "['planted']"), None, "has to be text"),
        (TEXT.replace('"planted-main"', "{ keyrin = 'planted' }"), None, "keyring = "),
        (TEXT.replace('"main"', '"nain"'), None, "no profile of it"),
        (TEXT.replace('"main"', "7"), None, "name of a profile"),
        ("client_secret = 'planted'", None, "has to be a profile"),
        ("[main]\nclient_secret = 'planted'", None, "has to be a profile"),
        ("[main.criteo_v1]\nclient_secret = planted", None, "line 2"),
    ],
)
def test_what_is_wrong_is_told_without_a_value(
    tmp_path: Path, text: str, profile: str | None, said: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_environment(SERVICE, written(tmp_path, text), profile).inputs(())
    assert said in str(caught.value)
    assert "planted" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__cause__ is None


def test_a_file_that_others_may_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="chmod 600"):
        profiles.read(written(tmp_path, mode=0o644))


def test_a_secret_may_lie_in_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority: Any = 1

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
            self.held: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.held[service, username]

    former = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        text = TEXT.replace('"planted-main"', '{ keyring = "main" }')
        environ = written(tmp_path, text)
        with pytest.raises(ConfigurationError, match="holds nothing under 'main'"):
            from_environment(SERVICE, environ)
        keyring.set_password("adlists", "main", "planted-kept")
        assert secrets(environ) == ["planted-kept"]
        assert "keyring" in from_environment(SERVICE, environ).place
    finally:
        keyring.set_keyring(former)


def test_a_refused_secret_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in written(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(f"{PREFIX}CLIENT_ID", raising=False)
    transport = FakeTransport(lambda _: reply(401))
    session = adlists.connect(criteo_v1.Api, transport=transport, profile="agency")
    with session as criteo, pytest.raises(adlists.ApiError) as caught:
        criteo.audiences.get_audiences(advertiser_id=1)
    told = str(caught.value)
    assert told.count("It was read from: client_id and client_secret in profile 'agency'") == 1
    assert str(tmp_path) in told
    assert "planted" not in told


def test_a_variable_that_means_nothing_is_told(tmp_path: Path) -> None:
    environ = {
        "ADLISTS_SETTINGS": "",
        f"{PREFIX}CLIENT_ID": "x",
        f"{PREFIX}CLIENT_SECRT": "planted",
    }
    advice = from_environment(SERVICE, environ).advice
    assert f"{PREFIX}CLIENT_SECRT means nothing. Meant: CLIENT_SECRET?" in advice
    assert "planted" not in advice
