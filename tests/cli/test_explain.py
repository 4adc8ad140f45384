"""`adlists explain` prints the request that `adlists call` would send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adlists.cli import main

PATCH = ["explain", "criteo_v1", "add_remove_users_to_audience", "--audience-id", "7"]
PATCH += ["--operation", "add", "--schema", "email"]


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing listens there: whatever were sent would fail.
    for name, value in {
        "CRITEO_V1_BASE_URL": "http://127.0.0.1:1",
        "CRITEO_V1_CLIENT_ID": "planted-client",
        "CRITEO_V1_CLIENT_SECRET": "planted-secret",
        "APPLOVIN_V1_BASE_URL": "http://127.0.0.1:1",
        "APPLOVIN_V1_API_KEY": "planted-key",
    }.items():
        monkeypatch.setenv(f"ADLISTS_{name}", value)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def test_it_shows_address_headers_body_and_layers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    people = tmp_path / "people.txt"
    people.write_text("planted.person@example.com\n")
    people_at = ["--identifiers", f"@{people}"]

    shown = told(capsys, *PATCH, *people_at, "--content-type", "application/xml")

    lines = shown.splitlines()
    assert lines[0] == "PATCH http://127.0.0.1:1/v1/audiences/userlist/7"
    assert "content-type: application/xml" in lines
    assert "authorization: Bearer [secure]" in lines
    assert "<identifier>[secure]</identifier>" in shown
    assert "  client-credentials (credential) changes header authorization" in lines
    assert "Before it, create_token is called." in lines
    assert "planted" not in shown


def test_json_and_curl_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    listing = ["explain", "applovin_v1", "list_lists"]

    data: dict[str, Any] = json.loads(told(capsys, *listing, "--json"))
    curl = told(capsys, *listing, "--curl")

    assert data["url"] == "http://127.0.0.1:1/list?api_key=[secure]"
    assert data["layers"][-1] == {
        "name": "api-key",
        "changes": ["query api_key"],
        "credential": True,
        "place": "credentials",
    }
    assert curl.startswith(f"curl -X GET '{data['url']}' ")
    assert "planted-key" in told(capsys, *listing, "--curl", "--show-sensitive")


def test_wrong_arguments_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(PATCH) == 2
    assert "--identifiers" in capsys.readouterr().err


def test_without_credentials_it_says_what_to_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ADLISTS_APPLOVIN_V1_API_KEY")

    assert main(["explain", "applovin_v1", "list_lists"]) == 2
    assert "ADLISTS_APPLOVIN_V1_API_KEY" in capsys.readouterr().err
