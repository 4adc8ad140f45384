# Written by `adlists regenerate` from criteo-2026-07.yaml. Do not edit.
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
        _lists.IdentifierType(
            name="phone", value="phoneNumber", normalize=("digits",), hash=("sha256",)
        ),
        _lists.IdentifierType(
            name="madid",
            value="madid",
            normalize=(
                "trim",
                "lower",
            ),
        ),
        _lists.IdentifierType(name="identityLink", value="identityLink"),
        _lists.IdentifierType(name="gum", value="gum"),
    ),
    noun="segment",
    inputs=(
        _lists.Input(
            name="advertiser",
            description="Id of the advertiser who owns the segment.",
            env=True,
            needed=(
                "find",
                "create",
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
        operation="search_audience_segments",
        body={
            "data": {
                "attributes": {
                    "advertiserIds": ["$inputs.advertiser"],
                    "audienceSegmentTypes": ["ContactList"],
                }
            }
        },
        items="/data",
        id="/id",
        name="/attributes/name",
        page=_lists.Paging(
            by="offset",
            size=_lists.PageField(place="query", name="limit", value=100),
            start=_lists.PageField(place="query", name="offset"),
            total="/meta/totalItems",
        ),
    ),
    create=_lists.Create(
        operation="create_audience_segments",
        body={
            "data": [
                {
                    "attributes": {
                        "advertiserId": "$inputs.advertiser",
                        "name": "$list.name",
                        "description": "$list.description",
                        "contactList": {},
                    }
                }
            ]
        },
        id="/data/0/id",
        taken_code="name-must-be-unique",
    ),
    add=_lists.Step(
        operation="update_contact_list_by_audience_segment",
        parameters={"audience-segment-id": "$list.id"},
        body={
            "data": {
                "type": "ContactlistAmendment",
                "attributes": {
                    "operation": "add",
                    "identifierType": "$identifierType",
                    "identifiers": "$identifiers",
                    "gumCallerId": "$inputs.gum_caller",
                },
            }
        },
    ),
    remove=_lists.Step(
        operation="update_contact_list_by_audience_segment",
        parameters={"audience-segment-id": "$list.id"},
        body={
            "data": {
                "type": "ContactlistAmendment",
                "attributes": {
                    "operation": "remove",
                    "identifierType": "$identifierType",
                    "identifiers": "$identifiers",
                    "gumCallerId": "$inputs.gum_caller",
                },
            }
        },
    ),
    clear=_lists.Step(
        operation="delete_contact_list_by_audience_segment",
        parameters={"audience-segment-id": "$list.id"},
    ),
    size=_lists.Size(
        operation="get_audience_segment_contact_list_statistics",
        parameters={"audience-segment-id": "$list.id"},
        count="/data/attributes/numberOfIdentifiers",
        matched="/data/attributes/numberOfMatches",
        delay=61200,
    ),
    outputs=_lists.Outputs(
        valid="/data/attributes/nbValidIdentifiers",
        invalid="/data/attributes/nbInvalidIdentifiers",
        sample="/data/attributes/sampleInvalidIdentifiers",
        problems=_lists.Problems(
            at=(
                "/errors",
                "/warnings",
            ),
            code="/code",
            text="/title",
        ),
    ),
    limits=_lists.Limits(items=50000, rate=(_lists.RateLimit(calls=250, seconds=60),)),
)
