"""Fixtures for the tests of whoever uses the clients; pytest finds them where this is installed.

    def test_my_job(adlists_sandbox):
        criteo = adlists_sandbox.connect(criteo_v1.Api).api

    def test_my_report(adlists_recorder):
        session = connect(Api, credential, plugins=[adlists_recorder])

`pytest --adlists-record` sends the calls of the second kind, and keeps what came of them in
`recordings/` beside the test; without it they are answered from there and nothing is sent.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from adlists.sandbox.practice import Practice
    from adlists.testing.cassette import Cassette


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that records."""
    parser.getgroup("adlists").addoption(
        "--adlists-record",
        action="store_true",
        help="Send the calls of tests with `adlists_recorder`, and keep what came of them.",
    )


@pytest.fixture
def adlists_sandbox() -> Generator[Practice]:
    """Give a sandbox of this test's own, in this process, which keeps state."""
    from adlists.sandbox.practice import Practice

    practice = Practice()
    yield practice
    practice.close()


@pytest.fixture
def adlists_recorder(request: pytest.FixtureRequest) -> Cassette:
    """Give a plugin that plays this test's recording, or makes it."""
    from adlists.testing.cassette import Cassette

    name = re.sub(r"[^\w.-]+", "-", request.node.name)
    path = request.path.parent / "recordings" / request.path.stem / f"{name}.json"
    return Cassette(path, record=bool(request.config.getoption("--adlists-record")))
