"""Secrets planted everywhere come out nowhere, in whatever form a service sends them back."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import attrs
import pytest
from hand_made import UPLOAD, call, only, perform
from hypothesis import given
from hypothesis import strategies as st
from planted import CREDENTIALS, FORMS, KEY, PERSON, SECRET, Sight

from adlists import (
    AdlistsError,
    ConnectionLost,
)
from adlists._runtime import redaction
from adlists.cli import results
from adlists.messages import Request, Response
from adlists.testing import strategies
from adlists.testing.transport import json_reply, reply

# Through a whole call it is the place that matters, and each form has its own test.
SENT: Final = ("as it is", "JSON in JSON", "HTML in JSON", "percent", "form", "capitals")
# What could be printed, and has a beginning that is no accident.
TEXTS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=6, max_size=40)


@given(TEXTS, st.sampled_from(sorted(FORMS)), st.text(max_size=40), st.text(max_size=40))
def test_a_secret_is_hidden_in_every_form(secret: str, form: str, before: str, after: str) -> None:
    written = FORMS[form](secret)
    if "@" in before + after:
        return
    shown = redaction.mask(f"zz {written} zz", [secret])
    if secret.upper().lower() == secret.lower():  # as of all but a few letters
        assert redaction.MASK in shown
        assert "".join(shown.split(redaction.MASK)).strip(" z\"\\'") == ""
    whole = redaction.mask(f"{before} {written} {after}", [secret], longest=10_000)
    assert whole.isprintable()


UNSEEN: Final = (
    "\0",
    "\n",
    "\t",
    "\x1b",
    "\x1b[31m",
    "\x9b",
    "\x7f",
    "\xad",
    "\u200b",
    "\u202e",
    "\ufeff",
)


@given(st.sampled_from(UNSEEN), st.integers(1, 9), st.sampled_from(("", "JSON", "percent, all")))
def test_no_secret_is_shown_that_unseen_characters_cut(unseen: str, every: int, form: str) -> None:
    pieces = [KEY[start : start + every] for start in range(0, len(KEY), every)]
    cut = unseen.join(pieces)

    shown = redaction.mask(f"zz {FORMS[form](cut) if form else cut} zz", [KEY])

    assert shown == f"zz {redaction.MASK} zz"


@given(st.text() | st.text(st.sampled_from("%\\u&#x;1aF@<>0 -+")), st.lists(st.text(), max_size=3))
def test_any_text_becomes_one_line_that_is_bounded(text: str, secrets: list[str]) -> None:
    for shown in (redaction.clean(text, 50), redaction.mask(text, secrets, longest=50)):
        assert shown.isprintable()
        assert len(shown) <= 51
    plain = text.isprintable() and len(text) <= 50
    if plain and "@" not in text and not secrets and "-" not in text:
        assert redaction.mask(text, longest=50) == text


@pytest.mark.parametrize("part", ["a@", "a", "0a", "%25", "&#x1b;&#", "\\u0061", "<title", "+ "])
def test_a_long_text_takes_no_longer_than_a_short_one(part: str) -> None:
    from time import process_time

    started = process_time()
    redaction.mask(part * 2_000_000, [part * 9, "x" * 9])
    assert process_time() - started < 2


def test_what_is_cut_in_two_at_the_end_is_not_shown() -> None:
    for size in range(19_960, 20_001, 5):
        shown = redaction.mask("b" * size + SECRET, [SECRET], longest=30_000)
        assert "pl4" not in shown


# Through a whole call


def echo(
    form: Callable[[str], str], status: int, kind: str, known: str
) -> Callable[[Request], Response]:
    """Answer with all that was sent, in one form, wherever a reply has room for text."""

    def answer(request: Request) -> Response:
        held = [request.url, *request.headers.values(), request.content.decode()]
        if PERSON in request.content.decode():  # the token call was told of nobody
            held += [SECRET, PERSON]
        said = form(" ".join([known, *held]))
        headers = {"x-request-id": f"{said[:4000]}", "x-ratelimit-reset": said[:90]}
        if kind == "json":
            return json_reply({"message": said, "token": said}, status, headers)
        if kind == "raw":
            return reply(status, f'{{"message": "{said}"}}', "application/json", headers)
        if kind == "html":
            return reply(status, f"<html><title>{said}</title>", "text/html", headers)
        if kind == "type":
            return reply(status, "x", f"application/{said[:200]}", headers)
        if kind == "redirect":
            moved = {**headers, "location": f"https://{quote(known, '')}.example.com/{said[:50]}"}
            return reply(307, b"", headers=moved)
        return reply(status, said, "text/plain", headers)

    return answer


@pytest.mark.parametrize("kind", ["json", "raw", "html", "type", "plain", "redirect"])
@pytest.mark.parametrize("scheme", sorted(CREDENTIALS))
@pytest.mark.parametrize("mode", ["sync", "async"])
def test_nothing_planted_is_to_be_seen(mode: str, scheme: str, kind: str) -> None:
    for status in (200, 400, 401, 503):
        for form in (FORMS[name] for name in SENT):
            answer = echo(form, status, kind, "pl4nted-us3r" if scheme == "basic" else KEY)

            def script(
                request: Request, answer: Callable[[Request], Response] = answer
            ) -> Response:
                if request.url.endswith("/oauth2/token") and scheme != "oauth":
                    return json_reply({"access_token": KEY, "expires_in": 99})
                return answer(request)

            with Sight() as sight:
                run = perform(
                    mode,
                    script,
                    call(UPLOAD, SECRET, body=[PERSON, SECRET]),
                    credentials=[CREDENTIALS[scheme]],
                    plugins=["no:retry"],
                    api=only(scheme),
                )
                shown = list(sight.seen(run))
            if isinstance(run.outcome, AdlistsError):
                for place, text in shown:
                    assert "pl4nted" not in text.lower(), (place, text)
                    assert text.replace("\n", "").isprintable(), (place, text)


def test_what_a_network_breaks_is_not_to_be_seen_either() -> None:
    for scheme, credential in CREDENTIALS.items():
        with Sight() as sight:
            run = perform(
                "sync",
                [ConnectionLost("gone")] * 9,
                call(UPLOAD, SECRET, body=[PERSON]),
                credentials=[credential],
                plugins=["no:retry"],
                api=only(scheme),
            )
            for place, text in sight.seen(run):
                assert "pl4nted" not in text.lower(), (place, text)


def test_the_people_of_a_body_are_searched_quickly() -> None:
    from time import process_time

    people = [f"{number:064x}" for number in range(50_000)]
    started = process_time()
    shown = redaction.mask(f"Cannot take {people[7].upper()}.", people, patterns=False)
    assert shown == "Cannot take [secure]."
    assert process_time() - started < 2


SENSITIVE: Final = [
    model
    for package in strategies.packages()
    for model in strategies.models(package)
    if any(field.schema.sensitive for field in model.SCHEMA.fields)
    and hasattr(model, "__attrs_attrs__")
    and "additional_properties" in model.__annotations__
]


@pytest.mark.parametrize("model", SENSITIVE, ids=lambda model: model.__name__)
def test_what_a_document_does_not_describe_is_as_sensitive_as_what_it_stands_beside(
    model: Any,
) -> None:
    unknown = {"refresh_token": KEY, "id_token": KEY, "more": {"deep": [KEY]}}
    made = model.__new__(model)
    for field in attrs.fields(model):
        setattr(made, field.name, unknown if field.name == "additional_properties" else None)
    assert KEY not in repr(made)
    assert KEY not in json.dumps(results.redact(unknown, model.SCHEMA))


def test_there_are_such_models() -> None:
    assert SENSITIVE


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_for_a_terminal_is_the_same_json_without_commands(data: Any) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        results.dump(data)
    shown = out.getvalue().removesuffix("\n")
    assert shown.isprintable()
    assert json.loads(shown) == data
