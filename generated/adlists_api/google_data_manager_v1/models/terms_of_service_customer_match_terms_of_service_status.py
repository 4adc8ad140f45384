# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.

from typing import Literal

TermsOfServiceCustomerMatchTermsOfServiceStatus = Literal["ACCEPTED", "REJECTED"]
