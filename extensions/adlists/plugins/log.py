"""Writes what happens to the standard library's logging, under the name `adlists`.

Each event becomes one record: a line of `key=value` for people, and the same keys as
attributes of the record (`extra`) for machines. Events hold nothing that may not be
shown, so nothing is left to redact here. The library configures no logging:

    logging.basicConfig(level=logging.INFO)                # one line per call
    logging.getLogger("adlists").setLevel(logging.DEBUG)   # one more per attempt
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import ClassVar, Final

import attrs

from adlists.events import AttemptFinished, CallFinished, Event, RetryScheduled, TokenFetched
from adlists.hookspecs import hookimpl

_LEVELS: Final[dict[type[Event], int]] = {
    AttemptFinished: logging.DEBUG,
    TokenFetched: logging.INFO,
    CallFinished: logging.INFO,
    RetryScheduled: logging.WARNING,  # the caller waits, and would ask why
}
_WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@attrs.frozen(eq=False)
class Log:
    """Logs every event: waits at WARNING, calls and tokens at INFO, attempts at DEBUG."""

    name: ClassVar[str] = "log"
    logger: logging.Logger = attrs.field(factory=lambda: logging.getLogger("adlists"))

    def listens(self) -> bool:
        """Tell whether anyone reads more than warnings."""
        return self.logger.isEnabledFor(logging.INFO)

    @hookimpl(tryfirst=True)
    def adlists_event(self, event: Event) -> None:
        """Log one event, if anyone listens."""
        kind = type(event)
        level = _LEVELS.get(kind, logging.DEBUG)
        if not self.logger.isEnabledFor(level):
            return
        named = f"adlists.{_WORD.sub('_', kind.__name__).lower()}"
        keys = {"event": named, **_keys(event)}
        line = " ".join(f"{key}={value}" for key, value in keys.items() if key != "event")
        self.logger.log(level, "%s %s", named, line, extra=keys)


def _keys(event: Event) -> dict[str, str | int | float]:
    """Return what an event says: without what is None, and rounded."""
    told = attrs.asdict(event, filter=lambda field, value: value is not None and _is_told(field))
    if "seconds" in told:
        told["milliseconds"] = round(told.pop("seconds") * 1000, 1)
    if "delay" in told:
        told["delay"] = round(told["delay"], 3)
    tags: Mapping[str, str] = getattr(event, "tags", {})
    if tags:
        told["tags"] = ",".join(f"{name}={value}" for name, value in tags.items())
    return told


def _is_told(field: attrs.Attribute[object]) -> bool:
    return field.name not in {"arguments", "tags"}
