# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
"""The methods of a client, a module for each tag."""
