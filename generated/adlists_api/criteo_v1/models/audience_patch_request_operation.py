# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from typing import Literal

AudiencePatchRequestOperation = Literal["add", "remove"]
