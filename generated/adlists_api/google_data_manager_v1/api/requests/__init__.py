# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""What became of earlier requests."""
