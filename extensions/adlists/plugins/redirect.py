"""Follows redirects, within the service's own origin only."""

from __future__ import annotations

from typing import Final


class Redirect:
    """Follows redirects to the same origin, and refuses every other."""

    name: Final = "redirect"
