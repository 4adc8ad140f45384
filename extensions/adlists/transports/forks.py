"""Tells a forked child from its parent, at no cost per call."""

from __future__ import annotations

import os

_depth = 0


def depth() -> int:
    """Return how many forks led to this process, since this module was loaded."""
    return _depth


def _deeper() -> None:
    global _depth  # noqa: PLW0603 - it is the process's own state
    _depth += 1


if hasattr(os, "register_at_fork"):  # Windows has no fork
    os.register_at_fork(after_in_child=_deeper)
