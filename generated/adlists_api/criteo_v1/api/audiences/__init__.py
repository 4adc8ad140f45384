# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Lists of users that campaigns target or leave out."""
