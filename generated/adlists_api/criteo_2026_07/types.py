# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""What stands for a field that is absent, as opposed to null."""

from adlists.contract import UNSET, Unset

__all__ = ("UNSET", "Unset")
