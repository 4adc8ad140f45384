# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""One package for each tag, one module for each operation."""
