"""What an identifier looks like, and how it is written before it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import ArgumentError
from adlists.lists.reading import sources
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.engine import Engine
from adlists.lists.reading.identifiers import rule
from adlists.lists.reading.kinds import HASH_MODES, IGNORED, KINDS, REASONS, HashMode, type_of
from adlists.lists.reading.opening import extract

# Published by Criteo (MD5 and SHA-256 of MD5); the SHA-256 column was computed from the same.
VECTORS = [
    (
        "john.doe@gmail.com",
        {
            "md5": "e13743a7f1db7f4246badd6fd6ff54ff",
            "sha256": "375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef",
            "md5-sha256": "000e3171a5110c35c69d060112bd0ba55d9631c7c2ec93f1840e4570095b263a",
        },
    ),
    (
        "user@example.com",
        {
            "md5": "b58996c504c5638798eb6b511e6f49af",
            "sha256": "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514",
            "md5-sha256": "7f7892563bd354c8aa47ec54a5ce8c6100c6258089273db2f8c777e1853d365b",
        },
    ),
]


def run(rows: list[str], **settings: Any) -> tuple[list[str], Counts]:
    """Extract some rows as a user would from Python, in their order."""
    with extract(rows, deduplicate=False, threads=1, **settings) as found:
        return found.values(), found.counts


@pytest.mark.parametrize(("address", "expected"), VECTORS)
@pytest.mark.parametrize("mode", ["md5", "sha256", "md5-sha256"])
def test_the_published_vectors_come_out(
    address: str, expected: dict[str, str], mode: HashMode
) -> None:
    messy = f"\ufeff \t{address.upper()}\u00a0\r\n"
    assert run([address, messy], identifier="email", hash=mode)[0] == [expected[mode]] * 2


def test_dots_and_tags_of_gmail_stay() -> None:
    assert run(["J.o.e+News@Gmail.com"], identifier="email", hash="none")[0] == [
        "j.o.e+news@gmail.com"
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=30), st.sampled_from(HASH_MODES))
def test_every_row_is_counted_once_and_hashed_as_python_does(
    rows: list[str], mode: HashMode
) -> None:
    rows = [f"{row}@example.com" if n % 2 else row for n, row in enumerate(rows)]
    plain, counts = run(rows, identifier="email", hash="none")
    assert counts.read == len(rows) == sum(counts.rejected.values()) + counts.unique
    digests: dict[str, Callable[[str], str]] = {
        "none": lambda one: one,
        "md5": lambda one: hashlib.md5(one.encode()).hexdigest(),
        "sha1": lambda one: hashlib.sha1(one.encode()).hexdigest(),
        "sha256": lambda one: hashlib.sha256(one.encode()).hexdigest(),
        "sha512": lambda one: hashlib.sha512(one.encode()).hexdigest(),
        "md5-sha256": lambda one: hashlib.sha256(
            hashlib.md5(one.encode()).hexdigest().encode()
        ).hexdigest(),
    }
    assert run(rows, identifier="email", hash=mode)[0] == [digests[mode](one) for one in plain]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("", "blank"),
        (" \t\u00a0", "blank"),
        ("someone", "not-an-email"),
        ("someone@", "not-an-email"),
        ("@example.com", "not-an-email"),
        ("someone@example", "not-an-email"),
        ("some one@example.com", "not-an-email"),
        ("a@b@example.com", "not-an-email"),
        (".a@example.com", "not-an-email"),
        ("a..b@example.com", "not-an-email"),
        ("a@example..com", "not-an-email"),
        ("Someone <a@example.com>", "display-name"),
        ("a\nb@example.com", "line-break"),
        ("a" * 250 + "@b.de", "too-long"),
        ("d41d8cd98f00b204e9800998ecf8427e", "already-hashed"),
        ("E" * 64, "already-hashed"),
    ],
)
def test_what_is_no_email_is_rejected_by_reason(row: str, reason: str) -> None:
    found, counts = run([row, "good@example.com"], identifier="email", hash="none")
    assert found == ["good@example.com"]
    assert counts.rejected == {reason: 1}


@pytest.mark.parametrize(
    "row", ["o'neil@example.com", "jürgen@müller.de", "a@b.c.museum", "1@2.de"]
)
def test_unusual_emails_pass(row: str) -> None:
    assert run([row], identifier="email", hash="none")[0] == [row]


def test_prehashed_emails_pass_in_lower_case_and_nothing_else_does() -> None:
    good = ["A" * 32, " " + "b" * 64 + " "]
    bad = ["a" * 31, "a" * 41, "g" * 32, "someone@example.com"]
    found, counts = run(good + bad, identifier="email", prehashed=True)
    assert found == ["a" * 32, "b" * 64]
    assert counts.rejected == {"not-a-hash": len(bad)}


def test_a_device_is_one_however_its_id_is_written() -> None:
    lower = "3f097372-f01e-4b64-984c-395ae5828ee6"
    none = "00000000-0000-0000-0000-000000000000"
    rows = [lower, f" {lower.upper()}", none, lower.replace("-", ""), "", f"{{{lower}}}"]
    found, counts = run(rows, identifier="madid")
    assert found == [lower] * 4
    assert counts.rejected == {"all-zeros": 1, "blank": 1}
    assert counts.converted == {"undashed": 1, "braced": 1}


@pytest.mark.parametrize("kind", ["identityLink", "gum"])
def test_tokens_pass_as_they_are(kind: str) -> None:
    rows = [" Xy1234_-/+= ", '"quoted"', "back\\slash", "#hash", "ü", "a\tb", "xy" * 513]
    found, counts = run(rows, identifier=kind)
    assert found == ["Xy1234_-/+=", "back\\slash", "#hash", "ü"]
    assert counts.rejected == {"line-break": 1, "too-long": 1, "not-a-token": 1}


def test_apps_lose_comments_and_blanks() -> None:
    found, counts = run(["\ufeff# mine", "com.a", "", "  com.b\r"], identifier="app")
    assert found == ["com.a", "com.b"]
    assert counts.rejected == {"comment": 1, "blank": 1}


def test_emails_ask_how_they_leave() -> None:
    with pytest.raises(
        ArgumentError, match="none, md5, sha1, sha256, sha512, md5-sha256"
    ) as caught:
        extract(["a@example.com"], identifier="email")
    assert "a@example.com" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"identifier": "email", "hash": "sha3"},
        {"identifier": "email", "hash": "sha256", "prehashed": True},
        {"identifier": "phone"},
        {"identifier": "app", "hash": "md5"},
        {"identifier": "madid", "prehashed": True},
    ],
)
def test_what_does_not_go_together_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        extract(["a@example.com"], **wrong)


def test_every_reason_is_explained() -> None:
    rules = [rule(kind.name, "none" if kind.hash else None) for kind in KINDS]
    rules.append(rule("email", prehashed=True))
    rules.append(attrs.evolve(rules[0], left_out="false"))
    used = {code for found in rules for code in found.codes}
    assert used == set(REASONS)
    assert used > IGNORED


CLEAN = {
    "email": ["ada@example.com", "Ada.B@mail.example.co.uk", "A.D.A+x@Gmail.com", "o_n-1@x-y.org"],
    "phone": ["+491701234567", "+4915112345678", "+12025550123"],
    "madid": ["aebe52e7-03ee-455a-b3c4-e57283966239", "0ebe52e7-03ee-455a-b3c4-e57283966239"],
    "gum": ["abcdefghijklmnopqrs", "Zq9_-abcdefghijklmnop", "a-token-of-mine-it-is"],
    "app": ["com.example.app", "553834731"],
}
ROWS = st.sampled_from(sorted(CLEAN)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.lists(st.sampled_from([*CLEAN[kind], *CLEAN[kind], "null", " x"]), min_size=1),
        st.booleans(),
    )
)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_a_small_source_gives_what_it_would_as_part_of_a_large_one(
    drawn: tuple[str, list[str], bool],
) -> None:
    kind, rows, deduplicate = drawn
    usual = type_of(kind)
    gmail = (*usual.normalize, "gmail") if kind == "email" else usual.normalize
    for identifier in (usual, attrs.evolve(usual, normalize=gmail)):
        mode = next((mode for mode in ("sha256", "none") if mode in identifier.hash), None)
        found: list[Any] = []
        for small in (1 << 16, -1):
            with (
                pytest.MonkeyPatch.context() as patch,
                extract(rows, identifier=identifier, hash=mode, deduplicate=deduplicate) as opened,
            ):
                patch.setattr(sources, "_SMALL", small)
                batches = [(batch.rows, batch.digest) for batch in opened.batches(3)]
                found.append((batches, opened.counts, opened.fingerprint))
        assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["email", "phone", "madid", "gum"])
def test_rows_that_are_clean_are_planned_as_such(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    streamed: list[str] = []
    stream = Engine.chunks

    def chunks(engine: Engine, query: str) -> Any:
        streamed.append(query)
        return stream(engine, query)

    monkeypatch.setattr(Engine, "chunks", chunks)
    mode = "sha256" if type_of(kind).hash else None
    assert len(run(CLEAN[kind], identifier=kind, hash=mode)[0]) == len(CLEAN[kind])
    assert streamed == []
    run([*CLEAN[kind], "null"], identifier=kind, hash=mode)
    assert len(streamed) == 1
