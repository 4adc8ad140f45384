"""What holds for a budget wherever it is kept: nobody goes beyond it, and who waits gets on."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any, Final

import pytest
from hand_made import Api, call

from adlists import ApiKey, ConfigurationError, connect
from adlists.plugins.budget import Budget
from adlists.testing.rehearsal import rehearse
from adlists.testing.transport import FakeTransport, json_reply

#: One of two programs: four threads, blocking and awaiting, that ask for 32 requests.
_PROGRAM: Final = """
import sys
from concurrent.futures import ThreadPoolExecutor
from adlists.contract import Call
from adlists.plugins.budget import Budget
from adlists.testing.rehearsal import READ, rehearse

budget = Budget("30/hour", sys.argv[1], key="two programs", longest_wait=0)

def spend(mode):
    run = rehearse(budget, "no:retry", calls=[Call(READ)] * 8, mode=mode)
    refused = [outcome for outcome in run.outcomes if outcome != {}]
    assert all("is spent for" in str(error) for error in refused), refused
    return len(run.requests)

with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(spend, ["sync", "async"] * 2)))
"""


def check_two_programs_share_one_budget(storage: str) -> None:
    command = [sys.executable, "-c", _PROGRAM, storage]
    programs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in "12"
    ]
    told = [program.communicate(timeout=120) for program in programs]

    assert [program.returncode for program in programs] == [0, 0], told
    sent = [int(out) for out, _ in told]
    assert sum(sent) == 30, sent


def check_who_waits_gets_on(storage: str) -> None:
    budget = Budget("2/second", storage, key="waiting")
    began = time.monotonic()
    assert _sent(budget, 5) == [1] * 5
    assert time.monotonic() - began >= 1.9


def check_budgets_are_apart(storage: str) -> None:
    budgets = [Budget("1/hour", storage, key=key, longest_wait=0) for key in ("a", "b", "a")]
    first, other, again = (rehearse(budget).outcome for budget in budgets)

    assert (first, other) == ({}, {})
    assert type(again) is ConfigurationError
    with pytest.raises(ConfigurationError, match=r"spent for 3\d{3} s"):
        raise again


def check_several_rates_hold_at_once(storage: str) -> None:
    budget = Budget("3/second; 4/hour", storage, key="several", longest_wait=10)
    assert _sent(budget, 4) == [1] * 4
    with pytest.raises(ConfigurationError, match=r"spent for 3\d{3} s"):
        _sent(budget, 1)


def _sent(budget: Budget, count: int) -> list[Any]:
    """Make calls in a session whose waits take their time."""
    transport = FakeTransport(lambda _: json_reply(1))
    session = connect(Api, ApiKey("k"), plugins=[budget], transport=transport)
    try:
        return [session.send(call()) for _ in range(count)]
    finally:
        session.close()


LAWS: Final = (
    check_two_programs_share_one_budget,
    check_who_waits_gets_on,
    check_budgets_are_apart,
    check_several_rates_hold_at_once,
)
