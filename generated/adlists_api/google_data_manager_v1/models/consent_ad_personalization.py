# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from typing import Literal

ConsentAdPersonalization = Literal["CONSENT_DENIED", "CONSENT_GRANTED"]
