# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""What the document says of its lists: how a job finds, fills, reads and measures one."""

from typing import Final

from adlists.contract import list_steps as _lists

LISTS: Final = _lists.Lists(
    identifiers=(_lists.IdentifierType(name="app", value="app", normalize=("trim",)),),
    find=_lists.Find(operation="list_lists", items="/app_lists", id="/app_list_id", name="/name"),
    create=_lists.Create(
        operation="create",
        parameters={"name": "$list.name", "description": "$list.description"},
        id="/app_list_id",
        taken_status=406,
    ),
    add=_lists.Step(
        operation="append", parameters={"app_list_id": "$list.id"}, body="$identifiers"
    ),
    remove=_lists.Step(
        operation="delete_apps", parameters={"app_list_id": "$list.id"}, body="$identifiers"
    ),
    members=_lists.Members(
        operation="list_apps",
        parameters={"app_list_id": "$list.id"},
        items="/apps",
        value="/application",
    ),
    outputs=_lists.Outputs(valid="/processed_apps", invalid="/failed_apps"),
    limits=_lists.Limits(items=1000),
)
