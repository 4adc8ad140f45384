# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""What the document says of its lists: how a job finds, fills, reads and measures one."""

from typing import Final

from adlists.contract import list_steps as _lists

LISTS: Final = _lists.Lists(
    identifiers=(
        _lists.IdentifierType(
            name="email",
            value="email",
            normalize=(
                "trim",
                "lower",
            ),
            hash=(
                "none",
                "md5",
                "sha256",
                "md5-sha256",
            ),
        ),
        _lists.IdentifierType(name="madid", value="madid", normalize=("trim",)),
        _lists.IdentifierType(name="identityLink", value="identityLink"),
        _lists.IdentifierType(name="gum", value="gum"),
    ),
    noun="audience",
    inputs=(
        _lists.Input(
            name="advertiser",
            type="integer",
            description="Id of the advertiser who owns the audience.",
            env=True,
            needed=(
                "find",
                "create",
                "size",
            ),
        ),
        _lists.Input(
            name="gum_caller",
            type="integer",
            description="Id under which Criteo knows the sender of GUM cookie ids.",
            identifiers=("gum",),
        ),
    ),
    find=_lists.Find(
        operation="get_audiences",
        parameters={"advertiserId": "$inputs.advertiser"},
        items="/audiences",
        id="/id",
        name="/name",
    ),
    create=_lists.Create(
        operation="create_audience",
        body={
            "advertiserId": "$inputs.advertiser",
            "name": "$list.name",
            "description": "$list.description",
        },
        id="/audienceId",
        taken_status=409,
    ),
    add=_lists.Step(
        operation="add_remove_users_to_audience",
        parameters={"audienceId": "$list.id"},
        body={
            "operation": "add",
            "schema": "$identifierType",
            "identifiers": "$identifiers",
            "gumCallerId": "$inputs.gum_caller",
        },
    ),
    remove=_lists.Step(
        operation="add_remove_users_to_audience",
        parameters={"audienceId": "$list.id"},
        body={
            "operation": "remove",
            "schema": "$identifierType",
            "identifiers": "$identifiers",
            "gumCallerId": "$inputs.gum_caller",
        },
    ),
    clear=_lists.Step(
        operation="remove_users_from_audience", parameters={"audienceId": "$list.id"}
    ),
    size=_lists.Size(
        operation="get_audiences",
        parameters={"advertiserId": "$inputs.advertiser"},
        count="/nbLines",
        items="/audiences",
        id="/id",
    ),
    outputs=_lists.Outputs(
        valid="/nbValidIdentifiers",
        invalid="/nbInvalidIdentifiers",
        sample="/sampleInvalidIdentifiers",
    ),
    limits=_lists.Limits(
        items=50000, bytes=10000000, rate=(_lists.RateLimit(calls=250, seconds=60),)
    ),
)
