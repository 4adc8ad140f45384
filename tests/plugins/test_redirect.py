"""Redirects: followed at home, refused anywhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hand_made import CREATE, READ, UPLOAD, call, perform
from hypothesis import given
from hypothesis import strategies as st

from adlists import AdlistsError, BearerToken, RedirectRefused, UnexpectedStatus
from adlists.messages import origin
from adlists.testing.transport import json_reply, reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
HOME = "https://api.example.com/base/read/planted-thing"


def follow(*answers: Any, of: Any = READ, mode: str = "sync", **options: Any) -> Any:
    body: dict[str, Any] = {"body": ["planted-person"]} if of.body is not None else {}
    credentials = [BearerToken("planted-token")]
    return perform(mode, answers, call(of, **body), credentials=credentials, **options)


def to(location: str, status: int = 307) -> Any:
    return reply(status, headers={"location": location})


@MODES
@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("of", [READ, CREATE, UPLOAD], ids=lambda one: one.method)
def test_method_body_and_credential_go_along_at_home(mode: str, status: int, of: Any) -> None:
    run = follow(to("/elsewhere?x=1", status), json_reply(1), of=of, mode=mode)

    first, second = run.requests
    assert run.outcome == 1
    assert second.url == "https://api.example.com/elsewhere?x=1"
    assert (second.method, second.content) == (first.method, first.content)
    assert second.headers == first.headers


@pytest.mark.parametrize("status", [301, 302, 303])
def test_the_older_statuses_move_a_get_and_nothing_else(status: int) -> None:
    assert follow(to("/elsewhere", status), json_reply(1)).outcome == 1

    run = follow(to("/elsewhere", status), of=CREATE)
    assert isinstance(run.outcome, UnexpectedStatus)
    assert run.outcome.status == status
    assert len(run.requests) == 1


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("other", "https://api.example.com/base/read/other"),
        ("../other", "https://api.example.com/base/other"),
        ("?page=2", f"{HOME}?page=2"),
        ("//api.example.com/other", "https://api.example.com/other"),
        ("https://api.example.com:443/other", "https://api.example.com:443/other"),
        ("https://API.example.com/other", "https://API.example.com/other"),
        ("/with space#part", "https://api.example.com/with%20space"),
        ("/with%20space", "https://api.example.com/with%20space"),
        ("/ünder", "https://api.example.com/%C3%BCnder"),
    ],
)
def test_where_it_points_is_read_as_an_address(location: str, url: str) -> None:
    run = follow(to(location), json_reply(1))

    assert run.requests[1].url == url


@pytest.mark.parametrize(
    "location",
    [
        "http://api.example.com/base",
        "https://api.example.com:8443/",
        "//evil.example.net/planted",
        "https://evil.example.net\\@api.example.com/",
        "https://api.example.com.evil.example.net",
        "https://user:planted@api.example.com/",
        "https://api.example.com:port/",
        "https://[::1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
@MODES
def test_anywhere_else_is_refused_without_saying_too_much(mode: str, location: str) -> None:
    run = follow(to(location), mode=mode)

    assert type(run.outcome) is RedirectRefused
    assert run.outcome.operation == "read"
    assert run.outcome.attempts == 1
    assert "planted" not in str(run.outcome)
    assert len(run.requests) == 1


def test_a_loop_ends() -> None:
    run = follow(*[to("/loop")] * 6)

    assert isinstance(run.outcome, RedirectRefused)
    assert "more than 5 times" in str(run.outcome)


def test_a_redirect_to_nowhere_is_an_unexpected_status() -> None:
    assert isinstance(follow(reply(307)).outcome, UnexpectedStatus)


def test_a_failure_after_a_redirect_is_repeated_from_the_start() -> None:
    run = follow(to("/elsewhere"), reply(503), to("/elsewhere"), json_reply(1))

    assert run.outcome == 1
    assert [one.attempt for one in run.requests] == [1, 1, 2, 2]


@given(st.text() | st.from_regex(r"[a-z]*:?//[a-z@:\[\]\\0-9.]*/?.*"))
def test_whatever_it_points_to_nothing_leaves_home(location: str) -> None:
    def answer(request: Any) -> Any:
        return to(location) if request.url == HOME else json_reply(1)

    run = perform("sync", answer, call(), credentials=[BearerToken("planted-token")])

    assert {origin(one.url) for one in run.requests} == {"https://api.example.com:443"}
    assert run.outcome == 1 or isinstance(run.outcome, AdlistsError)
