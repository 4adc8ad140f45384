"""Writes what happens to the standard library's logging, under the name `adlists`."""

from __future__ import annotations

from typing import Final

from adlists.events import Event
from adlists.hookspecs import hookimpl


class Log:
    """Logs every event."""

    name: Final = "log"

    @hookimpl(tryfirst=True)
    def adlists_event(self, event: Event) -> None:
        """Log one event."""
