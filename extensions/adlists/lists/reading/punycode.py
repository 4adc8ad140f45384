"""Domains of other scripts in one spelling: `xn--mnchen-3ya` becomes `münchen`, in SQL.

An address may be written either way, and is the same. The database has no function for it, so
RFC 3492's decoder is a fold over the letters of a label: section 6.2, with the names of its
variables. It runs for the few rows that have such a label, and leaves alone what it cannot
decode. Unicode is the normal form, because decoding needs no table of what may be encoded.
"""

from __future__ import annotations

from typing import Final

from adlists.lists.reading.sql import behind, composed, matches

_DIGIT: Final = "CASE WHEN ascii(c) >= 97 THEN ascii(c) - 97 ELSE ascii(c) - 22 END"
_STATE: Final = (
    "{{'d': {d}, 'n': {n}, 'i': {i}, 'bias': {bias}, 'w': {w}, 'k': {k}, 'old': {old},"
    " 'made': {made}}}"
)


def _state(**fields: str) -> str:
    """Return SQL for a state of the decoder; `d` is the next digit, `made` what was decoded."""
    numbers = {name: f"({value})::BIGINT" for name, value in fields.items() if name != "made"}
    return _STATE.format(**numbers, made=f"({fields['made']})::BIGINT[]")


_LETTERS: Final = (
    "CASE WHEN contains(label, '-') THEN"
    " list_transform(string_split(regexp_extract(label, '^(.*)-', 1), ''), lambda c: ascii(c))"
    " ELSE [] END"
)
_FIRST: Final = _state(d="0", n="128", i="0", bias="72", w="1", k="36", old="0", made=_LETTERS)
_NEXT: Final = _state(d=_DIGIT, n="0", i="0", bias="0", w="0", k="0", old="0", made="[]")
_THRESHOLD: Final = "greatest(1, least(26, s.k - s.bias))"
_INDEX: Final = "(s.i + x.d * s.w)"
_LENGTH: Final = "(length(s.made) + 1)"
_DELTA: Final = f"(({_INDEX} - s.old) // CASE WHEN s.old = 0 THEN 700 ELSE 2 END)"
# The bias of the next letter: the loop of section 6.1, as often as it can run.
_BIAS: Final = (
    f"list_transform([{_DELTA} + {_DELTA} // {_LENGTH}], lambda e: CASE"
    " WHEN e < 456 THEN 36 * e // (e + 38)"
    " WHEN e < 15960 THEN 36 + 36 * (e // 35) // (e // 35 + 38)"
    " WHEN e < 558600 THEN 72 + 36 * (e // 1225) // (e // 1225 + 38)"
    " ELSE 108 + 36 * (e // 42875) // (e // 42875 + 38) END)[1]"
)
_AT: Final = f"({_INDEX} % {_LENGTH})"
_INSERTED: Final = (
    f"list_concat(list_concat(s.made[1:{_AT}], [s.n + {_INDEX} // {_LENGTH}]), s.made[{_AT} + 1:])"
)
_STEP: Final = (
    f"CASE WHEN x.d < {_THRESHOLD} THEN "
    + _state(
        d="0",
        n=f"s.n + {_INDEX} // {_LENGTH}",
        i=f"{_AT} + 1",
        bias=_BIAS,
        w="1",
        k="36",
        old=f"{_AT} + 1",
        made=_INSERTED,
    )
    + " ELSE "
    + _state(
        d="0",
        n="s.n",
        i=_INDEX,
        bias="s.bias",
        w=f"s.w * (36 - {_THRESHOLD})",
        k="s.k + 36",
        old="s.old",
        made="s.made",
    )
    + " END"
)
_LAST: Final = (
    "list_reduce("
    "list_transform(string_split(regexp_extract(label, '([a-z0-9]+)$', 1), ''),"
    f" lambda c: {_NEXT}),"
    f" lambda s, x: {_STEP}, {_FIRST})"
)
# Null for a label that was cut off in the midst of a number, where `k` is past its first digit.
_DECODED: Final = (
    f"list_transform([{_LAST}], lambda s: CASE WHEN s.k = 36 THEN"
    " array_to_string(list_transform(s.made, lambda n: chr(n::INTEGER)), '') END)[1]"
)

_DOMAIN: Final = (
    "array_to_string(list_transform(string_split(domain, '.'), lambda part: CASE"
    " WHEN regexp_full_match(part, 'xn--(?:[a-z0-9-]*-)?[a-z0-9]+') THEN"
    " coalesce(nullif(TRY(punycode_decoded(substr(part, 5))), ''), part) ELSE part END), '.')"
)

#: Statements that a database needs before `in_unicode` can be used.
MACROS: Final = (
    f"CREATE OR REPLACE TEMP MACRO punycode_decoded(label) AS {_DECODED}",
    f"CREATE OR REPLACE TEMP MACRO domain_decoded(domain) AS {_DOMAIN}",
)


#: What every label that needs decoding begins with.
MARK: Final = b"xn--"


def in_unicode(text: str) -> str:
    """Return SQL for an address in lower case with the labels of its domain decoded."""
    decoded = f"split_part({text}, '@', 1) || '@' || domain_decoded({behind(text, '@')})"
    address = matches(text, "@.*xn--")
    return f"CASE WHEN {address} THEN {composed(f'lower({decoded})')} ELSE {text} END"
