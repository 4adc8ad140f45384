# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""What stands for a field that is absent, as opposed to null."""

from adlists.contract import UNSET, Unset

__all__ = ("UNSET", "Unset")
