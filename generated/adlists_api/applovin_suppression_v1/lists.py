# Written by `adlists regenerate` from applovin-suppression-v1.yaml. Do not edit.
"""What the document says of its lists: how a job finds, fills, reads and measures one."""

from typing import Final

from adlists.contract import list_steps as _lists

LISTS: Final = _lists.Lists(
    identifiers=(_lists.IdentifierType(name="madid", value="madid", normalize=("trim",)),),
    noun="app",
    add=_lists.Step(
        operation="suppress_devices", parameters={"package_name": "$list.id"}, body="$identifiers"
    ),
    remove=_lists.Step(
        operation="unsuppress_devices", parameters={"package_name": "$list.id"}, body="$identifiers"
    ),
    outputs=_lists.Outputs(valid="/num_valid_ids", invalid="/num_invalid_ids"),
    limits=_lists.Limits(items=10000),
)
