"""Secrets planted everywhere come out nowhere, in whatever form a service sends them back."""

from __future__ import annotations

import html
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from typing import Any, Final, Self
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

import pytest
from hand_made import UPLOAD, call, only, perform
from hypothesis import given
from hypothesis import strategies as st

from adlists import (
    AdlistsError,
    ApiKey,
    BasicAuth,
    BearerToken,
    ClientCredentials,
    ConnectionLost,
)
from adlists._runtime import redaction
from adlists.messages import Request, Response
from adlists.testing.transport import json_reply, reply

SECRET: Final = 'pl4nted"S3cret<&>/+é%'
KEY: Final = "pl4nted-k3y+with/signs=="
PERSON: Final = "pl4nted.p3rson@example.com"

FORMS: Final[dict[str, Callable[[str], str]]] = {
    "as it is": str,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON, not ASCII": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text))[1:-1],
    "JSON, all escaped": lambda text: "".join(f"\\u{ord(one):04X}" for one in text),
    "XML": escape,
    "HTML": html.escape,
    "HTML in JSON": lambda text: json.dumps(html.escape(text)),
    "numbers": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "hexadecimal numbers": lambda text: "".join(f"&#x{ord(one):X};" for one in text),
    "percent": lambda text: quote(text, ""),
    "percent, small": lambda text: quote(text, "").lower(),
    "percent, all": lambda text: "".join(f"%{one:02x}" for one in text.encode()),
    "form": quote_plus,
    "percent twice": lambda text: quote(quote(text, ""), ""),
    "percent in JSON": lambda text: json.dumps(quote(text, "")),
    "hexadecimal escapes": lambda text: "".join(
        f"\\x{ord(one):02x}" if ord(one) < 256 else one for one in text
    ),
    "capitals": str.upper,
    "small": str.lower,
    "capitals, percent": lambda text: quote(text.upper(), ""),
}
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


class Sight:
    """Everything that a person, a log or a machine gets to see of a call."""

    def __init__(self) -> None:
        self.log = io.StringIO()
        self.records: list[logging.LogRecord] = []

    def __enter__(self) -> Self:
        self._handler = logging.StreamHandler(self.log)
        self._handler.addFilter(self._keep)
        self._logger = logging.getLogger()
        self._level, self._own = self._logger.level, logging.getLogger("adlists").level
        self._logger.addHandler(self._handler)
        self._logger.setLevel(1)
        logging.getLogger("adlists").setLevel(1)
        return self

    def _keep(self, record: logging.LogRecord) -> bool:
        self.records.append(record)
        return True

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._level)
        logging.getLogger("adlists").setLevel(self._own)

    def seen(self, run: Any) -> Iterator[tuple[str, str]]:
        """Yield every text there is to see, with where."""
        yield "log", self.log.getvalue()
        yield "records", str([vars(record) for record in self.records])
        yield "events", repr(run.events)
        yield "requests", repr(run.requests)
        for outcome in run.outcomes:
            yield "repr", repr(outcome)
            if isinstance(outcome, AdlistsError):
                yield "message", str(outcome)
                yield "request id", str(getattr(outcome, "request_id", ""))
                trace = traceback.TracebackException.from_exception(outcome, capture_locals=True)
                yield "traceback", "".join(trace.format())
                yield "pickled", str(pickle.loads(pickle.dumps(outcome)))


CREDENTIALS: Final[dict[str, Any]] = {
    "oauth": ClientCredentials("pl4nted-client", KEY),
    "bearer": BearerToken(KEY),
    "basic": BasicAuth("pl4nted-us3r", SECRET),
    "key": ApiKey(KEY),
    "query_key": ApiKey(KEY),
    "cookie_key": ApiKey(KEY),
}


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
