"""The limiter: strict where a rate is declared, attentive to what the service says."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adlists import ArgumentError
from adlists.lists.sending.rate import Limiter, Rate


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def limiter(rate: Rate | None, clock: Clock) -> Limiter:
    return Limiter(*(() if rate is None else (rate,)), clock=clock, now=clock)


@pytest.mark.parametrize(
    ("text", "limit", "period"), [("250/min", 250, 60), (" 5/s", 5, 1), ("1000 / H", 1000, 3600)]
)
def test_a_rate_is_read(text: str, limit: int, period: float) -> None:
    assert Rate.parse(text) == Rate(limit, period)
    assert Rate.parse(str(Rate.parse(text))) == Rate(limit, period)


@pytest.mark.parametrize("text", ["", "250", "0/min", "-1/min", "250/week", "1.5/s", "many/min"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError, match="250/min"):
        Rate.parse(text)


def test_a_rate_tells_how_long_requests_take_at_least() -> None:
    assert [Rate(2, 60.0).seconds(one) for one in (0, 1, 2, 3, 4, 5)] == [0, 0, 0, 60, 60, 120]


@given(
    limit=st.integers(1, 8),
    steps=st.lists(st.tuples(st.floats(0, 3), st.integers(0, 3), st.floats(0, 1)), max_size=60),
)
def test_no_window_of_the_period_holds_more_than_the_limit(
    limit: int, steps: list[tuple[float, int, float]]
) -> None:
    """Wherever a request arrived between its leaving and its reply."""
    clock = Clock()
    one = limiter(Rate(limit, 10.0), clock)
    arrived: list[float] = []
    on_their_way: list[float] = []
    for passed, replies, share in steps:
        clock.time += passed
        for left in on_their_way[:replies]:
            arrived.append(left + share * (clock.time - left))
            one.observe(200, {})
        del on_their_way[:replies]
        while one.acquire() == 0.0:
            on_their_way.append(clock.time)
    arrived.sort()
    for index, moment in enumerate(arrived):
        # Floats: the window's end is open, by a hair.
        assert bisect_left(arrived, moment + 10.0 - 1e-6) - index <= limit


@given(limit=st.integers(1, 50))
def test_a_declared_rate_is_used_to_the_full(limit: int) -> None:
    clock = Clock()
    one = limiter(Rate(limit, 60.0), clock)
    sent = 0
    while clock.time < 1000 + 60.0 * 3 - 1e-3:
        if wait := one.acquire():
            clock.time += wait
            continue
        sent += 1
        one.observe(200, {})
    assert sent == 3 * limit


def test_after_a_429_nobody_sends_until_the_service_wants_it() -> None:
    clock = Clock()
    one = limiter(None, clock)
    assert one.acquire() == 0.0
    one.observe(429, {"retry-after": "7"})
    assert one.acquire() == pytest.approx(7)
    assert "asked to wait 7 s" in str(one)
    clock.time += 7
    assert one.acquire() == 0.0


def test_a_429_that_asks_for_nothing_is_met_with_growing_patience() -> None:
    clock = Clock()
    one = limiter(None, clock)
    waits = []
    for _ in range(4):
        while wait := one.acquire():
            clock.time += wait
        one.observe(429, {})
        waits.append(one.waiting())
    assert waits == pytest.approx([1, 2, 4, 8])


def test_it_slows_down_after_a_429_and_recovers() -> None:
    clock = Clock()
    one = limiter(None, clock)

    def pace() -> float:
        started = clock.time
        while wait := one.acquire():
            clock.time += wait
        clock.time += 0.01
        one.observe(200, {})
        return clock.time - started

    quick = [pace() for _ in range(20)][-1]
    one.acquire()
    one.observe(429, {"retry-after": "1"})
    slow = pace()
    assert slow > 1.4 * quick
    assert "slowed to" in str(one)
    assert [pace() for _ in range(80)][-1] == pytest.approx(quick)


def test_what_is_left_is_believed() -> None:
    clock = Clock()
    one = limiter(None, clock)
    one.acquire()
    one.observe(200, {"x-ratelimit-remaining": "2", "x-ratelimit-reset": "30"})
    assert [one.acquire(), one.acquire()] == [0.0, 0.0]
    assert one.acquire() == pytest.approx(30)
    clock.time += 30
    assert one.acquire() == 0.0


NAMES = ["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12)),
    st.sampled_from([200, 429, 503, None]),
)
def test_no_header_breaks_it(headers: dict[str, str], status: int | None) -> None:
    clock = Clock()
    one = limiter(Rate(1, 1.0), clock)
    assert one.acquire() == 0.0
    one.observe(status, headers)
    assert one.acquire() > 0
