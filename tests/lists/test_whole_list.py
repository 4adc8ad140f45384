"""Lists that are replaced whole, in one request or in a numbered session of several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from circles import INPUTS, Circles, document, generated
from sandbox_harness import QUICK

from adlists.errors import ArgumentError, ConnectionLost
from adlists.lists import JobStoppedError, Report, upload
from adlists.messages import Request
from adlists.sandbox import Fault

CARDS = [f"A{number:03d}" for number in range(1, 101)]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service that takes a list in one request, and in no other way."""
    folder = tmp_path_factory.mktemp("once")
    with generated(document("is replaced in one request"), folder) as found:
        yield found


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service that takes a list in a session of numbered requests."""
    folder = tmp_path_factory.mktemp("whole")
    with generated(document("is replaced in a session"), folder) as found:
        yield found


@pytest.fixture(scope="module")
def differing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The service that takes a list in one request, and additions and removals beside."""
    tree = document("is replaced in one request or by difference")
    with generated(tree, tmp_path_factory.mktemp("differing")) as found:
        yield found


def replace(desk: Circles, cards: list[str], state: Path, **options: Any) -> Report:
    """Put the cards on the list, in place of whatever is there."""
    told = {**INPUTS, "identifier": "card", "club": 1, "create": True, "delivery": QUICK, **options}
    with desk.api() as api:
        return upload(api, "Poets", cards, operation="replace", state=state, **told)


def writes(desk: Circles) -> int:
    """Return how many requests have tried to change what is on a list."""
    return sum(request.method == "PUT" for request in desk.requests)


def test_what_is_too_long_for_one_request_is_refused_before_anything_is_sent(
    at_once: Any, tmp_path: Path
) -> None:
    desk = Circles(at_once)
    assert replace(desk, CARDS[:20], tmp_path).outcome == "done"
    sent = writes(desk)

    with pytest.raises(ArgumentError, match=r"in one request, .* and the source has 100\."):
        replace(desk, CARDS, tmp_path)

    assert (writes(desk), desk.members("Poets")) == (sent, CARDS[:20])


def test_what_was_sent_whole_is_not_sent_again(sessions: Any, tmp_path: Path) -> None:
    """The service does not answer how far it is; the same job later only asks."""
    desk = Circles(sessions)

    def silent(request: Request) -> None:
        if writes(desk) == 3 and request.method == "GET":
            msg = "gone"
            raise ConnectionLost(msg)

    desk.before = silent
    with pytest.raises(JobStoppedError, match="gone"):
        replace(desk, CARDS, tmp_path)
    desk.before = lambda _: None

    report = replace(desk, CARDS, tmp_path)

    assert (report.outcome, writes(desk)) == ("done", 3)
    assert desk.members("Poets") == CARDS


def test_a_session_that_the_service_gives_up_is_unfinished_and_begins_anew(
    sessions: Any, tmp_path: Path
) -> None:
    desk = Circles(sessions, [Fault(job="failed", operation="swap")])
    report = replace(desk, CARDS, tmp_path)
    assert report.outcome == "unfinished"
    assert report.notes[-1].endswith("Run again, it begins anew.")

    well = Circles(sessions, store=desk.sandbox.store)
    assert replace(well, CARDS, tmp_path).outcome == "done"
    assert well.members("Poets") == CARDS


def test_what_is_too_long_for_one_request_goes_by_difference(
    differing: Any, tmp_path: Path
) -> None:
    desk = Circles(differing)
    assert replace(desk, CARDS[:20], tmp_path, snapshot=True).outcome == "done"
    sent = len(desk.requests)

    report = replace(desk, CARDS[10:], tmp_path)  # too long for one request

    assert (report.outcome, desk.members("Poets")) == ("done", CARDS[10:])
    assert (report.to_add, report.to_remove) == (80, 10)
    assert not any(request.method == "PUT" for request in desk.requests[sent:])
