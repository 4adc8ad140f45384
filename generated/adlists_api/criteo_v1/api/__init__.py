# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""One package for each tag, one module for each operation."""
