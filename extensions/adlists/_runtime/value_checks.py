"""Whether a value keeps to the limits that its document sets, and in words what it breaks.

No call goes through here: a client sends what it is given. It is for who makes values up,
and for who plays the service.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from typing import Any, Final

from adlists._runtime import pattern_texts
from adlists._runtime.pattern_texts import Pattern
from adlists.contract import Schema, ValueLimits, is_dict, is_list

NO_LIMITS: Final = ValueLimits()


def excess(data: Any, schema: Schema) -> str | None:
    """Return in words which limit a value breaks, without its parts; None where it keeps to all."""
    limits = schema.limits
    if limits is None:
        return None
    if isinstance(data, str):
        return _of_text(data, limits, sure=False)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return _of_number(exact(data), limits)
    if is_list(data):
        if len(data) < limits.get("min_items", 0):
            return f"holds {len(data)} items; at least {limits.get('min_items')} are needed"
        if limits.get("unique_items") and len(set(map(_key, data))) < len(data):
            return "holds an item twice"
    if is_dict(data):
        most = limits.get("max_properties")
        if len(data) < limits.get("min_properties", 0):
            return f"holds {len(data)} fields; at least {limits.get('min_properties')} are needed"
        if most is not None and len(data) > most:
            return f"holds {len(data)} fields; {most} are allowed"
    return None


def allows_text(said: str, limits: ValueLimits) -> bool:
    """Tell whether a text keeps to limits."""
    return _of_text(said, limits, sure=True) is None


def allows_number(value: Fraction, limits: ValueLimits) -> bool:
    """Tell whether a number keeps to limits."""
    return _of_number(value, limits) is None


def pattern_of(limits: ValueLimits) -> Pattern | None:
    """Return the pattern of limits; None where there is none, or none that we can read."""
    written = limits.get("pattern")
    return None if written is None else pattern_texts.read(written)


def exact(value: float) -> Fraction:
    """Return a number as it is written: 0.1 is a tenth."""
    return Fraction(str(value))


def _of_text(said: str, limits: ValueLimits, *, sure: bool) -> str | None:
    """Say what a text breaks; what may match for all we know does, unless one has to be *sure*."""
    most = limits.get("max_length")
    if len(said) < limits.get("min_length", 0):
        return f"is shorter than {limits.get('min_length')} characters"
    if most is not None and len(said) > most:
        return f"is longer than {most} characters"
    pattern = pattern_of(limits)
    if pattern is not None and (sure or pattern.judges(said)) and not pattern.allows(said):
        return f"does not match {limits.get('pattern')}"
    return None


def _of_number(value: Fraction, limits: ValueLimits) -> str | None:
    low, high = limits.get("minimum"), limits.get("maximum")
    above, below = limits.get("exclusive_minimum"), limits.get("exclusive_maximum")
    step = limits.get("multiple_of")
    if low is not None and value < exact(low):
        return f"is less than {low}"
    if high is not None and value > exact(high):
        return f"is more than {high}"
    if above is not None and value <= exact(above):
        return f"is not more than {above}"
    if below is not None and value >= exact(below):
        return f"is not less than {below}"
    if step and value % exact(step):
        return f"is no multiple of {step}"
    return None


def _key(value: Any) -> Hashable:
    """Return something that two trees share if they are equal; True and 1 are two things."""
    if is_dict(value):
        return frozenset((name, _key(part)) for name, part in value.items())
    if is_list(value):
        return tuple(map(_key, value))
    return isinstance(value, bool), value
