"""Templates into HTML: every value is escaped, and a value that is missing is an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from jinja2 import Environment

_UNITS: Final = ("B", "kB", "MB", "GB")


def render(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a page of the template of that name."""
    return _environment().get_template(template).render(values).encode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("adlists.ui", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": _number,
        "moment": _moment,
        "duration": _duration,
        "size": _size,
        "segment": _segment,
    }
    return made


def _number(value: float) -> str:
    return f"{value:,}"


def _moment(value: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    return datetime.fromtimestamp(value, UTC).strftime(form)


def _duration(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.001 else "under 1 ms"


def _size(value: float) -> str:
    """Write a number of bytes as people do: 12 B, 1.5 kB."""
    unit = 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {_UNITS[unit]}" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def _segment(value: object) -> str:
    """Write a text as one segment of a path."""
    return quote(str(value), "")
