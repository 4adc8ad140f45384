# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.

from typing import Literal

SegmentSearchAttributesAudienceSegmentTypesItem = Literal[
    "Behavioral",
    "ContactList",
    "InMarket",
    "Location",
    "Lookalike",
    "Prospecting",
    "Retargeting",
    "Unknown",
]
