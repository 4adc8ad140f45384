# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.

from typing import Literal

CustomerListUserDataCustomerListItemSubType = Literal["Email"]
