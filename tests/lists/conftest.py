"""A PostgreSQL for the tests of one file, and an empty state of it for each test."""

from __future__ import annotations

from collections.abc import Generator

import pytest


@pytest.fixture(scope="module")
def server() -> Generator[str]:
    from postgres_server import serving

    with serving() as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    from postgres_server import fresh

    return fresh(server)
