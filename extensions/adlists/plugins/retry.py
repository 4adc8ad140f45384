"""Repeats what may be repeated."""

from __future__ import annotations

from typing import Final


class Retry:
    """Repeats calls whose outcome is unknown or that the service asked to repeat."""

    name: Final = "retry"
