"""Durations from elsewhere: whatever is said, a bounded number of seconds, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hand_made import READ, call, perform
from hypothesis import given
from hypothesis import strategies as st

from adlists import BearerToken, Retry, TooManyRequests
from adlists._runtime import token_cache, waits
from adlists.lists.sending.rate import Limiter
from adlists.testing.observers import VirtualTime
from adlists.testing.transport import reply

NOW = 1_800_000_000.0
SAID = st.text() | st.from_regex(r"[+-]?[0-9]{0,400}(\.[0-9]+)?(e[0-9]+)?", fullmatch=True)
NAMES = ("retry-after", "x-ratelimit-reset", "x-ratelimit-remaining")
CENTURY = format_datetime(datetime(2099, 12, 31, tzinfo=UTC), usegmt=True)


@given(SAID)
def test_a_header_is_a_bounded_wait_or_nothing(said: str) -> None:
    for read, name in ((waits.retry_after, NAMES[0]), (waits.reset, NAMES[1])):
        found = read({name: said}, NOW)
        assert found is None or 0 <= found <= waits.LONGEST


@given(st.none() | st.booleans() | st.integers() | st.floats() | SAID | st.lists(st.integers()))
def test_a_tokens_life_is_bounded_or_unknown(said: Any) -> None:
    _, life = token_cache.read({"access_token": "t", "expires_in": said})
    assert life is None or 0 <= life <= 30 * 86_400


@given(st.dictionaries(st.sampled_from(NAMES), SAID), st.sampled_from([200, 429, 503]))
def test_a_limiter_never_waits_longer_than_that(headers: dict[str, str], status: int) -> None:
    limiter = Limiter(clock=lambda: 0.0, now=lambda: NOW)
    assert limiter.acquire() == 0
    limiter.observe(status, headers)
    assert 0 <= limiter.acquire() <= waits.LONGEST


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-7", 0.0),
        (CENTURY, waits.LONGEST),
        (format_datetime(datetime.fromtimestamp(NOW + 9, UTC), usegmt=True), 9.0),
        (format_datetime(datetime.fromtimestamp(NOW - 9, UTC), usegmt=True), 0.0),
        *((said, None) for said in ("", "soon", "1e400", "nan", "inf", "1_0", "\u0665", "0x10")),
        ("9" * 5000, None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_retry_after(said: str, seconds: float | None) -> None:
    assert waits.retry_after({"retry-after": said}, NOW) == seconds


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("60000", 60.0),  # milliseconds
        (str(int(NOW) + 7), 7.0),
        (str(int(NOW) - 7), 0.0),
        (str(int(NOW + 7) * 1000), 7.0),
        ("4102444800", waits.LONGEST),  # 2100
        ("-1", 0.0),
        ("never", None),
        ("", None),
    ],
)
def test_a_reset_is_a_moment_or_a_duration(said: str, seconds: float | None) -> None:
    assert waits.reset({"x-ratelimit-reset": said}, NOW) == seconds


def test_a_wait_of_a_century_is_not_slept() -> None:
    time = VirtualTime()
    retry = Retry(clock=time, now=lambda: NOW, draw=lambda: 0.0)
    answer = reply(429, headers={"retry-after": CENTURY})
    run = perform("sync", [answer], call(READ), credentials=[BearerToken("t")], plugins=[retry])
    assert type(run.outcome) is TooManyRequests
    assert run.slept == []


def test_each_attempt_has_what_is_left_of_the_deadline() -> None:
    time = VirtualTime()
    retry = Retry(deadline=10, wait_initial=4, clock=time, now=time, draw=lambda: 1.0)
    script = [reply(503), reply(503), reply(503)]
    run = perform(
        "sync", script, call(READ), credentials=[BearerToken("t")], plugins=[retry], time=time
    )
    assert run.slept == [4.0]
    assert [request.seconds for request in run.requests] == [10.0, 6.0]
