"""The rule of each shape: what is identical, what is refused and why, what is converted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from adlists.contract.list_steps import IdentifierType
from adlists.lists.reading.kinds import (
    ANY_COLUMN,
    CONVERSIONS,
    DIGITS,
    LONGEST_EMAIL,
    LONGEST_TOKEN,
    PLACEHOLDER,
    Kind,
    Shape,
)
from adlists.lists.reading.patterns import (
    ADDRESS,
    APPLE,
    BUNDLE,
    CLEAN_EMAIL,
    CLEAN_PHONE,
    CLEAN_UUID,
    CLEAN_WORD,
    CONTROL,
    DAMAGED,
    DISPLAY,
    EMAIL,
    EMAIL_LETTERS,
    FILE,
    FLOAT,
    GOOGLE,
    ID,
    INVISIBLE,
    NOBODY,
    NUMBER,
    PHONE,
    QUOTES,
    STORE_ID,
    UUID,
    WORD,
    WRITTEN,
)
from adlists.lists.reading.punycode import MACROS, MARK, in_unicode
from adlists.lists.reading.rule import Rule, stripped
from adlists.lists.reading.sql import behind, is_all, literal, matches, replaced

_CONVERSIONS: Final = tuple(CONVERSIONS)

BLANK: Final = "v IS NULL OR v = ''"
ALREADY: Final = "(?i:{})".format(
    "|".join(f"[0-9a-f]{{{length}}}" for length in sorted(set(DIGITS.values())))
)
ODD: Final = (
    ("line-break", matches("v", CONTROL)),
    ("damaged", matches("v", DAMAGED)),
    ("invisible", matches("v", INVISIBLE)),
    ("quotes", matches("v", QUOTES)),
    ("spreadsheet", matches("v", r"^['=]")),
)
HIDDEN: Final = f"(strlen(v) <> length(v) AND {matches('v', INVISIBLE)})"
NOTHING: Final = is_all("v", PLACEHOLDER)


def _email(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    local = "split_part(split_part(v, '@', 1), '+', 1)"
    tidy = (
        "CASE WHEN ends_with(v, '@gmail.com') OR ends_with(v, '@googlemail.com') THEN"
        f" replace({local}, '.', '') || '@' || {behind('v', '@')} ELSE v END"
    )
    reasons = (
        ("blank", BLANK),
        ("placeholder", NOTHING),
        *ODD,
        ("already-hashed", is_all("v", ALREADY)),
        ("too-long", f"strlen(v) > {LONGEST_EMAIL}"),
        ("display-name", is_all("v", DISPLAY)),
        ("not-an-email", "true"),
    )
    return Rule(
        identifier,
        kind,
        "none",
        clean=f"strlen(raw) <= {LONGEST_EMAIL} AND {is_all('raw', CLEAN_EMAIL)}",
        quick="lower(t)",
        normal=in_unicode("lower(t)"),
        conversion="0",
        good=f"{is_all('v', EMAIL_LETTERS)} AND {is_all('v', EMAIL)}"
        f" AND strlen(v) <= {LONGEST_EMAIL} AND NOT {HIDDEN}",
        reasons=reasons,
        value="v",
        setup=MACROS,
        mark=MARK,
        unmarked="lower(t)",
        tidy=tidy if "gmail" in identifier.normalize else None,
    )


def _phone(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    digits = replaced("t", "[^0-9]")
    odd = f"NOT {is_all('t', WRITTEN)} OR contains(t, '(0)') OR {is_all('t', FLOAT)}"
    foreign = matches("t", r"^\(?\+|^\(?00")
    bare = f"strlen({digits}) >= 11 AND NOT starts_with({digits}, '0')"
    normal = (
        f"CASE WHEN {odd} THEN t WHEN {foreign} THEN {replaced(digits, '^00')}"
        f" WHEN {bare} THEN {digits} ELSE '0' || {digits} END"
    )
    number = _CONVERSIONS.index("no-plus") + 1
    return Rule(
        identifier,
        kind,
        "none",
        clean=is_all("raw", CLEAN_PHONE),
        quick="substr(t, 2)",
        normal=normal,
        conversion=f"CASE WHEN {foreign} THEN 0 ELSE {number} END",
        good=is_all("v", PHONE),
        reasons=(
            ("blank", BLANK),
            ("placeholder", NOTHING),
            *ODD,
            ("number", is_all("v", FLOAT)),
            ("address", matches("v", ADDRESS)),
            ("already-hashed", is_all("v", ALREADY)),
            ("no-country-code", is_all("v", "0[0-9]{5,16}")),
            ("not-a-phone", "true"),
        ),
        value="'+' || v" if "plus" in identifier.normalize else "v",
        plain=True,
        conversions=("no-plus",),
    )


def _device(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    bare = "[0-9A-Fa-f]{32}"
    braces = rf"[{{(](?:{UUID}|{bare})[)}}]"
    inner = f"CASE WHEN {is_all('t', braces)} THEN substr(t, 2, length(t) - 2) ELSE t END"
    dashed = (
        "regexp_replace({}, '^(.{{8}})(.{{4}})(.{{4}})(.{{4}})(.{{12}})$', '\\1-\\2-\\3-\\4-\\5')"
    )
    normal = f"lower(CASE WHEN {is_all(inner, bare)} THEN {dashed.format(inner)} ELSE {inner} END)"
    undashed, braced = (_CONVERSIONS.index(name) + 1 for name in ("undashed", "braced"))
    conversion = (
        f"CASE WHEN {is_all(inner, bare)} THEN {undashed} WHEN {is_all('t', braces)} THEN {braced}"
        " ELSE 0 END"
    )
    return Rule(
        identifier,
        kind,
        "none",
        clean=f"{is_all('raw', CLEAN_UUID)} AND raw <> '{NOBODY}'",
        quick="t",
        normal=normal,
        conversion=conversion,
        good=f"{is_all('v', CLEAN_UUID)} AND v <> '{NOBODY}'",
        reasons=(
            ("blank", BLANK),
            ("all-zeros", f"v = '{NOBODY}'"),
            ("placeholder", NOTHING),
            *ODD,
            ("address", matches("v", ADDRESS)),
            ("not-a-uuid", "true"),
        ),
        value="upper(v)" if "upper" in identifier.normalize else "v",
        width=36,
        plain=True,
        conversions=("undashed", "braced"),
    )


def _app(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:
    url = f"({is_all('t', APPLE)} OR {is_all('t', GOOGLE)})"
    number = is_all("t", ID)
    found = (
        f"CASE WHEN {is_all('t', APPLE)} THEN regexp_extract(t, {literal(APPLE)}, 1)"
        f" WHEN {is_all('t', GOOGLE)} THEN regexp_extract(t, {literal(GOOGLE)}, 1)"
        f" WHEN {number} THEN substr(t, 3) ELSE t END"
    )
    by_url, by_prefix = (_CONVERSIONS.index(name) + 1 for name in ("store-url", "id-prefix"))
    conversion = f"CASE WHEN {url} THEN {by_url} WHEN {number} THEN {by_prefix} ELSE 0 END"
    if not accept_urls:
        found, conversion = "t", "0"
    shape = f"({is_all('v', STORE_ID)} OR ({is_all('v', BUNDLE)} AND {matches('v', '[A-Za-z]')}))"
    file_name, figure = is_all("v", FILE), is_all("v", NUMBER)
    good = f"{shape} AND strlen(v) <= 255 AND NOT {file_name} AND NOT {figure} AND NOT {NOTHING}"
    return Rule(
        identifier,
        kind,
        "none",
        clean="false",
        quick="t",
        normal=_cased(found, identifier),
        conversion=conversion,
        good=good,
        reasons=(
            ("blank", BLANK),
            ("comment", "starts_with(v, '#')"),
            ("placeholder", NOTHING),
            ("column-name", _named_so(kind)),
            *ODD,
            ("address", matches("v", ADDRESS)),
            ("number", figure),
            ("file-name", file_name),
            ("store-url", f"{is_all('v', APPLE)} OR {is_all('v', GOOGLE)} OR {is_all('v', ID)}"),
            ("too-long", "strlen(v) > 255"),
            ("not-an-app", "true"),
        ),
        value="v",
        plain=True,
        conversions=("store-url", "id-prefix") if accept_urls else (),
    )


def _token(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    normal = _cased("t", identifier)
    if "digits" in identifier.normalize:
        normal = replaced(normal, "[^0-9]")
    if "no-zeros" in identifier.normalize:
        normal = replaced(normal, "^0+")
    # Once its other letters are dropped, an address or a figure looks like any number.
    written = stripped("raw") if "digits" in identifier.normalize else "v"
    figure, address = is_all(written, NUMBER), matches(written, ADDRESS)
    nothing = is_all("raw", "(?i)x+")
    steps = set(identifier.normalize) - {"trim"}
    conditions = (
        f"{is_all('v', WORD)} AND NOT {matches('v', '^=')} AND strlen(v) <= {LONGEST_TOKEN}"
        f" AND NOT {HIDDEN} AND NOT {address} AND NOT {figure}"
        f" AND NOT {NOTHING} AND NOT ({_named_so(kind)})"
    )
    return Rule(
        identifier,
        kind,
        "none",
        clean="false"
        if steps
        else f"strlen(raw) <= 255 AND {is_all('raw', CLEAN_WORD)} AND NOT {nothing}",
        quick="t",
        normal=normal,
        conversion="0",
        good=conditions,
        reasons=(
            ("blank", BLANK),
            ("placeholder", NOTHING),
            ("column-name", _named_so(kind)),
            *ODD,
            ("address", address),
            ("number", figure),
            ("too-long", f"strlen(v) > {LONGEST_TOKEN}"),
            ("not-a-token", "true"),
        ),
        value="v",
    )


def _cased(text: str, identifier: IdentifierType) -> str:
    """Return SQL for a text in the case that the type asks for."""
    for step in identifier.normalize:
        text = f"{step}({text})" if step in {"lower", "upper"} else text
    return text


def _named_so(kind: Kind) -> str:
    """Return a condition in SQL: the value is a column's name, so that the row is a header."""
    names = "|".join(sorted(kind.columns | ANY_COLUMN))
    return is_all(f"lower({replaced('v', '[^A-Za-z0-9]')})", names)


SHAPE_RULES: Final[dict[Shape, Callable[[IdentifierType, Kind, bool], Rule]]] = {
    "email": _email,
    "phone": _phone,
    "device": _device,
    "app": _app,
    "token": _token,
}
