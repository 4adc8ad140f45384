# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""Lists of apps that campaigns target or leave out."""
