# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The methods of a client, a module for each tag."""
