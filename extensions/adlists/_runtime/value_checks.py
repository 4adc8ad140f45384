"""Whether a value keeps to the limits that its document sets, and in words what it breaks.

No call goes through here: a client sends what it is given. It is for who makes values up,
and for who plays the service.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import Any, Final

from adlists._runtime import pattern_texts
from adlists._runtime.pattern_texts import Pattern
from adlists.contract import Schema, ValueLimits, is_dict, is_list

NO_LIMITS: Final = ValueLimits()


def limits_of(schema: Schema) -> ValueLimits:
    """Return the limits of a value; those of a model stand on the model's own schema."""
    if schema.limits is None and schema.model is not None:
        return schema.model().SCHEMA.limits or NO_LIMITS
    return schema.limits or NO_LIMITS


def excess(data: Any, schema: Schema) -> str | None:
    """Return in words which limit a value breaks, without its parts; None where it keeps to all."""
    limits = limits_of(schema)
    if not limits:
        return None
    if isinstance(data, str):
        return _of_text(data, limits, sure=False)
    if isinstance(data, int | float) and not isinstance(data, bool):
        return _of_number(exact(data), limits)
    if is_list(data):
        if len(data) < limits.get("min_items", 0):
            return f"holds {len(data)} items; at least {limits.get('min_items')} needed"
        if limits.get("unique_items") and len(set(map(value_key, data))) < len(data):
            return "holds an item twice"
    if is_dict(data):
        most = limits.get("max_properties")
        if len(data) < limits.get("min_properties", 0):
            return f"holds {len(data)} fields; at least {limits.get('min_properties')} needed"
        if most is not None and len(data) > most:
            return f"holds {len(data)} fields; {most} are allowed"
    return None


def first_excess(texts: Sequence[str], limits: ValueLimits) -> int | None:
    """Return the index of the first of many texts that breaks a limit; None where none does."""
    if not limits or not texts or _all_fit(texts, limits):
        return None
    broken = (_of_text(said, limits, sure=False) is not None for said in texts)
    return next((index for index, odd in enumerate(broken) if odd), None)


def _all_fit(texts: Sequence[str], limits: ValueLimits) -> bool:
    """Tell of many texts at once whether all fit; False where that is not known so fast."""
    most, pattern = limits.get("max_length"), pattern_of(limits)
    if min(map(len, texts)) < limits.get("min_length", 0):
        return False
    if most is not None and max(map(len, texts)) > most:
        return False
    return pattern is None or (not pattern.risky and all(map(pattern.compiled.search, texts)))


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
        return f"has {len(said)} characters; at least {limits.get('min_length')} needed"
    if most is not None and len(said) > most:
        return f"has {len(said)} characters; {most} are allowed"
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


def value_key(value: Any) -> Hashable:
    """Return something that two trees share if they are equal; True and 1 are two things."""
    if is_dict(value):
        return frozenset((name, value_key(part)) for name, part in value.items())
    if is_list(value):
        return tuple(map(value_key, value))
    return isinstance(value, bool), value
