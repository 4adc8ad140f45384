# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The identifiers in a segment of the kind contact list."""
