"""What an identifier looks like, and how it is written before it leaves: one table.

Everything is said as SQL expressions for DuckDB, so that no identifier ever becomes a Python
object of its own. Criteo asks for emails trimmed and in lower case, then hashed as UTF-8 text;
the double hash is the SHA-256 of the MD5's hexadecimal text. It documents no rule for the dots
and tags of Gmail, so none is applied. Case rules for advertising ids are not documented either:
they leave as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

import attrs

from adlists.errors import ArgumentError

Kind = Literal["email", "madid", "identityLink", "gum", "app"]
HashMode = Literal["none", "md5", "sha256", "sha256-of-md5"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
HASH_MODES: Final[tuple[HashMode, ...]] = get_args(HashMode)

#: What a rejected row is counted under, and what it means.
REASONS: Final[Mapping[str, str]] = {
    "blank": "there is nothing in it",
    "comment": "it begins with #",
    "line-break": "it holds a line break or another control character",
    "too-long": "it is longer than such an identifier can be",
    "already-hashed": "it looks like a hash, not like an email; say that it is prehashed",
    "not-an-email": "it has not the shape of an email",
    "not-a-hash": "it is not 32 or 64 hexadecimal digits",
    "not-a-uuid": "it has not the shape of a UUID",
    "all-zeros": "it is the advertising id of those who declined to have one",
}
#: What is dropped without being worth a line in a rejects file.
IGNORED: Final = frozenset({"blank", "comment"})

LONGEST_EMAIL: Final = 254  # RFC 5321, section 4.5.3.1.3, with the erratum 1690
LONGEST_OPAQUE: Final = 1024  # ours: nothing longer is known, and a wrong file shows

#: The state of a row: it is an identifier, or it is rejected for a reason.
KEPT: Final = 0
FIRST_REASON: Final = 1

# What surrounds an identifier in files people really have: spaces, a BOM, no-break spaces.
_AROUND: Final = "' \t\n\v\f\r\u00a0\ufeff'"
_ATOM: Final = r"[a-z0-9!#$%&''*+/=?^_`{|}~\x{a1}-\x{10ffff}-]+"
_LABEL: Final = r"[a-z0-9\x{a1}-\x{10ffff}-]+"
# Shape, not existence: dotted atoms, an at sign, a dotted domain. One automaton, no backtracking.
_EMAIL: Final = rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+{_LABEL}$"
_HASH: Final = "^([0-9a-f]{32}|[0-9a-f]{64})$"
_ANY_HASH: Final = "^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$"
_UUID: Final = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"
_CONTROL: Final = r"[\x00-\x1f\x7f]"


@attrs.frozen
class Rule:
    """How rows become identifiers, as SQL.

    `normal` makes the column `v` of the column `raw`. A row is kept when `good` holds of `v`;
    otherwise the first of `reasons` whose condition holds rejects it, or else the last. `text`
    writes `v` as a JSON string with a comma behind it, `width` bytes long where every one is as
    long as the next.
    """

    normal: str
    good: str
    reasons: tuple[tuple[str, str], ...]
    text: str
    width: int | None = None

    def number_of(self, code: str) -> int:
        """Return the state of a row that is rejected for this reason."""
        return FIRST_REASON + [one for one, _ in self.reasons].index(code)

    def classify(self, query: str) -> str:
        """Say in SQL what becomes of each row of a query: `raw`, `v` and `state`."""
        cases = " ".join(
            f"WHEN {condition} THEN {number}"
            for number, (_, condition) in enumerate(self.reasons, FIRST_REASON)
        )
        last = self.number_of(self.reasons[-1][0])
        return (
            f"SELECT raw, v, (CASE WHEN {self.good} THEN {KEPT} {cases} ELSE {last} END)::UTINYINT"
            " AS state"
            f" FROM (SELECT raw, {self.normal} AS v FROM ({query}))"
        )


def _matches(pattern: str) -> str:
    return f"regexp_matches(v, '{pattern}')"


_Reasons = tuple[tuple[str, str], ...]

_BLANK: Final = ("blank", "v IS NULL OR v = ''")
_QUOTED: Final = "to_json(v)::VARCHAR || ','"
_HASHED: Final[Mapping[HashMode, tuple[str, int]]] = {
    "md5": ("'\"' || md5(v) || '\",'", 35),
    "sha256": ("'\"' || sha256(v) || '\",'", 67),
    "sha256-of-md5": ("'\"' || sha256(md5(v)) || '\",'", 67),
}
# Trimming a set of characters is slow; most rows begin and end with a printable one of ASCII.
_TRIMMED: Final = (
    "CASE WHEN ascii(raw) BETWEEN 33 AND 126 AND ascii(right(raw, 1)) BETWEEN 33 AND 126"
    f" THEN raw ELSE trim(raw, {_AROUND}) END"
)


def rule(kind: Kind, mode: HashMode | None = None, *, prehashed: bool = False) -> Rule:
    """Return the rule for identifiers of a kind.

    Raises:
        ArgumentError: emails without a choice of how they leave, a choice that is not
            offered, or a hash for what is never hashed.
    """
    check_choice(kind, mode, prehashed=prehashed)
    reasons: _Reasons
    if prehashed:
        reasons = (_BLANK, ("not-a-hash", "true"))
        return Rule(f"lower({_TRIMMED})", _matches(_HASH), reasons, "'\"' || v || '\",'")
    if kind == "email":
        text, width = _HASHED.get(mode or "none", (_QUOTED, None))
        good = f"{_matches(_EMAIL)} AND strlen(v) <= {LONGEST_EMAIL}"
        reasons = (
            _BLANK,
            ("already-hashed", _matches(_ANY_HASH)),
            ("too-long", f"strlen(v) > {LONGEST_EMAIL}"),
            ("not-an-email", "true"),
        )
        return Rule(f"lower({_TRIMMED})", good, reasons, text, width)
    if kind == "madid":
        good = f"{_matches(_UUID)} AND v <> '{_NOBODY}'"
        reasons = (_BLANK, ("all-zeros", f"v = '{_NOBODY}'"), ("not-a-uuid", "true"))
        return Rule(_TRIMMED, good, reasons, "'\"' || v || '\",'", 39)
    good = f"v <> '' AND NOT {_matches(_CONTROL)} AND strlen(v) <= {LONGEST_OPAQUE}"
    comment: _Reasons = ()
    if kind == "app":
        good += " AND NOT starts_with(v, '#')"
        comment = (("comment", "starts_with(v, '#')"),)
    reasons = (_BLANK, *comment, ("line-break", _matches(_CONTROL)), ("too-long", "true"))
    return Rule(_TRIMMED, good, reasons, _QUOTED)


def check_choice(kind: Kind, mode: HashMode | None, *, prehashed: bool) -> None:
    """Refuse a kind and a hash mode that do not go together.

    Raises:
        ArgumentError: see `rule`.
    """
    if kind not in KINDS:
        msg = f"{kind!r} is no kind of identifier. Choose one of {', '.join(KINDS)}."
        raise ArgumentError(msg)
    if mode is not None and mode not in HASH_MODES:
        msg = f"{mode!r} is no hash mode. Choose one of {', '.join(HASH_MODES)}."
        raise ArgumentError(msg)
    if kind == "email":
        if mode is None and not prehashed:
            msg = (
                "emails are personal data, so how they leave is yours to say: choose a hash, one"
                f" of {', '.join(HASH_MODES)}, or say that they are prehashed."
            )
            raise ArgumentError(msg)
        if mode not in {None, "none"} and prehashed:
            msg = f"emails that are prehashed cannot be hashed again with {mode}. Drop one of both."
            raise ArgumentError(msg)
    elif prehashed or mode not in {None, "none"}:
        msg = f"only emails are hashed; a {kind} identifier leaves as it is. Drop the hash."
        raise ArgumentError(msg)
