"""A sample of the ways to misbehave, on every transport; `tests/bench/misbehaving.py` does all."""

from __future__ import annotations

import random
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from transports.conftest import Open
from transports.misbehaving.behaviours import Behaviour, behaviours
from transports.misbehaving.server import Misbehaving
from transports.misbehaving.visits import LIMITS, check

BEHAVIOURS = behaviours()
SEED = 20_260_101
SAMPLE = 40


def sample() -> list[tuple[int, Behaviour]]:
    """Choose some of the behaviours: always the same, so that a failure can be repeated."""
    return random.Random(SEED).sample(list(enumerate(BEHAVIOURS)), SAMPLE)


@pytest.fixture(scope="module")
def server(tls: ssl.SSLContext) -> Iterator[Misbehaving]:
    with Misbehaving(BEHAVIOURS, tls) as server:
        yield server


@pytest.fixture(autouse=True)
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


def test_there_are_hundreds_of_ways() -> None:
    assert len(BEHAVIOURS) >= 300


def test_whatever_a_server_does_the_client_is_sound(opened: Open, server: Misbehaving) -> None:
    line = opened(LIMITS)
    faults = {
        behaviour.name: check(line, server, number, behaviour) for number, behaviour in sample()
    }
    assert {name: found for name, found in faults.items() if found} == {}
