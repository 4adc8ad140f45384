# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Access tokens."""
