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

from typing import Final

import attrs

from adlists.contract.list_steps import IdentifierType
from adlists.errors import ArgumentError
from adlists.lists.reading.kinds import (
    DIGITS,
    PLACEHOLDER,
    HashMode,
    Kind,
    Shape,
    digests_of_nothing,
    kind_of,
    mode_of,
    type_of,
)
from adlists.lists.reading.rule import Rule
from adlists.lists.reading.shape_rules import BLANK, SHAPE_RULES
from adlists.lists.reading.sql import is_all, matches

_STEPS: Final[dict[Shape, frozenset[str]]] = {
    "email": frozenset({"trim", "lower", "gmail"}),
    "phone": frozenset({"trim", "digits", "plus", "no-zeros"}),
    "device": frozenset({"trim", "lower", "upper"}),
    "app": frozenset({"trim", "lower", "upper"}),
    "token": frozenset({"trim", "lower", "upper", "digits", "no-zeros"}),
}


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
    made = SHAPE_RULES[kind.shape](declared, kind, accept_urls)
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
            ("blank", BLANK),
            ("placeholder", is_all("v", PLACEHOLDER)),
            ("hash-of-nothing", nothing),
            ("not-a-hash", "true"),
        ),
        value=_encoded("v", identifier),
        width=_width(lengths[0], identifier) if len(lengths) == 1 else None,
        plain=True,
    )
