"""Errors: one tree, and every unreadable reply ends in it."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import pytest
from hand_made import READ, call, operation, perform
from hypothesis import given
from hypothesis import strategies as st

import adlists
from adlists import errors
from adlists.contract import Reply
from adlists.errors import (
    AdlistsError,
    ApiError,
    DecodingError,
    EncodingError,
    ReplyTooLarge,
    TimedOut,
    for_status,
)
from adlists.testing.transport import reply

MODES = pytest.mark.parametrize("mode", ["sync", "async"])
CLASSES = [
    one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, AdlistsError)
]


def _drawn() -> dict[str, str | None]:
    """Read the tree in the docstring: each class, and the one above it."""
    parents: dict[str, str | None] = {}
    path: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^ {4}([ │├└─]*)([A-Z]\w+)", line)
        if found is None:
            continue
        depth = len(found[1])
        path = [one for one in path if one[0] < depth]
        parents[found[2]] = path[-1][1] if path else None
        path.append((depth, found[2]))
    return parents


def test_the_tree_drawn_in_the_docstring_is_the_tree() -> None:
    real = {
        one.__name__: next((base.__name__ for base in one.__mro__[1:] if base in CLASSES), None)
        for one in CLASSES
    }

    assert _drawn() == real


def test_every_class_says_what_it_stands_for_and_is_public() -> None:
    for one in CLASSES:
        assert one.__doc__
        assert getattr(adlists, one.__name__) is one


def test_the_public_names_are_these() -> None:
    assert adlists.__all__ == sorted(adlists.__all__, key=_as_ruff_sorts)
    assert set(adlists.__all__) == {
        "UNSET", "AdlistsError", "Anonymous", "ApiError", "ApiKey", "ArgumentError", "AsyncSession",
        "AttemptFinished", "BadRequest", "BasicAuth", "BearerToken", "CallFinished",
        "CallerError", "ClientCredentials", "ConfigurationError", "Conflict",
        "ConnectionFailed", "ConnectionLost", "ContentTooLarge", "DecodingError",
        "EncodingError", "Event", "File", "Keyring",
        "Forbidden", "Gone", "MediaTypeError", "NotAcceptable", "NotFound", "PluginError",
        "RedirectRefused", "RefreshToken", "ReplyTooLarge", "Request", "Response", "Retry",
        "RetryScheduled", "ServerError", "ServiceAccount", "Session", "Stream",
        "TimedOut", "Timeout", "TokenFetched", "TooManyRequests", "Unauthorized",
        "UnexpectedStatus", "UnprocessableContent", "Unset", "WireError", "__version__",
        "connect", "connect_async",
        "hookimpl", "hookspec",
    }  # fmt: skip


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("status", range(300, 600))
def test_every_status_has_a_class(status: int) -> None:
    kind = for_status(status)

    documented = {400, 401, 403, 404, 406, 409, 410, 413, 422, 429}
    assert issubclass(kind, ApiError)
    assert (kind is errors.UnexpectedStatus) == (status not in documented and status < 500)
    assert kind.hint


def _made(kind: type[AdlistsError]) -> AdlistsError:
    if issubclass(kind, ApiError):
        return kind(
            "m", status=400, headers={"a": "b"}, content=b"x", body={"k": 1}, request_id="r"
        )
    if kind is TimedOut:
        return TimedOut("m", phase="read", sent=True)
    if kind is ReplyTooLarge:
        return ReplyTooLarge("m", limit=9)
    if kind in {EncodingError, DecodingError}:
        return kind("m", place="a[1]")
    return kind("m")


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_survive_pickle_and_copy(kind: type[AdlistsError]) -> None:
    error = _made(kind)
    error.operation, error.attempts = "read", 3

    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is kind
        assert str(twin) == str(error)
        assert twin.__dict__ == error.__dict__


HTML = b"<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>"
REPLIES: list[tuple[Any, type[Exception], str]] = [
    (reply(502, HTML, "text/html"), errors.ServerError, "an HTML page, '502 Bad Gateway'"),
    (reply(502, HTML, "application/json"), errors.ServerError, "an HTML page"),
    (reply(200, HTML, "text/html"), DecodingError, "is an HTML page"),
    (reply(200, HTML, "application/json"), DecodingError, "is an HTML page"),
    (reply(200, b"", "application/json"), DecodingError, "is empty"),
    (reply(200, b" \n", "application/json"), DecodingError, "is empty"),
    (reply(404, b""), errors.NotFound, "404 Not Found"),
    (reply(401, b"", "application/json"), errors.Unauthorized, "What 401 means"),
    (reply(400, b'{"message": "The name is', "application/json"), errors.BadRequest, "What 400"),
    (reply(200, b'{"message": "The name is', "application/json"), DecodingError, ""),
    (reply(200, b"<a>1</a>", "application/json"), DecodingError, ""),
    (reply(200, b'{"a": 1}', "image/png"), DecodingError, "image/png, which no codec reads"),
    (reply(200, b"\xff\xfe{}", "application/json"), DecodingError, ""),
    (reply(200, b"\xff\xfe", "application/json; charset=nonsense"), DecodingError, ""),
    (reply(400, b'{"Message": "Bad name."}', "application/json"), errors.BadRequest, "Bad name"),
    (
        reply(409, b'{"errors": [{"code": "taken", "detail": "It is taken"}]}', "application/json"),
        errors.Conflict,
        "It is taken",
    ),
    (reply(429, b"Slow\x1b[31m down", "text/plain"), errors.TooManyRequests, "Slow [31m down"),
    (reply(418, b"[]", "application/json"), errors.UnexpectedStatus, "418"),
    (reply(599, b"null", "application/json"), errors.ServerError, "599 Unknown Status"),
    (reply(304, b""), errors.UnexpectedStatus, "304 Not Modified"),
    (reply(102, b""), errors.UnexpectedStatus, "102"),
]


@MODES
@pytest.mark.parametrize(("answer", "kind", "words"), REPLIES, ids=lambda one: str(one)[:40])
def test_an_unreadable_reply_ends_in_one_of_them(
    mode: str, answer: Any, kind: type[adlists.ApiError], words: str
) -> None:
    run = perform(
        mode,
        [answer],
        call(),
        credentials=[adlists.BearerToken("planted-token")],
        plugins=["no:retry"],
    )

    error = run.outcome
    assert type(error) is kind
    assert words in str(error)
    assert (error.operation, error.attempts) == ("read", 1)
    assert error.status == answer.status
    assert error.content == answer.content
    assert error.headers == answer.headers
    assert all(one.isprintable() for one in str(error))


def test_a_request_id_is_quoted() -> None:
    answer = reply(500, b"", headers={"X-Request-Id": "abc-1"})
    error = perform(
        "sync", [answer], call(), credentials=[adlists.ApiKey("k")], plugins=["no:retry"]
    ).outcome

    assert error.request_id == "abc-1"
    assert "Request id: abc-1." in str(error)


def test_the_error_model_of_the_document_is_the_body() -> None:
    one = operation("one", replies=(*READ.replies[:2], Reply(400, 499, parse=None)))
    answer = reply(422, b'{"a": 1}', "application/json")
    error = perform("sync", [answer], call(one), credentials=[adlists.ApiKey("k")]).outcome

    assert error.body == {"a": 1}


@given(
    status=st.integers(100, 599),
    content=st.binary(max_size=40) | st.sampled_from([b"{}", b"[1]", b"<html>", b"<a/>", b"null"]),
    media_type=st.none()
    | st.sampled_from(["application/json", "text/html", "text/plain", "application/xml", "x", ";;"])
    | st.text(st.characters(codec="ascii"), max_size=20),
)
def test_whatever_a_service_answers_is_a_result_or_one_of_ours(
    status: int, content: bytes, media_type: str | None
) -> None:
    outcome = perform(
        "sync",
        [reply(status, content, media_type)],
        call(),
        credentials=[adlists.BearerToken("planted-token")],
        plugins=["no:retry"],
    ).outcome

    if 200 <= status <= 299:
        assert isinstance(outcome, DecodingError) or not isinstance(outcome, Exception)
    else:
        assert isinstance(outcome, ApiError)
