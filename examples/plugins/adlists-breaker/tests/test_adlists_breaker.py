from typing import Any, Literal

import pytest
from adlists_breaker import Breaker

from adlists import ConnectionFailed, ConnectionLost, ServerError
from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import READ, rehearse
from adlists.testing.transport import json_reply, reply


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_a_service_that_fails_is_left_alone_for_a_while(mode: Literal["sync", "async"]) -> None:
    moment = [0.0]
    plugin = Breaker(2, 30, clock=lambda: moment[0])
    answers: list[Any] = [ConnectionLost("gone"), reply(500)]
    run = rehearse(plugin, "no:retry", script=answers, calls=[Call(READ)] * 3, mode=mode)
    assert [type(outcome) for outcome in run.outcomes] == [
        ConnectionLost,
        ServerError,
        ConnectionFailed,
    ]

    moment[0] = 31.0
    assert rehearse(plugin, script=[json_reply(7)], mode=mode).outcome == 7


def test_it_keeps_the_contract() -> None:
    check_plugin(Breaker(failures=100))
