"""A rehearsal: calls of a service that is made up, with the plugins that are to be tried."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from adlists import ApiKey, BearerToken, NotFound, RetryScheduled, hookimpl
from adlists.contract import Call
from adlists.testing.rehearsal import READ, WRITE, rehearse
from adlists.testing.transport import json_reply, reply

Mode = Literal["sync", "async"]
MODES = pytest.mark.parametrize("mode", ["sync", "async"])


@MODES
def test_it_shows_what_came_of_each_call_and_what_was_seen(mode: Mode) -> None:
    calls = [Call(READ, {"team": "a b"}), Call(WRITE, body=[1])]
    run = rehearse(script=[reply(503), json_reply(7), reply(404)], calls=calls, mode=mode)

    assert run.outcomes[0] == 7
    assert type(run.outcomes[1]) is NotFound
    assert [sent.url.rpartition("/")[2] for sent in run.requests] == [
        "read?team=a%20b", "read?team=a%20b", "write",
    ]  # fmt: skip
    assert run.requests[2].content == b"[1]"
    assert len(run.slept) == 1
    assert [event.reason for event in run.events if isinstance(event, RetryScheduled)] == ["503"]


@MODES
@pytest.mark.parametrize(
    ("credential", "header", "value"),
    [(BearerToken("abc"), "authorization", "Bearer abc"), (ApiKey("abc"), "x-key", "abc")],
)
def test_a_credential_signs_and_without_one_nothing_is_signed(
    mode: Mode, credential: Any, header: str, value: str
) -> None:
    assert rehearse(credential, mode=mode).requests[0].headers[header] == value
    assert header not in rehearse(mode=mode).requests[0].headers


@MODES
def test_plugins_are_closed_and_what_is_no_error_of_ours_passes_through(mode: Mode) -> None:
    closed = []

    class Closing:
        @hookimpl
        def adlists_close(self) -> None:
            closed.append(mode)

    def fail(_: object) -> Any:
        raise ZeroDivisionError

    assert rehearse(Closing(), mode=mode).outcome == {}
    with pytest.raises(ZeroDivisionError):
        rehearse(Closing(), script=fail, mode=mode)
    assert closed == [mode, mode]
