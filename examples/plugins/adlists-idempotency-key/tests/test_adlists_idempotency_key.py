from typing import Literal

import pytest
from adlists_idempotency_key import IdempotencyKey

from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import READ, WRITE, rehearse
from adlists.testing.transport import json_reply, reply


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_the_key_is_the_calls_and_not_the_attempts(mode: Literal["sync", "async"]) -> None:
    calls = [Call(WRITE, body=1), Call(WRITE, body=1), Call(READ)]
    answers = [reply(429), json_reply(1), json_reply(2), json_reply(3)]
    run = rehearse(IdempotencyKey(), script=answers, calls=calls, mode=mode)

    first, again, second, read = (sent.headers.get("idempotency-key") for sent in run.requests)
    assert first is not None
    assert first == again != second
    assert read is None


def test_it_keeps_the_contract() -> None:
    check_plugin(IdempotencyKey(), WRITE)
