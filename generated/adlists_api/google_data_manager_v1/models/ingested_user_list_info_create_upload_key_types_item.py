# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from typing import Literal

IngestedUserListInfoCreateUploadKeyTypesItem = Literal[
    "CONTACT_ID", "MOBILE_ID", "PAIR_ID", "PSEUDONYMOUS_ID", "USER_ID"
]
