"""What goes wrong on request."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sandbox.visitor import Clock, Visitor

from adlists.errors import ConfigurationError, ConnectionLost
from adlists.flow import Sleep, Transmit
from adlists.messages import Request
from adlists.sandbox import Fault, Sandbox


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "status=503,rate=0.1,operation=create_audience",
            Fault(status=503, rate=0.1, operation="create_audience"),
        ),
        ("drop=after, count=3", Fault(drop="after", count=3)),
        ("delay=0.5", Fault(delay=0.5)),
        ("expire,count=1", Fault(expire=True, count=1)),
        ("limit=250", Fault(limit=250)),
        ("status=429,retry_after=2", Fault(status=429, retry_after=2)),
    ],
)
def test_a_fault_is_read_from_its_text(text: str, fault: Fault) -> None:
    assert Fault.parse(text) == fault


@given(
    st.lists(
        st.sampled_from(
            [
                "status=503",
                "delay=0.25",
                "delay=2",
                "drop=after",
                "expire",
                "limit=250",
                "limit=9/3.5",
                "limits",
                "reset=duration",
                "retry_after=7",
                "refuse=0.01",
                "reject=1",
                "valid=0",
                "errors",
                "job=lost",
                "asks=3",
                "size=-5",
                "lag=0",
                "rate=0.1",
                "count=2",
                "operation=create",
            ]
        ),
        unique_by=lambda part: part.partition("=")[0],
    )
)
def test_its_text_makes_the_same_fault(parts: list[str]) -> None:
    fault = Fault.parse(",".join(["status=400", *parts]))

    assert Fault.parse(fault.text) == fault


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "KEY=VALUE"),
        ("status", "KEY=VALUE"),
        ("expire=yes", "KEY=VALUE"),
        ("colour=red", "'colour'"),
        ("status=200", "between 400 and 599"),
        ("status=many", "status cannot be 'many'"),
        ("drop=sideways", "before or after"),
        ("delay=-1", "between 0 and 3600"),
        ("delay=nan", "between 0 and 3600"),
        ("status=500,rate=10", "between 0 and 1"),
        ("status=500,count=0", "1 or more"),
        ("rate=0.5", "needs one of"),
    ],
)
def test_a_text_that_is_no_fault_is_refused_with_the_reason(text: str, word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        Fault.parse(text)


def test_a_fault_for_an_operation_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"'creat'.* add_remove_users"):
        Sandbox(faults=[Fault(status=500, operation="creat")])


def test_a_status_by_count_comes_first_and_leaves_no_trace() -> None:
    visitor = Visitor(Sandbox(faults=[Fault(status=503, count=2, operation="create")]))

    statuses = [visitor.applovin("create", name="Games").status for _ in range(4)]

    assert statuses == [503, 503, 200, 406]


def test_a_status_by_rate_befalls_about_that_share_and_repeats_with_its_seed() -> None:
    def statuses(seed: int) -> list[int]:
        visitor = Visitor(Sandbox(faults=[Fault(status=500, rate=0.25)], seed=seed))
        return [visitor.applovin("list").status for _ in range(1000)]

    assert 180 < statuses(1).count(500) < 320
    assert statuses(1) == statuses(1) != statuses(2)


def test_a_documented_fault_speaks_the_documents_words_and_another_one_plain_text() -> None:
    for status, media_type in ((500, "application/json"), (503, "text/plain")):
        faults = [Fault(status=status, operation="get_audiences", retry_after=7)]
        reply = Visitor(Sandbox(faults=faults)).criteo("GET", "?advertiserId=1")

        assert (reply.status, reply.media_type) == (status, media_type)
        assert reply.headers["retry-after"] == "7"
        assert b"asked for" in reply.content


@pytest.mark.parametrize(("drop", "done"), [("before", False), ("after", True)])
def test_a_connection_breaks_before_or_after_the_effect(drop: str, done: bool) -> None:
    fault = Fault.parse(f"drop={drop},count=1,operation=create")
    visitor = Visitor(Sandbox(faults=[fault]))

    with pytest.raises(ConnectionLost):
        visitor.applovin("create", name="Games")

    assert (json.loads(visitor.applovin("list").content)["count"] == 1) is done


def test_a_delay_is_a_wish_to_sleep_and_delays_add_up() -> None:
    sandbox = Sandbox(faults=[Fault(delay=0.5), Fault(delay=1.5, operation="list_lists")])
    request = Request("GET", "http://any/applovin_v1/list?api_key=sandbox-key", {})
    flow = sandbox.respond(request)

    effect = next(flow)

    assert isinstance(effect, Sleep)
    assert effect.seconds == 2.0
    effect = next(flow)
    assert isinstance(effect, Transmit)
    with pytest.raises(StopIteration) as stop:
        flow.send(sandbox.perform(effect.request))
    assert stop.value.value.status == 200


def test_a_token_ends_early_where_one_is_carried() -> None:
    visitor = Visitor(Sandbox(faults=[Fault(expire=True, count=1)]))
    visitor.applovin("list")  # carries no token, so the fault waits

    statuses = [visitor.criteo("GET", "?advertiserId=1").status for _ in range(2)]
    visitor.forget()

    assert statuses == [401, 401]
    assert visitor.criteo("GET", "?advertiserId=1").status == 200


def test_a_limit_counts_by_the_minute_and_says_when_to_come_back() -> None:
    clock = Clock(1_700_000_000.0)  # twenty seconds into a minute
    visitor = Visitor(Sandbox(faults=[Fault(limit=2, operation="list_lists")], clock=clock))

    replies = [visitor.applovin("list") for _ in range(3)]

    assert [one.status for one in replies] == [200, 200, 429]
    assert [one.headers["x-ratelimit-remaining"] for one in replies] == ["1", "0", "0"]
    assert replies[2].headers["retry-after"] == "40"
    assert replies[2].headers["x-ratelimit-reset"] == "1700000040"
    clock.now += 40
    assert visitor.applovin("list").status == 200
