# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from typing import Literal

CustomerListUserDataActionType = Literal["Add", "Remove", "Replace"]
