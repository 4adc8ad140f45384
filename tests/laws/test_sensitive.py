"""What a document marks sensitive is shown nowhere, wherever in a value the mark stands."""

from __future__ import annotations

import contextlib
import io
import json
import traceback
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import adlists
from adlists.cli import results
from adlists.contract import Call, tree
from adlists.testing import oddities
from adlists.testing.observers import Recorder
from adlists.testing.transport import FakeTransport, json_reply

PIN: Final = 74074074
DOOR: Final = {"name": "front", "pin": PIN, "more": "pl4nted"}
#: Each field of a safe as the document has it, and as it has it not.
FIELDS: Final[tuple[tuple[str, Any], ...]] = (
    ("people", ["pl4nted-one", "pl4nted-two"]),
    ("people", "pl4nted-one"),
    ("people", {"name": "pl4nted"}),
    ("people", [["pl4nted"], {"a": "pl4nted"}, 74074074]),
    ("mails", ["pl4nted@example.com"]),
    ("hints", ["pl4nted-hint"]),
    ("hints", ["pl4nted-new"]),
    ("grid", [["pl4nted-1"], ["pl4nted-2"]]),
    ("grid", ["pl4nted-1"]),
    ("key", "pl4nted-key"),
    ("key", PIN),
    ("key", ["pl4nted-key"]),
    ("door", DOOR),
    ("door", {"pin": PIN}),
    ("door", "pl4nted-door"),
    ("door", [DOOR]),
    ("door", {"name": "x", "next": {"pin": PIN}}),
    ("doors", [DOOR, {"pin": PIN}, "pl4nted"]),
    ("doors", DOOR),
    ("way", DOOR),
    ("way", "pl4nted"),
    ("pins", {"a": "pl4nted", "b": ["pl4nted"], "c": PIN}),
    ("pins", ["pl4nted"]),
    ("byName", {"a": DOOR, "b": {"pin": PIN}, "c": "pl4nted"}),
    ("whole", {"pane": "pl4nted"}),
    ("whole", "pl4nted"),
    ("refresh_token", "pl4nted"),
    ("unknown", {"deep": ["pl4nted", PIN]}),
)


def shows(text: str) -> bool:
    return "pl4nted" in text.lower() or str(PIN) in text


def told(error: BaseException) -> str:
    """What a traceback shows with its locals; the frames of this file hold what was planted."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    trace.stack[:] = [frame for frame in trace.stack if frame.filename != __file__]
    return "".join(trace.format())


def printed(data: Any) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        results.dump(data)
        results.show(data)
    return out.getvalue()


@pytest.mark.parametrize(("name", "value"), FIELDS, ids=str)
def test_a_reply_shows_it_in_no_repr_and_no_output(kinds: Any, name: str, value: Any) -> None:
    safe = kinds.models.Safe
    made = safe.from_dict({"note": "to be seen", name: value})
    data = tree(made, safe.SCHEMA)

    assert not shows(repr(made))
    assert "to be seen" in repr(made)
    shown = printed(results.redact(data, safe.SCHEMA))
    assert not shows(shown)
    assert "to be seen" in shown
    assert json.dumps(data) == json.dumps({"note": "to be seen", name: value})  # for who asks


@pytest.mark.parametrize(("name", "value"), FIELDS, ids=str)
@pytest.mark.parametrize("content_type", ["application/json", "application/xml"])
def test_a_service_may_repeat_what_it_was_sent(
    kinds: Any, name: str, value: Any, content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    recorder = Recorder()

    def echo(request: Any) -> Any:
        said = f"{request.url} {request.content.decode()} {dict(request.headers)}"
        return json_reply({"message": said}, 409, {"x-request-id": said[:90]})

    arguments = {"pins": ["pl4nted-pin"], "pin": "pl4nted-pin", "x_owner": "pl4nted-owner"}
    body = kinds.models.Safe.from_dict({"note": "to be seen", name: value})
    call = Call(kinds.SERVICE.operation("keep"), arguments, body, content_type)
    session = adlists.connect(kinds.Api, transport=FakeTransport(echo), plugins=[recorder])
    with session as api:
        try:
            api.send(call)
        except adlists.AdlistsError as error:
            failed = error
        with contextlib.suppress(adlists.AdlistsError):
            explained = session.explain(call)
            assert not shows(f"{explained.url} {explained.headers} {explained.body} {explained}")
    assert not shows(f"{failed} {failed!r}")
    assert not shows(f"{recorder.events} {caplog.text}")
    if isinstance(failed, adlists.ApiError):
        assert not shows(told(failed))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_in_its_place_is_hidden(kinds: Any, data: Any) -> None:
    name = data.draw(st.sampled_from([name for name, _ in FIELDS if name not in {"door", "way"}]))
    odd = data.draw(oddities.oddities())
    made = kinds.models.Safe.from_dict({name: ["pl4nted", odd, "pl4nted"]})
    assert "pl4nted" not in repr(made)
    shown = results.redact(made.to_dict(), made.SCHEMA)
    assert "pl4nted" not in json.dumps(shown)
