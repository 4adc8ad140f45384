# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""Access tokens."""
