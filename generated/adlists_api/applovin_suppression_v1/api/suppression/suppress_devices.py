# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""Keep an app's ads away from devices."""

from __future__ import annotations

from typing import Final

from adlists.contract import Body as _Body
from adlists.contract import Call, Operation
from adlists.contract import MediaType as _MediaType
from adlists.contract import Parameter as _Parameter
from adlists.contract import Reply as _Reply
from adlists.contract import Schema as _Schema
from adlists.contract import listed as _listed

from ... import models

OPERATION: Final[Operation[models.DeviceIdsCounted]] = Operation(
    id="suppress_devices",
    method="POST",
    path="/suppressionApps",
    tag="suppression",
    security=(("apiKey",),),
    idempotent=False,
    summary="Keep an app's ads away from devices.",
    description="Adds the devices to those that must not see the app's ads. The reply counts the ids that were valid and those that were not, without naming them.",
    parameters=(
        _Parameter(
            "package_name",
            "package_name",
            "query",
            True,
            _Schema("string", limits={"min_length": 1}),
            "The app, by its bundle id on iOS or its package name on Android.",
        ),
    ),
    body=_Body(
        (
            _MediaType("text/plain", "text/plain"),
            _MediaType("application/x-www-form-urlencoded", "text/plain"),
        ),
        _Schema(
            "array",
            sensitive=True,
            limits={"min_items": 1},
            items=_Schema("string", limits={"min_length": 1, "pattern": "^[^\\r\\n]+$"}),
        ),
        lambda _data: _listed(_data),
        description="Ids of devices, one a line, in UTF-8 and with a line feed between two.",
    ),
    replies=(
        _Reply(
            200,
            200,
            (_MediaType("application/json", "application/json"),),
            _Schema("object", model=lambda: models.DeviceIdsCounted),
            lambda _data: models.DeviceIdsCounted.from_dict(_data),
            description="How many ids were valid.",
        ),
        _Reply(
            400,
            400,
            description="The request is malformed, or something in it is missing or invalid.",
        ),
        _Reply(403, 403, description="The API key is not accepted."),
        _Reply(500, 500, description="The service fails for a reason of its own."),
    ),
)


def call(
    *,
    body: list[str],
    package_name: str,
    content_type: str | None = None,
    accept: str | None = None,
) -> Call[models.DeviceIdsCounted]:
    """Return the call that these arguments make."""
    return Call(
        OPERATION,
        {
            "package_name": package_name,
        },
        body=body,
        content_type=content_type,
        accept=accept,
    )
