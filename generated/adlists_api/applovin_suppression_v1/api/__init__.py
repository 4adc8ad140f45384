# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""One package for each tag, one module for each operation."""
