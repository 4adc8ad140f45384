# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
"""The advertisers that the caller may act for."""
