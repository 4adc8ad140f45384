"""A budget that machines share, in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from budget_law import LAWS
from postgres_server import serving

from adlists import ConnectionFailed
from adlists.contract import Call
from adlists.plugins.budget import Budget
from adlists.testing.rehearsal import READ, rehearse


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give a server whose programs are in a wheel."""
    with serving() as address:
        yield address


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_holds_in_postgresql(server: str, law: Callable[[str], None]) -> None:
    law(server)


def test_a_connection_that_was_lost_is_opened_again(server: str) -> None:
    budget = Budget("100/hour", server, key="lost")

    def end(_: object) -> Any:
        with psycopg.connect(server, autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        from adlists.testing.transport import json_reply

        return json_reply(1)

    assert rehearse(budget, script=end, calls=[Call(READ)] * 3).outcomes == [1, 1, 1]


def test_what_is_old_is_forgotten(server: str) -> None:
    budget = Budget("5/second", server, key="old")
    rehearse(budget, calls=[Call(READ)] * 12)

    with psycopg.connect(server) as db:
        found: Any = db.execute("SELECT count(*) FROM adlists_budget WHERE key LIKE '%old%'")
        assert found.fetchone()[0] <= 5


def test_a_server_that_is_not_there_is_said_without_its_address() -> None:
    budget = Budget("1/hour", "postgresql://planted:planted@127.0.0.1:9/planted")
    run = rehearse(budget)

    assert type(run.outcome) is ConnectionFailed
    assert len(run.slept) > 1  # nothing was sent, so it was tried again
    assert "planted" not in str(run.outcome) + repr(budget)
