# ruff: noqa: E501, RUF001 - tables of odd letters and of files
"""The rules of identifiers, said once more in plain Python, against the SQL."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle, product

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adlists.contract.list_steps import IdentifierType
from adlists.lists.reading.kinds import DIGITS, PLACEHOLDERS, digest, digests_of_nothing
from adlists.lists.reading.opening import extract
from adlists.lists.reading.punycode import MACROS

FILLERS = {
    *map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)),
    *map(chr, range(0x180B, 0x1810)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
}
NOBODY = "00000000-0000-0000-0000-000000000000"
APP = r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+"

# What identifiers are made of, and what gets into them.
PIECES = [
    "ada", "ADA", "Lin", "o'neil", "josé", "jose\u0301", "JOSÉ", "müller", "日本", "x", "0", "1", "49", "7",
    "@", ".", "-", "_", "+", " ", "\t", "\n", "\u00a0", "\u200b", "\ufeff", "\u2060", "\u200d", "\u3164",
    "\ufffd", "“", "”", "’", "«", "'", "=", '"', "<", ">", "(", ")", "/", ",", ";", "#", "%40", "＠", "\x00",
    "example.com", "@example.com", "@gmail.com", "example", "com", "xn--mnchen-3ya", "münchen", "de",
    "com.example", "id", "553834731", "12345", "+49", "0049", "170 1234567", "e+08", ".0",
    "https://apps.apple.com/us/app/x/id553834731?mt=8", "market://details?id=com.example.app",
    "https://play.google.com/store/apps/details?id=com.example.app&hl=en", "aebe52e7-03ee-455a-b3c4-e57283966239",
    "AEBE52E703EE455AB3C4E57283966239", "{", "}", NOBODY, "null", "NaN", "None", "N/A", "\\N", "Total", "a" * 40,
    "email", "gum", "abcdefghijklmnop",
]  # fmt: skip
WHOLE = [
    "ada",
    "ada@example.com",
    "ada@xn--mnchen-3ya.de",
    "ada@xn--mnchen-3y.de",
    "+491701234567",
    "com.example.app",
    "aebe52e7-03ee-455a-b3c4-e57283966239",
]
letters = st.one_of(st.characters(exclude_categories=["Cs", "Cn"]), st.sampled_from(PIECES))
texts = st.one_of(
    st.tuples(st.sampled_from(WHOLE), st.integers(0, 40), letters, st.integers(0, 1)).map(lambda of: of[0][:of[1]] + of[2] + of[0][of[1] + of[3]:]),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    st.sampled_from(PLACEHOLDERS),
    st.text(st.characters(codec="latin-1"), max_size=6),
    st.tuples(st.sampled_from(["ada", "Ada.B", "o'neil", "josé"]), st.sampled_from(["example.com", "mail.example.co.uk", "xn--mnchen-3ya.example", "münchen.example"])).map("@".join),
)  # fmt: skip


def hidden(letter: str) -> bool:
    return letter in FILLERS or unicodedata.category(letter) in {"Cf", "Cc", "Zs", "Zl", "Zp"}


def stripped(raw: str) -> str:
    while raw and hidden(raw[0]):
        raw = raw[1:]
    while raw and hidden(raw[-1]):
        raw = raw[:-1]
    return unicodedata.normalize("NFC", raw)


def lower(text: str) -> str:
    return "".join(letter.lower()[0] for letter in text)  # of İ, without the dot behind its i


def is_word(text: str, more: str) -> bool:
    return all(letter in more or unicodedata.category(letter)[0] in "LMN" for letter in text)


def is_seen(text: str) -> bool:
    return not any(hidden(letter) and letter != " " for letter in text)


def is_nothing(text: str) -> bool:
    if text.lower() in PLACEHOLDERS or re.fullmatch(r"#\S+[!?]", text):
        return True
    return len(set(text.lower())) == 1 and text.lower()[0] in "-_.?*#0x~/"


def unicoded(label: str) -> str:
    with suppress(UnicodeError):
        if label.startswith("xn--") and label.isascii():
            return label[4:].encode().decode("punycode")
    return label


def email(raw: str) -> str | None:
    value = lower(stripped(raw))
    local, at, domain = value.partition("@")
    if not at or "@" in domain or len(value.encode()) > 254:
        return None
    if "xn--" in domain:
        domain = ".".join(map(unicoded, domain.split(".")))
        domain = lower(unicodedata.normalize("NFC", domain))
        value = f"{local}@{domain}"
    atoms, labels = local.split("."), domain.split(".")
    good = all(atom and is_word(atom, "!#$%&'*+/=?^_`{|}~-") for atom in atoms)
    good = good and local[0] not in "'=" and len(labels) > 1
    good = good and all(label and is_word(label, "-") for label in labels)
    good = good and not any(label[0] == "-" or label[-1] == "-" for label in labels)
    begun = labels[-1].partition("-")[0]
    good = good and any(unicodedata.category(letter)[0] in "LM" for letter in begun)
    return value if good and is_seen(value) else None


def device(raw: str) -> str | None:
    text = stripped(raw)
    inner = text[1:-1] if text[:1] in {"{", "("} and text[-1:] in {"}", ")"} else text
    match = re.fullmatch(
        "([0-9a-f]{8})(-?)" + "([0-9a-f]{4})(-?)" * 3 + "([0-9a-f]{12})", inner.lower()
    )
    if match is None or len({match[n] for n in (2, 4, 6, 8)}) > 1:
        return None
    value = "-".join(match[n] for n in (1, 3, 5, 7, 9))
    return None if value == NOBODY else value


def app(raw: str) -> str | None:
    text = stripped(raw)
    ways = [
        r"(?i)([a-z-]+://)?(apps|itunes|geo\.itunes)\.apple\.com/([^?#]*/)?id(?P<id>[0-9]{5,19})([/?&#].*)?",
        rf"(?i)(market://details/?|(https?://)?play\.google\.com/store/apps/details/?)\?([^#]*&)?id=(?P<id>{APP})([&#].*)?",
        r"(?i)id(?P<id>[0-9]{5,19})",
    ]
    found = next((match["id"] for way in ways if (match := re.fullmatch(way, text))), text)
    if is_nothing(found) or re.fullmatch(r"[0-9]+\.[0-9]*|[0-9]+\.[0-9]+[eE][0-9]+", found):
        return None
    if re.search(
        r"(?i)\.(csv|tsv|txt|parquet|pq|jsonl|ndjson|json|xlsx?|gz|zip|zst|bz2|xml|log)$", found
    ):
        return None
    if re.fullmatch(r"[1-9][0-9]{4,18}|B0[0-9A-Z]{8}", found):
        return found
    return found if re.fullmatch(APP, found) and re.search("[A-Za-z]", found) else None


def phone(raw: str) -> str | None:
    text = stripped(raw)
    plain = "".join(
        "-" if unicodedata.category(letter) in {"Zs", "Pd"} else letter for letter in text
    )
    if not re.fullmatch(r"\(?\+?\(?[0-9][0-9()./-]*", plain) or "(0)" in text:
        return None
    if re.fullmatch(r"[+-]?[1-9][0-9]*[.,][0-9]{0,2}|[0-9]+(\.[0-9]+)?[eE][0-9]+", text):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    if text.lstrip("(").startswith("+"):
        digits = digits.removeprefix("00")
    elif digits.startswith("00") and text.lstrip("(").startswith("00"):
        digits = digits[2:]
    elif len(digits) < 11:
        return None
    return digits if re.fullmatch("[1-9][0-9]{6,14}", digits) else None


def token(raw: str) -> str | None:
    value = stripped(raw)
    names = {"gum", "gums", "gumid", "gumids", "gumcookie", "gumcookieid", "cookieid", "id", "ids"}
    names |= {"identifier", "identifiers", "value", "values"}
    if not value or is_nothing(value) or re.sub("[^a-z0-9]", "", value.lower()) in names:
        return None
    if (
        len(value.encode()) > 1024
        or not is_word(value, "!#$%&()*+./:=?\\^_|~-")
        or not is_seen(value)
    ):
        return None
    number = r"[+-]?\d+[.,]\d*|[+-]?[.,]\d+|[+-]?\d+([.,]\d+)?[eE][+-]\d+|[+-]?\d+[.,]\d+[eE]\d+"
    if value[0] == "=" or "%40" in value or re.fullmatch(number, value, re.ASCII):
        return None
    return value


MODELS: dict[str, Callable[[str], str | None]] = {
    "email": email,
    "madid": device,
    "app": app,
    "phone": phone,
    "gum": token,
}


def extracted(rows: list[str], identifier: str) -> tuple[list[str], int]:
    mode = "none" if identifier in {"email", "phone"} else None
    with extract(rows, identifier=identifier, hash=mode, deduplicate=False, threads=1) as found:
        return found.values(), found.counts.read


@pytest.mark.parametrize("identifier", MODELS)
@settings(max_examples=12, deadline=None)
@given(rows=st.lists(texts, min_size=1, max_size=60))
@example(rows=[*PIECES, *PLACEHOLDERS])
@example(rows=[f"{a}{b}{c}" for a, b, c in product(["ada", "\u200b", "'"], ["@", "＠"], PIECES)])
@example(
    rows=[
        f"{a}{b}{c}"
        for a, b, c in product(WHOLE, ["\x00", "\x00\ufffd", "é\x00", "@"], ["", *WHOLE])
    ]
)
def test_the_sql_says_what_the_rules_say(identifier: str, rows: list[str]) -> None:
    model = MODELS[identifier]
    values, read = extracted(rows, identifier)
    assert read == len(rows)
    assert values == [value for value in map(model, rows) if value is not None]


@pytest.mark.parametrize("identifier", MODELS)
@settings(max_examples=6, deadline=None)
@given(rows=st.lists(texts, min_size=1, max_size=60))
def test_what_left_once_leaves_unchanged(identifier: str, rows: list[str]) -> None:
    values, _ = extracted(rows, identifier)
    again, _ = extracted([f" {value}\u200b" for value in values] or ["x"], identifier)
    if identifier != "phone":  # of a number, the + is not sent, and so not there to be read
        assert again == values


@pytest.mark.parametrize(
    "identifier", ["gum", "identityLink", "app", "madid", "a type nobody knows"]
)
@settings(max_examples=6, deadline=None)
@given(
    before=st.text(st.sampled_from("<('\"“ \u200b{=:abc"), max_size=4),
    after=st.text(st.sampled_from(">)'\"” \u200b};,abc"), max_size=4),
    at=st.sampled_from(["@", "＠", "%40", "&#64;", "(at)"]),
)
def test_no_address_leaves_under_another_type(
    identifier: str, before: str, after: str, at: str
) -> None:
    rows = [f"{before}ada{at}example.com{after}"]
    assert extracted(rows, identifier) == ([], 1)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", min_codepoint=97),
        min_size=1,
        max_size=12,
    )
)
def test_labels_are_decoded_as_the_standard_library_does(label: str) -> None:
    encoded = label.encode("punycode").decode()
    if label.isascii():
        return
    with duckdb.connect() as db:
        for statement in MACROS:
            db.execute(statement)
        assert db.execute("SELECT punycode_decoded(?)", [encoded]).fetchall() == [(label,)]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text("0123456789abcdefxyz-", max_size=8), min_size=1, max_size=4))
def test_nonsense_in_a_domain_is_left_or_refused(labels: list[str]) -> None:
    values, read = extracted(
        ["ada@" + ".".join(f"xn--{label}" for label in labels) + ".de"], "email"
    )
    assert read == 1
    assert len(values) <= 1


@pytest.mark.parametrize("mode", DIGITS)
def test_digests_of_nothing_are_rejected_in_every_mode_and_case(mode: str) -> None:
    words = ["", " ", "null", "NULL", "None", "nan", "NaN", "n/a", "N/A", "undefined", "\\N", "-"]
    rows = [digest(mode, word) for word in words]
    rows += [row.upper() for row in rows]
    good = digest(mode, "ada@example.com")
    with extract([*rows, good], identifier="email", prehashed=True) as found:
        assert found.values() == [good]
        assert found.counts.rejected == {"hash-of-nothing": len(rows)}


def test_prefixes_are_enough_to_tell_digests_of_nothing() -> None:
    assert len({text[:16] for text in digests_of_nothing()}) == len(digests_of_nothing())


def test_gmail_and_case_are_steps_of_the_document() -> None:
    rows = ["J.o.e+News@Gmail.com", "a.b+c@example.com", "+x@gmail.com", "a.b@googlemail.com"]
    google = IdentifierType(
        name="email", value="email", normalize=("trim", "lower", "gmail"), hash=("none", "sha256")
    )
    with extract(rows, identifier=google, hash="none", deduplicate=False) as found:
        assert found.values() == ["joe@gmail.com", "a.b+c@example.com", "ab@googlemail.com"]
    rows = [f"ada@{a}@{b}" for a, b in product(["b.com", "gmail.com", "b.com@"], ["gmail.com", "googlemail.com", "xn--mnchen-3ya.de"])]  # fmt: skip
    with extract(rows, identifier=google, hash="none") as found:
        assert (found.values(), found.counts.read) == ([], len(rows))
    upper = IdentifierType(name="madid", value="IDFA", normalize=("trim", "upper"))
    row = "aebe52e7-03ee-455a-b3c4-e57283966239"
    with extract([row, row.upper()], identifier=upper) as found:
        assert found.values() == [row.upper()]


def test_no_number_is_made_of_an_address_or_a_figure() -> None:
    card = IdentifierType(name="loyalty card", value="card", normalize=("trim", "digits"))
    rows = ["12-34 56", "ada1234567@example.com", " 1.5e+08 ", "12.50"]
    with extract(rows, identifier=card) as found:
        assert (found.values(), found.counts.rejected) == (["123456"], {"address": 1, "number": 2})


def test_plus_is_written_before_hashing() -> None:
    plus = IdentifierType(
        name="phone", value="phone", normalize=("digits", "plus"), hash=("sha256",), encode="base64"
    )
    spelt = ["+49 170 1234567", "0049-170-1234567", "(+49) 170/1234567"]
    with extract(spelt, identifier=plus) as found:
        (left,) = found.values()
    assert bytes.fromhex(digest("sha256", "+491701234567")) == b64decode(left)


def test_a_cycle_of_spellings_is_one_person() -> None:
    spelt = [
        "josé@münchen.example",
        "JOSE\u0301@xn--mnchen-3ya.example",
        " josé@MÜNCHEN.example\u200b",
    ]
    rows = [row for row, _ in zip(cycle(spelt), range(30), strict=False)]
    with extract(rows, identifier="email", hash="none") as found:
        assert found.values() == ["josé@münchen.example"]
        assert found.counts.duplicates == 29
