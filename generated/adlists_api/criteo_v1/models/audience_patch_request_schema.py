# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.

from typing import Literal

AudiencePatchRequestSchema = Literal["email", "gum", "identityLink", "madid"]
