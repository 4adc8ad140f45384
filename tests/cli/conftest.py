"""A sandbox over HTTP whose credentials and address stand in the environment."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from adlists.sandbox import Fault, Running, Sandbox, running


@pytest.fixture
def faults() -> list[Fault]:
    """What goes wrong in the sandbox; a test that wants something puts it here first."""
    return []


@pytest.fixture
def here(
    faults: list[Fault], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[Running]:
    with running(Sandbox(faults=faults)) as server:
        for service, told in server.services.items():
            for name, value in told.items():
                monkeypatch.setenv(f"ADLISTS_{service.upper()}_{name.upper()}", value)
        monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("ADLISTS_HASH", raising=False)
        yield server
