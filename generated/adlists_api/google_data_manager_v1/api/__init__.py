# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""One package for each tag, one module for each operation."""
