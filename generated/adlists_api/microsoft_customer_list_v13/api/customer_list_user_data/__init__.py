# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The people on them."""
