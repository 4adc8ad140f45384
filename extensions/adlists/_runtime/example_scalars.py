"""Texts and numbers that a schema allows, made up: the usual one, or what its limits demand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from adlists._runtime.pattern_texts import Pattern
from adlists._runtime.value_checks import (
    NO_LIMITS,
    allows_number,
    allows_text,
    exact,
    pattern_of,
)
from adlists.contract import Schema
from adlists.contract.value_limits import ValueLimits

_TEXTS: Final = {
    "byte": "ZXhhbXBsZQ==",
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "hostname": "example.com",
    "idn-email": "user@example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "iri": "https://example.com/",
    "json-pointer": "/example",
    "relative-json-pointer": "0",
    "time": "12:00:00Z",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "3f097372-f01e-4b64-984c-395ae5828ee6",
}
_LONGEST: Final = 100_000  # no text longer than that is made up
_LONG: Final = 4_000  # and none longer than that by a pattern
_REPEATS: Final = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 1024)


def text(schema: Schema, nth: int = 0) -> str:
    """Return a text that fits; of several that differ, the *nth*. The usual one where none does."""
    usual = _usual(schema, nth)
    limits = schema.limits
    if limits is None:
        return usual
    pattern = pattern_of(limits)
    fitting = (made for made in _texts(usual, limits, pattern, nth) if allows_text(made, limits))
    return next(fitting, usual)


def number(schema: Schema, nth: int = 0) -> float:
    """Return a number that fits, an `int` for an integer; the usual one where none does."""
    whole = schema.kind == "integer"
    usual = Fraction(1 if whole else 1.5) + nth
    limits = schema.limits or NO_LIMITS
    fitting = (
        made for made in (usual, *_numbers(limits, whole, nth)) if allows_number(made, limits)
    )
    found = next(fitting, usual)
    return int(found) if whole else float(found)


def _usual(schema: Schema, nth: int) -> str:
    if schema.format not in _TEXTS:
        return f"example{nth or ''}"
    found = _TEXTS[schema.format]
    if nth and "example.com" in found:
        return found.replace("example.com", f"example{nth}.com")
    if nth and schema.format in {"uuid", "date-time"}:  # a digit of each may be any other
        place = 0 if schema.format == "uuid" else found.index(":") + 1
        return f"{found[:place]}{nth % 6}{found[place + 1 :]}"
    return found


def _texts(usual: str, limits: ValueLimits, pattern: Pattern | None, nth: int) -> Iterator[str]:
    """Yield what may fit, the plainest first."""
    yield usual
    least = min(limits.get("min_length", 0), _LONGEST)
    longest = limits.get("max_length")
    most = _LONGEST if longest is None else longest
    yield _sized(usual[::-1] if nth else usual, least, most)
    if pattern is None:
        return
    for more in _REPEATS:
        made = pattern.text(more, nth)
        yield made
        yield _sized(made, least, most)
        if len(made) > min(most, _LONG):
            return


def _sized(said: str, least: int, most: int) -> str:
    """Return a text of the length that is asked for: cut, or repeated."""
    if len(said) < least:
        said = (said * (least // max(len(said), 1) + 1))[:least] if said else "x" * least
    return said[:most]


def _numbers(limits: ValueLimits, whole: bool, nth: int) -> Iterator[Fraction]:
    """Yield the numbers next to what bounds them."""
    low = _most(limits.get("minimum"), limits.get("exclusive_minimum"))
    high = _least(limits.get("maximum"), limits.get("exclusive_maximum"))
    multiple = limits.get("multiple_of")
    step = exact(multiple) if multiple else Fraction(whole)
    if step and whole:
        step = Fraction(step.numerator)
    if step:
        first = -(-low // step) if low is not None else Fraction(0)
        last = high // step if high is not None else first
        for turn in range(3):
            yield (first + nth + turn) * step
            yield (last - nth - turn) * step
    elif low is not None and high is not None:
        yield low + (high - low) / (nth + 2)
        yield low
    elif low is not None:
        yield low + nth + 1
    elif high is not None:
        yield high - nth - 1


def _most(*bounds: float | None) -> Fraction | None:
    return max((exact(bound) for bound in bounds if bound is not None), default=None)


def _least(*bounds: float | None) -> Fraction | None:
    return min((exact(bound) for bound in bounds if bound is not None), default=None)
