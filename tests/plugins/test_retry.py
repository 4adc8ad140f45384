"""Retry: what is repeated, how often, how late, and the same in both modes."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hand_made import CREATE, READ, UPLOAD, call, operation, perform
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import (
    BearerToken,
    ClientCredentials,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    Request,
    Response,
    Retry,
    RetryScheduled,
    ServerError,
    TimedOut,
    TooManyRequests,
    WireError,
)
from adlists.testing.observers import VirtualTime
from adlists.testing.transport import json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
TOKEN = [BearerToken("planted-token")]
START = 1_800_000_000.0


def retry(time: VirtualTime, **options: Any) -> Retry:
    return Retry(**{"clock": time, "now": time, "draw": lambda: 0.0, **options})


def attempt(script: Any, *calls: Any, mode: str = "sync", **options: Any) -> Any:
    time = VirtualTime()
    plugins = [retry(time, **options)]
    return perform(mode, script, *calls, credentials=TOKEN, plugins=plugins, time=time)


@MODES
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_an_idempotent_call_is_repeated_until_it_succeeds(mode: str, status: int) -> None:
    run = attempt([reply(status), reply(status), json_reply(1)], call(), mode=mode)

    assert run.outcome == 1
    assert [one.attempt for one in run.requests] == [1, 2, 3]
    assert [one.reason for one in run.events if isinstance(one, RetryScheduled)] == [
        str(status)
    ] * 2


@pytest.mark.parametrize("status", [200, 204, 400, 403, 404, 406, 409, 413, 418, 501, 505, 511])
def test_other_statuses_are_final(status: int) -> None:
    assert len(attempt([reply(status, "1", "application/json")], call()).requests) == 1


@pytest.mark.parametrize(
    ("failure", "read", "create"),
    [
        (ConnectionFailed("refused"), 4, 4),
        (TimedOut("connect", phase="connect", sent=False), 4, 4),
        (TimedOut("read", phase="read", sent=True), 4, 1),
        (ConnectionLost("reset"), 4, 1),
        (reply(408), 4, 1),
        (reply(429), 4, 4),
        (reply(500), 4, 1),
        (reply(503), 4, 1),
    ],
    ids=str,
)
def test_a_create_is_repeated_only_if_the_service_did_nothing(
    failure: Response | WireError, read: int, create: int
) -> None:
    for one, times in ((READ, read), (CREATE, create)):
        run = attempt(lambda _: failure, call(one))

        assert len(run.requests) == times
        assert run.outcome.attempts == times


def test_the_document_decides_what_is_idempotent() -> None:
    for idempotent, times in ((False, 1), (True, 4)):
        for method in ("GET", "POST"):
            one = operation("one", method, idempotent=idempotent)
            assert len(attempt(lambda _: reply(500), call(one)).requests) == times


@MODES
def test_the_last_failure_is_raised_as_it_was(mode: str) -> None:
    run = attempt([reply(503), ConnectionLost("x"), reply(500), reply(502)], call(), mode=mode)

    assert isinstance(run.outcome, ServerError)
    assert (run.outcome.status, run.outcome.attempts) == (502, 4)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": format_datetime(datetime.fromtimestamp(START + 9, UTC), usegmt=True)}, 9),
        ({"retry-after": format_datetime(datetime.fromtimestamp(START - 9, UTC), usegmt=True)}, 0),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:05"}, 5),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "nan"}, 0),
        ({"retry-after": "5, 10"}, 0),
        ({"x-ratelimit-reset": str(int(START) + 11)}, 11),
        ({"x-ratelimit-reset": str(int(START) - 11)}, 0),
        ({"x-ratelimit-reset": "12"}, 12),
        ({"retry-after": "7", "x-ratelimit-reset": str(int(START) + 11)}, 7),
    ],
)
def test_what_the_service_asks_for_is_waited(headers: dict[str, str], wait: float) -> None:
    run = attempt([reply(429, headers=headers), json_reply(1)], call())

    assert run.outcome == 1
    assert run.slept == [wait]


def test_the_reset_of_a_rate_limit_explains_a_429_only() -> None:
    headers = {"x-ratelimit-reset": str(int(START) + 11)}

    assert attempt([reply(503, headers=headers), json_reply(1)], call()).slept == [0]


@pytest.mark.parametrize("asked", ["61", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_that_is_too_long_is_not_begun(asked: str) -> None:
    run = attempt([reply(429, headers={"retry-after": asked})], call())

    assert isinstance(run.outcome, TooManyRequests)
    assert run.slept == []


def test_no_attempt_begins_after_the_deadline() -> None:
    run = attempt(lambda _: reply(429, headers={"retry-after": "50"}), call(), attempts=99)

    assert run.slept == [50, 50]  # a third would end at 150 of 120 seconds
    assert isinstance(run.outcome, TooManyRequests)


def test_attempts_count_against_the_deadline_as_waits_do() -> None:
    time = VirtualTime()

    def slow(_: Request) -> Response:
        time.moment += 59
        return reply(500)

    run = perform(
        "sync", slow, call(), credentials=TOKEN, plugins=[retry(time, attempts=99)], time=time
    )

    assert len(run.requests) == 3


def test_waits_grow_up_to_a_limit_with_full_jitter() -> None:
    options: dict[str, Any] = {"attempts": 9, "draw": lambda: 1.0, "deadline": 1000}
    run = attempt(lambda _: reply(500), call(), **options)
    assert run.slept == [0.5, 1, 2, 4, 8, 16, 30, 30]

    run = attempt(lambda _: reply(500), call(), **{**options, "draw": lambda: 0.25})
    assert run.slept == [0.125, 0.25, 0.5, 1, 2, 4, 7.5, 7.5]


def test_one_attempt_means_no_repeat() -> None:
    assert len(attempt([reply(500)], call(), attempts=1).requests) == 1


@pytest.mark.parametrize(
    "options", [{"attempts": 0}, {"deadline": -1}, {"wait_max": float("nan")}, {"longest_wait": -1}]
)
def test_settings_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        Retry(**options)


def test_it_can_be_left_out() -> None:
    run = perform("sync", [reply(500)], call(), credentials=TOKEN, plugins=["no:retry"])

    assert len(run.requests) == 1


def test_a_repeat_carries_each_header_once_and_the_same_body() -> None:
    run = attempt(lambda _: reply(500), call(UPLOAD, body=["planted-person"]))

    assert len(run.requests) == 4
    assert len({(tuple(one.headers.items()), one.content, one.url) for one in run.requests}) == 1
    assert run.requests[0].headers["authorization"] == "Bearer planted-token"


failures = st.one_of(
    st.builds(
        reply,
        st.sampled_from([200, 204, 307, 400, 401, 408, 429, 500, 503]),
        st.sampled_from([b"", b"{}", b'{"access_token":"t"}', b"<html>", b'{"a":']),
        st.sampled_from([None, "application/json", "text/html"]),
        st.dictionaries(
            st.sampled_from(["retry-after", "x-ratelimit-reset", "location"]),
            st.one_of(
                st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8),
                st.integers(-5, 300).map(str),
                st.sampled_from(["/elsewhere", "https://evil.example.net", "1800000005"]),
            ),
        ),
    ),
    st.builds(ConnectionFailed, st.just("refused")),
    st.builds(ConnectionLost, st.just("reset")),
    st.builds(TimedOut, st.just("slow"), phase=st.just("read"), sent=st.booleans()),
)


@settings(max_examples=150, deadline=None)
@given(
    script=st.lists(failures, min_size=60, max_size=60),
    attempts=st.integers(1, 5),
    of=st.sampled_from([READ, CREATE]),
    fetched=st.booleans(),
    draw=st.floats(0, 1),
)
def test_whatever_happens_attempts_are_bounded_and_both_modes_leave_the_same_trace(
    script: list[Any], attempts: int, of: Any, fetched: bool, draw: float
) -> None:
    traces = []
    for mode in ("sync", "async"):
        time = VirtualTime()
        credential: Any = (
            ClientCredentials("planted-id", "planted-secret", clock=time) if fetched else TOKEN[0]
        )
        run = perform(
            mode,
            script,
            call(of),
            call(of),
            credentials=[credential],
            plugins=[retry(time, attempts=attempts, draw=lambda: draw), "no:redirect"],
            time=time,
        )
        sent = [one for one in run.requests if not one.url.endswith("token")]
        assert len(sent) <= 2 * (attempts + 1)  # one more for a token replaced at the last moment
        assert len(run.requests) <= 2 * (attempts + 1) * (attempts + 1)
        assert sum(run.slept) <= 120 * 8
        for one in run.requests:
            assert list(one.headers).count("authorization") <= 1
            assert "," not in one.headers.get("authorization", "")
        traces.append(run.trace())

    assert traces[0] == traces[1]
