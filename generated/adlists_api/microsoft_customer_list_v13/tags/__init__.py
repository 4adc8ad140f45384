# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""The methods of a client, a module for each tag."""
