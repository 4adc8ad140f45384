# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""The people on lists."""
