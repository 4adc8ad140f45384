# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""The devices that must not see an app's ads."""
