"""How rows become identifiers, as SQL, so that none ever becomes a Python object of its own.

Every value is brought into one normal form first, whatever a document asks for beyond it: what
surrounds it (blanks, controls, invisible characters) is cut off, composed letters stand for
decomposed ones (NFC), and case is lower where it means nothing: in addresses and device ids.
Then it must have the shape of its kind, and be no placeholder. The tables are in `kinds`, the
whole in docs/identifiers.md.

Most rows of most files are written well already. They are told by one pattern, and spared the
rest: `clean` must imply everything else.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Final

import attrs

from adlists.contract.list_steps import IdentifierType
from adlists.errors import ArgumentError
from adlists.lists.reading.kinds import (
    ANY_COLUMN,
    CONVERSIONS,
    DIGITS,
    LONGEST_EMAIL,
    LONGEST_TOKEN,
    PLACEHOLDER,
    HashMode,
    Kind,
    Shape,
    digest,
    digests_of_nothing,
    kind_of,
    mode_of,
    type_of,
)
from adlists.lists.reading.punycode import MACROS, in_unicode
from adlists.lists.reading.rows import RowFormat
from adlists.lists.reading.sql import is_all, literal, matches, replaced

#: The state of a row: an identifier; rejected for a reason; an identifier that was converted.
KEPT: Final = 0
FIRST_REASON: Final = 1
FIRST_CONVERSION: Final = 200

_CONVERSIONS: Final = tuple(CONVERSIONS)
_STEPS: Final[dict[Shape, frozenset[str]]] = {
    "email": frozenset({"trim", "lower", "gmail"}),
    "phone": frozenset({"trim", "digits", "plus", "no-zeros"}),
    "device": frozenset({"trim", "lower", "upper"}),
    "app": frozenset({"trim", "lower", "upper"}),
    "token": frozenset({"trim", "lower", "upper", "digits", "no-zeros"}),
}

# Letters and marks that show nothing, beside those whose category says so.
_FILLERS: Final = (
    r"\x{034f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{2800}\x{3164}"
    r"\x{fe00}-\x{fe0f}\x{ffa0}\x{e0100}-\x{e01ef}"
)
_AROUND: Final = rf"[\p{{Z}}\p{{Cc}}\p{{Cf}}{_FILLERS}]+"
_INVISIBLE: Final = (
    rf"[\p{{Cf}}{_FILLERS}\x{{a0}}\x{{1680}}\x{{2000}}-\x{{200a}}\x{{2028}}\x{{2029}}\x{{202f}}"
    r"\x{205f}\x{3000}]"
)
_CONTROL: Final = r"[\x00-\x1f\x7f-\x{9f}]"
_DAMAGED: Final = r"\x{fffd}"
_QUOTES: Final = r"[\x{2018}-\x{201f}\x{2039}\x{203a}\x{ab}\x{bb}\x{2032}\x{2033}\x{ff02}\x{ff07}]"
_ADDRESS: Final = (
    r"(?i)[^\s][@\x{ff20}\x{fe6b}][^\s]|%40|&#0*64;|&#x0*40;|&commat;|[\[({]at[\])}]|^mailto:"
)
_NUMBER: Final = (
    r"[+-]?[0-9]+[.,][0-9]*|[+-]?[.,][0-9]+|[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-][0-9]+"
    r"|[+-]?[0-9]+[.,][0-9]+[eE][0-9]+"
)

# Shape, not existence: dotted atoms, an at sign, a dotted domain that ends in a word.
_LETTER: Final = r"\p{L}\p{M}\p{N}"
_ATOM: Final = rf"[{_LETTER}!#$%&'*+/=?^_`{{|}}~-]"
_LABEL: Final = rf"[{_LETTER}](?:[{_LETTER}-]*[{_LETTER}])?"
_EMAIL: Final = (
    rf"[{_LETTER}!#$%&*+/?^_`{{|}}~-]{_ATOM}*(?:\.{_ATOM}+)*@(?:{_LABEL}\.)+"
    rf"[{_LETTER}]*[\p{{L}}\p{{M}}](?:[{_LETTER}-]*[{_LETTER}])?"
)
_CLEAN_EMAIL: Final = (
    r"[A-Za-z0-9_][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
)
_DISPLAY: Final = r".*<[^<>@]+@[^<>@]+>"

_UUID: Final = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_CLEAN_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"

_PHONE: Final = "[1-9][0-9]{6,14}"
_CLEAN_PHONE: Final = r"\+[1-9][0-9]{6,14}"
_WRITTEN: Final = r"\(?\+?\(?[0-9][0-9\p{Zs}()./\p{Pd}]*"
_FLOAT: Final = r"[+-]?[1-9][0-9]*[.,][0-9]{0,2}|[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+"

_BUNDLE: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+"
_STORE_ID: Final = "[1-9][0-9]{4,18}|B0[0-9A-Z]{8}"
_APPLE: Final = (
    r"(?i)(?:[a-z-]+://)?(?:apps|itunes|geo\.itunes)\.apple\.com/"
    r"(?:[^?#]*/)?(?:id|[^?#]*\?(?:[^#]*&)?id=)([0-9]{5,19})(?:[/?&#].*)?"
)
_GOOGLE: Final = (
    r"(?i)(?:(?:https?://)?play\.google\.com/store/apps/details/?|market://details/?)"
    r"\?(?:[^#]*&)?id=([A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)(?:[&#].*)?"
)
_ID: Final = "(?i)id([0-9]{5,19})"
_FILE: Final = r"(?i).*\.(?:csv|tsv|txt|parquet|pq|jsonl|ndjson|json|xlsx?|gz|zip|zst|bz2|xml|log)"

_WORD: Final = rf"[{_LETTER}!#$%&()*+./:=?\\^_|~-]+"
_CLEAN_WORD: Final = "[A-Za-z0-9_-]*[A-Za-z][A-Za-z0-9_-]{15,}"


@attrs.frozen
class Rule:
    """How the rows of a query become identifiers: expressions of SQL.

    `clean` holds of a `raw` that needs nothing but `quick`, which makes `v` of it; any other
    is stripped to `t`, of which `normal` makes `v`, and `conversion` the number of what was
    converted, 0 for nothing. It is kept when `good` holds of `v`, and else rejected for the
    first of `reasons` whose condition holds, or for the last.

    `value` is what leaves for `v`, `width` bytes long where all are; `plain` says that there is
    nothing in it to escape. With `in_python`, `v` itself leaves the database, to be hashed.
    `setup` are statements to run first.
    """

    identifier: IdentifierType
    kind: Kind
    mode: HashMode
    clean: str
    quick: str
    normal: str
    conversion: str
    good: str
    reasons: tuple[tuple[str, str], ...]
    value: str
    width: int | None = None
    plain: bool = False
    conversions: tuple[str, ...] = ()
    in_python: bool = False
    setup: tuple[str, ...] = ()

    def classify(self, query: str) -> str:
        """Say in SQL what becomes of each row of a query: `raw`, `v` and `state`."""
        cases = " ".join(
            f"WHEN {condition} THEN {number}"
            for number, (_, condition) in enumerate(self.reasons[:-1], FIRST_REASON)
        )
        last = FIRST_REASON + len(self.reasons) - 1
        kept = f"CASE x WHEN 0 THEN {KEPT} ELSE {FIRST_CONVERSION} + x END"
        rows = f"SELECT raw, {self.clean} AS c FROM ({query})"
        rows = (
            f"SELECT raw, c, CASE WHEN c THEN raw ELSE nfc_normalize({_stripped('raw')}) END AS t"
            f" FROM ({rows})"
        )
        rows = (
            f"SELECT raw, c, CASE WHEN c THEN {self.quick} ELSE {self.normal} END AS v,"
            f" CASE WHEN c THEN 0 ELSE {self.conversion} END AS x FROM ({rows})"
        )
        return (
            f"SELECT raw, v, (CASE WHEN c THEN {KEPT} WHEN {self.good} THEN {kept} {cases}"
            f" ELSE {last} END)::UTINYINT AS state FROM ({rows})"
        )

    def written(self, row: RowFormat) -> str:
        """Say in SQL the row of `v`, with the separator behind it."""
        if self.in_python:
            return "v || chr(10)"
        plain = self.is_word if row.escape == "form" else self.plain
        return row.written(self.value, plain=plain)

    def state_of(self, conversion: str) -> int:
        """Return the state of a row that was so converted."""
        return FIRST_CONVERSION + _CONVERSIONS.index(conversion) + 1

    @property
    def is_word(self) -> bool:
        """Tell whether what leaves are letters and digits, which no encoding escapes."""
        return self.plain and self.identifier.encode == "hex" and self.value.find("'+'") < 0

    def leave(self, value: str) -> str:
        """Return what leaves for a value of `v`, where the database cannot make it."""
        found = digest(self.mode, f"+{value}" if "'+'" in self.value else value)
        if self.identifier.encode == "hex":
            return found
        return b64encode(bytes.fromhex(found)).decode()


def _stripped(column: str) -> str:
    """Say a column without what surrounds it; most texts begin and end with a printable one."""
    ends = f"ascii({column}) BETWEEN 33 AND 126 AND ascii(right({column}, 1)) BETWEEN 33 AND 126"
    return f"CASE WHEN {ends} THEN {column} ELSE {replaced(column, f'^{_AROUND}|{_AROUND}$')} END"


def rule(
    identifier: IdentifierType | str,
    mode: str | None = None,
    *,
    prehashed: bool = False,
    accept_urls: bool = True,
) -> Rule:
    """Return the rule for identifiers of a type.

    Raises:
        ArgumentError: there is a choice of how they leave and none was made, or one that the
            type does not offer; or the type asks for a step that its kind does not know.
    """
    declared = type_of(identifier)
    kind = kind_of(declared.name)
    chosen = mode_of(declared, mode, prehashed=prehashed)
    strange = [step for step in declared.normalize if step not in _STEPS[kind.shape]]
    if strange:
        msg = f"{declared.name} identifiers know no step {', '.join(strange)}."
        raise ArgumentError(msg)
    if prehashed:
        return _hashed_before(declared, kind)
    made = _SHAPES[kind.shape](declared, kind, accept_urls)
    return _leaving(made, chosen)


def _leaving(made: Rule, mode: HashMode) -> Rule:
    """Add how the values leave: as they are, or hashed."""
    if mode == "none":
        return made
    value = made.value
    functions = {
        "md5": f"md5({value})",
        "sha1": f"sha1({value})",
        "sha256": f"sha256({value})",
        "md5-sha256": f"sha256(md5({value}))",
        "sha512": value,  # the database does not know it
    }
    return attrs.evolve(
        made,
        mode=mode,
        value=_encoded(functions[mode], made.identifier),
        width=_width(DIGITS[mode], made.identifier),
        plain=True,
        in_python=mode == "sha512",
    )


def _encoded(digits: str, identifier: IdentifierType) -> str:
    return digits if identifier.encode == "hex" else f"base64(unhex({digits}))"


def _width(digits: int, identifier: IdentifierType) -> int:
    return digits if identifier.encode == "hex" else (digits // 2 + 2) // 3 * 4


def _hashed_before(identifier: IdentifierType, kind: Kind) -> Rule:
    """Return the rule for digests, as hexadecimal digits; also in base64, where it leaves so."""
    lengths = sorted({DIGITS[mode] for mode in identifier.hash if mode != "none"})
    digits = "|".join(f"[0-9a-f]{{{length}}}" for length in lengths)
    nothing = "^(?:{})".format("|".join(sorted(text[:16] for text in digests_of_nothing())))
    nothing = f"({matches('v', nothing)} OR {is_all('v', '0+|f+')})"
    normal = "lower(t)"
    if identifier.encode == "base64":
        normal = f"CASE WHEN {is_all('t', digits)} THEN t ELSE coalesce(TRY(lower(hex(from_base64(t)))), lower(t)) END"  # noqa: E501
    return Rule(
        identifier,
        kind,
        "none",
        clean=f"{is_all('raw', digits)} AND NOT {nothing.replace('(v,', '(raw,')}",
        quick="t",
        normal=normal,
        conversion="0",
        good=f"{is_all('v', digits)} AND NOT {nothing}",
        reasons=(
            ("blank", _BLANK),
            ("placeholder", is_all("v", PLACEHOLDER)),
            ("hash-of-nothing", nothing),
            ("not-a-hash", "true"),
        ),
        value=_encoded("v", identifier),
        width=_width(lengths[0], identifier) if len(lengths) == 1 else None,
        plain=True,
    )


_BLANK: Final = "v IS NULL OR v = ''"
_ALREADY: Final = "(?i:{})".format(
    "|".join(f"[0-9a-f]{{{length}}}" for length in sorted(set(DIGITS.values())))
)
_ODD: Final = (
    ("line-break", matches("v", _CONTROL)),
    ("damaged", matches("v", _DAMAGED)),
    ("invisible", matches("v", _INVISIBLE)),
    ("quotes", matches("v", _QUOTES)),
    ("spreadsheet", matches("v", r"^['=]")),
)
_HIDDEN: Final = f"(strlen(v) <> length(v) AND {matches('v', _INVISIBLE)})"
_NOTHING: Final = is_all("v", PLACEHOLDER)


def _email(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    def tidied(text: str) -> str:
        if "gmail" not in identifier.normalize:
            return text
        local = f"split_part(split_part({text}, '@', 1), '+', 1)"
        return (
            f"CASE WHEN {matches(text, '@(?:gmail|googlemail)[.]com$')} THEN"
            f" replace({local}, '.', '') || '@' || split_part({text}, '@', 2) ELSE {text} END"
        )

    reasons = (
        ("blank", _BLANK),
        ("placeholder", _NOTHING),
        *_ODD,
        ("already-hashed", is_all("v", _ALREADY)),
        ("too-long", f"strlen(v) > {LONGEST_EMAIL}"),
        ("display-name", is_all("v", _DISPLAY)),
        ("not-an-email", "true"),
    )
    return Rule(
        identifier,
        kind,
        "none",
        clean=f"strlen(raw) <= {LONGEST_EMAIL} AND {is_all('raw', _CLEAN_EMAIL)}",
        quick=tidied("lower(t)"),
        normal=tidied(in_unicode("lower(t)")),
        conversion="0",
        good=f"{is_all('v', _EMAIL)} AND strlen(v) <= {LONGEST_EMAIL} AND NOT {_HIDDEN}",
        reasons=reasons,
        value="v",
        setup=MACROS,
    )


def _phone(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    digits = replaced("t", "[^0-9]")
    odd = f"NOT {is_all('t', _WRITTEN)} OR contains(t, '(0)') OR {is_all('t', _FLOAT)}"
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
        clean=is_all("raw", _CLEAN_PHONE),
        quick="substr(t, 2)",
        normal=normal,
        conversion=f"CASE WHEN {foreign} THEN 0 ELSE {number} END",
        good=is_all("v", _PHONE),
        reasons=(
            ("blank", _BLANK),
            ("placeholder", _NOTHING),
            *_ODD,
            ("number", is_all("v", _FLOAT)),
            ("address", matches("v", _ADDRESS)),
            ("already-hashed", is_all("v", _ALREADY)),
            ("no-country-code", is_all("v", "0[0-9]{5,16}")),
            ("not-a-phone", "true"),
        ),
        value="'+' || v" if "plus" in identifier.normalize else "v",
        plain=True,
        conversions=("no-plus",),
    )


def _device(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:  # noqa: ARG001
    bare = "[0-9A-Fa-f]{32}"
    braces = rf"[{{(](?:{_UUID}|{bare})[)}}]"
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
        clean=f"{is_all('raw', _CLEAN_UUID)} AND raw <> '{_NOBODY}'",
        quick="t",
        normal=normal,
        conversion=conversion,
        good=f"{is_all('v', _CLEAN_UUID)} AND v <> '{_NOBODY}'",
        reasons=(
            ("blank", _BLANK),
            ("all-zeros", f"v = '{_NOBODY}'"),
            ("placeholder", _NOTHING),
            *_ODD,
            ("address", matches("v", _ADDRESS)),
            ("not-a-uuid", "true"),
        ),
        value="upper(v)" if "upper" in identifier.normalize else "v",
        width=36,
        plain=True,
        conversions=("undashed", "braced"),
    )


def _app(identifier: IdentifierType, kind: Kind, accept_urls: bool) -> Rule:
    url = f"({is_all('t', _APPLE)} OR {is_all('t', _GOOGLE)})"
    number = is_all("t", _ID)
    found = (
        f"CASE WHEN {is_all('t', _APPLE)} THEN regexp_extract(t, {literal(_APPLE)}, 1)"
        f" WHEN {is_all('t', _GOOGLE)} THEN regexp_extract(t, {literal(_GOOGLE)}, 1)"
        f" WHEN {number} THEN substr(t, 3) ELSE t END"
    )
    by_url, by_prefix = (_CONVERSIONS.index(name) + 1 for name in ("store-url", "id-prefix"))
    conversion = f"CASE WHEN {url} THEN {by_url} WHEN {number} THEN {by_prefix} ELSE 0 END"
    if not accept_urls:
        found, conversion = "t", "0"
    shape = f"({is_all('v', _STORE_ID)} OR ({is_all('v', _BUNDLE)} AND {matches('v', '[A-Za-z]')}))"
    file_name, figure = is_all("v", _FILE), is_all("v", _NUMBER)
    good = f"{shape} AND strlen(v) <= 255 AND NOT {file_name} AND NOT {figure} AND NOT {_NOTHING}"
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
            ("blank", _BLANK),
            ("comment", "starts_with(v, '#')"),
            ("placeholder", _NOTHING),
            ("column-name", _named_so(kind)),
            *_ODD,
            ("address", matches("v", _ADDRESS)),
            ("number", figure),
            ("file-name", file_name),
            ("store-url", f"{is_all('v', _APPLE)} OR {is_all('v', _GOOGLE)} OR {is_all('v', _ID)}"),
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
    figure, nothing = is_all("v", _NUMBER), is_all("raw", "(?i)x+")
    steps = set(identifier.normalize) - {"trim"}
    conditions = (
        f"{is_all('v', _WORD)} AND NOT {matches('v', '^=')} AND strlen(v) <= {LONGEST_TOKEN}"
        f" AND NOT {_HIDDEN} AND NOT {matches('v', _ADDRESS)} AND NOT {figure}"
        f" AND NOT {_NOTHING} AND NOT ({_named_so(kind)})"
    )
    return Rule(
        identifier,
        kind,
        "none",
        clean="false"
        if steps
        else f"strlen(raw) <= 255 AND {is_all('raw', _CLEAN_WORD)} AND NOT {nothing}",
        quick="t",
        normal=normal,
        conversion="0",
        good=conditions,
        reasons=(
            ("blank", _BLANK),
            ("placeholder", _NOTHING),
            ("column-name", _named_so(kind)),
            *_ODD,
            ("address", matches("v", _ADDRESS)),
            ("number", figure),
            ("too-long", f"strlen(v) > {LONGEST_TOKEN}"),
            ("not-a-token", "true"),
        ),
        value="v",
    )


def _cased(text: str, identifier: IdentifierType) -> str:
    """Say a text in the case that the type asks for."""
    for step in identifier.normalize:
        text = f"{step}({text})" if step in {"lower", "upper"} else text
    return text


def _named_so(kind: Kind) -> str:
    """Say that a value is the name of such a column: a header, or one of a part in between."""
    names = "|".join(sorted(kind.columns | ANY_COLUMN))
    return is_all(f"lower({replaced('v', '[^A-Za-z0-9]')})", names)


_SHAPES: Final[dict[Shape, Callable[[IdentifierType, Kind, bool], Rule]]] = {
    "email": _email,
    "phone": _phone,
    "device": _device,
    "app": _app,
    "token": _token,
}
