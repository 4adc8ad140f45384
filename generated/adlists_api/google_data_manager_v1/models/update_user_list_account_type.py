# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from typing import Literal

UpdateUserListAccountType = Literal[
    "DATA_PARTNER",
    "DISPLAY_VIDEO_ADVERTISER",
    "DISPLAY_VIDEO_PARTNER",
    "FLOODLIGHT_CONFIG",
    "GOOGLE_AD_MANAGER",
    "GOOGLE_AD_MANAGER_AUDIENCE_LINK",
    "GOOGLE_ADS",
    "GOOGLE_ANALYTICS_PROPERTY",
]
