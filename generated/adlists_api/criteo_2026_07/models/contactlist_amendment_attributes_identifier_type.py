# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from typing import Literal

ContactlistAmendmentAttributesIdentifierType = Literal[
    "email", "gum", "identityLink", "madid", "phoneNumber"
]
