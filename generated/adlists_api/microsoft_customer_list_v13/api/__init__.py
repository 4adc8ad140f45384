# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""One package for each tag, one module for each operation."""
