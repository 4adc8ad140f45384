# Written by `adlists regenerate` from google-data-manager-v1.yaml. Do not edit.
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
                "gmail",
            ),
            hash=("sha256",),
            item={"userData": {"userIdentifiers": [{"emailAddress": "$identifier"}]}},
            list="CONTACT_ID",
        ),
        _lists.IdentifierType(
            name="phone",
            value="phone",
            normalize=(
                "digits",
                "plus",
            ),
            hash=("sha256",),
            item={"userData": {"userIdentifiers": [{"phoneNumber": "$identifier"}]}},
            list="CONTACT_ID",
        ),
        _lists.IdentifierType(
            name="madid",
            value="madid",
            normalize=("trim",),
            item={"mobileData": {"mobileIds": ["$identifier"]}},
            list="MOBILE_ID",
        ),
    ),
    noun="user-list",
    inputs=(
        _lists.Input(
            name="account",
            description="Id of the account that owns the list, digits only.",
            env=True,
            needed=(
                "find",
                "create",
                "add",
                "remove",
                "clear",
            ),
        ),
        _lists.Input(
            name="account_type",
            values=(
                "GOOGLE_ADS",
                "DISPLAY_VIDEO_PARTNER",
                "DISPLAY_VIDEO_ADVERTISER",
                "DATA_PARTNER",
                "GOOGLE_ANALYTICS_PROPERTY",
                "GOOGLE_AD_MANAGER_AUDIENCE_LINK",
            ),
            default="GOOGLE_ADS",
            description="The product that the account belongs to.",
        ),
        _lists.Input(
            name="consent",
            values=(
                "CONSENT_GRANTED",
                "CONSENT_DENIED",
            ),
            description="Whether the people have agreed that their data is used for advertising.",
        ),
        _lists.Input(
            name="terms",
            values=("ACCEPTED",),
            description="That the customer has accepted Google's terms of customer match.",
            needed=("add",),
        ),
    ),
    find=_lists.Find(
        operation="list_user_lists",
        parameters={
            "accountType": "$inputs.account_type",
            "account": "$inputs.account",
            "filter": 'display_name = "{$list.name}"',
        },
        items="/userLists",
        id="/id",
        name="/displayName",
        page=_lists.Paging(
            by="token",
            start=_lists.PageField(place="query", name="pageToken"),
            next="/nextPageToken",
        ),
    ),
    create=_lists.Create(
        operation="create_user_list",
        parameters={
            "accountType": "$inputs.account_type",
            "account": "$inputs.account",
            "validateOnly": "$dry",
        },
        body={
            "displayName": "$list.name",
            "description": "$list.description",
            "ingestedUserListInfo": {"uploadKeyTypes": ["$identifierType.list"]},
        },
        id="/id",
        taken_code="DISPLAY_NAME_ALREADY_USED",
    ),
    add=_lists.Step(
        operation="ingest_audience_members",
        body={
            "destinations": [
                {
                    "operatingAccount": {
                        "accountType": "$inputs.account_type",
                        "accountId": "$inputs.account",
                    },
                    "productDestinationId": "$list.id",
                }
            ],
            "audienceMembers": "$identifiers",
            "encoding": "HEX",
            "consent": {"adUserData": "$inputs.consent", "adPersonalization": "$inputs.consent"},
            "termsOfService": {"customerMatchTermsOfServiceStatus": "$inputs.terms"},
            "validateOnly": "$dry",
        },
    ),
    remove=_lists.Step(
        operation="remove_audience_members",
        body={
            "destinations": [
                {
                    "operatingAccount": {
                        "accountType": "$inputs.account_type",
                        "accountId": "$inputs.account",
                    },
                    "productDestinationId": "$list.id",
                }
            ],
            "audienceMembers": "$identifiers",
            "encoding": "HEX",
            "validateOnly": "$dry",
        },
    ),
    clear=_lists.Step(
        operation="remove_all_audience_members",
        body={
            "destinations": [
                {
                    "operatingAccount": {
                        "accountType": "$inputs.account_type",
                        "accountId": "$inputs.account",
                    },
                    "productDestinationId": "$list.id",
                }
            ],
            "validateOnly": "$dry",
        },
    ),
    outputs=_lists.Outputs(
        key="/requestId",
        refused=_lists.Refusals(
            status=400,
            at="/error/details",
            field="/fieldViolations/*/field",
            index="audience_?[mM]embers\\[(\\d+)\\]",
        ),
    ),
    status=_lists.Status(
        operation="retrieve_request_status",
        parameters={"requestId": "$outputs.key"},
        state="/requestStatus",
        each="/requestStatusPerDestination",
        running=(
            "PROCESSING",
            "REQUEST_STATUS_UNKNOWN",
        ),
        done=("SUCCESS",),
        partly=("PARTIAL_SUCCESS",),
        failed=("FAILED",),
        rejected=_lists.Rejected(
            at="/errorInfo/errorCounts",
            reason="/reason",
            count="/recordCount",
            rows="/recordIndices",
        ),
        every=300,
        within=86400,
    ),
    limits=_lists.Limits(
        items=10000,
        parallel=10,
        rate=(
            _lists.RateLimit(calls=300, seconds=60),
            _lists.RateLimit(calls=100000, seconds=86400),
        ),
    ),
)
