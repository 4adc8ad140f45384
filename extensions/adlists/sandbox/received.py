"""The identifiers of a batch: which kind they are, and which of them a service would take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs
import orjson

from adlists.contract import is_dict, is_list
from adlists.contract.list_steps import IdentifierType
from adlists.sandbox.templates import ROW

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HEX: Final = "[0-9a-fA-F]"
_WORD: Final = r"[^@\s\x00-\x1f\x7f-\x9f\ud800-\udfff"
_EMAIL: Final = rf"{_WORD}]+@{_WORD}.]+(?:\.{_WORD}.]+)+"
_UUID: Final = rf"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_PHONE: Final = r"\+?[0-9]{3,15}"
#: What the kinds that people know look like when they are not hashed; others are any text.
_PLAIN: Final[Mapping[str, str]] = {"email": _EMAIL, "phone": _PHONE, "madid": _UUID}
_DIGITS: Final[Mapping[str, int]] = {
    "md5": 32,
    "sha1": 40,
    "sha256": 64,
    "sha512": 128,
    "md5-sha256": 64,
}

Fits = Callable[[str], object]


@attrs.frozen(eq=False, repr=False)
class Received:
    """What was sent, and what is taken of it, by kind.

    `invalid` are the places of those that no service would take, `late` of those that are
    turned down when the batch is worked through.
    """

    rows: Sequence[Any]
    values: Mapping[str, Sequence[str]]
    invalid: Sequence[int]
    late: Sequence[int] = ()

    @property
    def valid(self) -> int:
        """How many rows are good."""
        return len(self.rows) - len(self.invalid)


def legible(text: str) -> bool:
    """Tell whether a text has something in it, and no control characters."""
    return not (text.isspace() or text == "" or _CONTROL.search(text))


def fitting(kind: IdentifierType) -> Fits:
    """Return what tells whether a text is an identifier of a kind, plain or hashed."""
    plain = not kind.hash or "none" in kind.hash
    if plain and kind.name not in _PLAIN:
        return legible
    shapes = {_hashed(kind, mode) for mode in kind.hash if mode in _DIGITS}
    if plain:
        shapes.add(_PLAIN[kind.name])
    return re.compile("|".join(sorted(shapes))).fullmatch


def digest_of(kind: IdentifierType) -> Fits:
    """Return what tells whether a text is a digest, as one of the kind's modes makes it."""
    shapes = sorted({_hashed(kind, mode) for mode in kind.hash if mode in _DIGITS})
    return re.compile("|".join(shapes)).fullmatch if shapes else lambda _: None


def _hashed(kind: IdentifierType, mode: str) -> str:
    digits = _DIGITS[mode]
    if kind.encode == "base64":
        return rf"[A-Za-z0-9+/]{{{(digits // 2 + 2) // 3 * 4 - 2}}}[A-Za-z0-9+/=]{{2}}"
    return rf"{_HEX}{{{digits}}}"


def read(rows: Sequence[Any], kinds: Sequence[tuple[IdentifierType, Fits]]) -> Received:
    """Read the rows of a batch, each of which is of one of the kinds given.

    Of kinds that leave as plain text, the first is meant: a request says which, or there is one.
    """
    if len(kinds) == 1 and kinds[0][0].item is None:
        return _plain(rows, *kinds[0])
    found: dict[str, list[str]] = {}
    invalid: list[int] = []
    for index, row in enumerate(rows):
        for kind, fits in kinds:
            values = _values(kind.item, row)
            if values:
                if all(map(fits, values)):
                    found.setdefault(kind.name, []).extend(values)
                else:
                    invalid.append(index)
                break
        else:
            if is_dict(row) or is_list(row):  # allowed by the document, unknown to x-lists
                text = orjson.dumps(row, option=orjson.OPT_SORT_KEYS).decode()
                found.setdefault("", []).append(text)
            else:
                invalid.append(index)
    return Received(rows, found, invalid)


def _plain(rows: Sequence[Any], kind: IdentifierType, fits: Fits) -> Received:
    valid = list(filter(fits, rows))
    invalid: Sequence[int] = ()
    if len(valid) != len(rows):
        invalid = [index for index, row in enumerate(rows) if not fits(row)]
    return Received(rows, {kind.name: valid}, invalid)


def _values(item: Any, row: Any) -> list[str]:
    """Return the identifiers in a row that is made like the template; none where it is not.

    A list in the template stands for one of any length, whose other items are left aside.
    """
    if item is None or item == ROW:
        return [row] if isinstance(row, str) else []
    if is_dict(item):
        if not is_dict(row) or not item.keys() <= row.keys():
            return []
        return [value for name, inner in item.items() for value in _values(inner, row[name])]
    if is_list(item) and is_list(row):
        return [value for part in row for inner in item for value in _values(inner, part)]
    return []
