# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""The methods of a client, a module for each tag."""
