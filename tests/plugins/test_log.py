"""The log: what it says, at which level, and what it never says."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from hand_made import UPLOAD, call, perform

from adlists import BearerToken, CallFinished, ClientCredentials, Retry
from adlists.plugins.log import Log
from adlists.testing.transport import json_reply, reply


def test_a_call_is_logged_as_lines_and_as_keys(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "adlists")
    answers = [
        json_reply({"access_token": "planted-token", "expires_in": 299}),
        reply(503, "busy"),
        json_reply(1, headers={"x-request-id": "r-7"}),
    ]
    perform(
        "sync",
        answers,
        call(UPLOAD, "planted-thing", body=["planted-person"]),
        credentials=[ClientCredentials("planted-id", "planted-secret")],
        plugins=[Retry(draw=lambda: 0.5)],
    )

    names = [
        (one.levelname, one.__dict__["event"].removeprefix("adlists.")) for one in caplog.records
    ]
    assert names == [
        ("DEBUG", "attempt_finished"),
        ("INFO", "call_finished"),
        ("INFO", "token_fetched"),
        ("DEBUG", "attempt_finished"),
        ("WARNING", "retry_scheduled"),
        ("DEBUG", "attempt_finished"),
        ("INFO", "call_finished"),
    ]
    last = caplog.records[5].__dict__
    assert (last["method"], last["path"], last["status"]) == ("PATCH", "/upload/{thing}", 200)
    assert (last["attempt"], last["sent"], last["received"]) == (2, 18, 1)
    assert last["request_id"] == "r-7"
    assert last["milliseconds"] >= 0
    assert "seconds" not in last
    assert caplog.messages[4] == (
        "adlists.retry_scheduled service=things_v1 operation=upload attempt=1 delay=0.25 reason=503"
        f" call={last['call']}"
    )
    own = {record.__dict__["call"] for record in caplog.records[2:]}
    assert own == {last["call"]}  # those of the token's call have another
    assert "planted" not in caplog.text


def test_a_failure_is_logged_by_its_class(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "adlists")
    perform("sync", [reply(404)], call(), credentials=[BearerToken("planted-token")])

    assert caplog.records[-1].__dict__["error"] == "NotFound"


def test_a_level_that_is_off_costs_no_formatting() -> None:
    class Deaf(logging.Logger):
        def log(self, *_: object, **__: object) -> None:
            raise AssertionError

    log = Log(Deaf("deaf", logging.CRITICAL))

    log.adlists_event(CallFinished("things_v1", "read", 1, 0.1))


def test_it_sets_up_no_logging() -> None:
    """In a process of its own: the command line, tested in this one, is a program and does."""
    script = (
        "import logging; from adlists.plugins.log import Log; Log(); "
        "logger = logging.getLogger('adlists'); "
        "print(logger.handlers, logger.level, logger.propagate, logging.root.handlers)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )

    assert done.stdout.split() == ["[]", "0", "True", "[]"]
