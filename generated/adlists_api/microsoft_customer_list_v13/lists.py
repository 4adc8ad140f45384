# Written by `adlists regenerate` from microsoft-customer-list-v13.yaml. Do not edit.
"""What the document says of its lists: how a job finds, fills, reads and measures one."""

from typing import Final

from adlists.contract import list_steps as _lists

LISTS: Final = _lists.Lists(
    identifiers=(
        _lists.IdentifierType(
            name="email",
            value="Email",
            normalize=(
                "trim",
                "lower",
            ),
            hash=("sha256",),
        ),
    ),
    noun="customer-list",
    inputs=(
        _lists.Input(
            name="developer_token",
            description="The token that Microsoft gives to whoever writes programs for its API.",
            env=True,
            needed=(
                "find",
                "create",
                "add",
                "remove",
            ),
            sensitive=True,
        ),
        _lists.Input(
            name="customer",
            description="Id of the customer who manages the account.",
            env=True,
            needed=(
                "find",
                "create",
                "add",
                "remove",
            ),
        ),
        _lists.Input(
            name="account",
            description="Id of the account.",
            env=True,
            needed=(
                "find",
                "create",
                "add",
                "remove",
            ),
        ),
        _lists.Input(
            name="scope",
            values=(
                "Account",
                "Customer",
            ),
            default="Account",
            description="Who may use a new list, one account or all accounts of the customer.",
        ),
        _lists.Input(
            name="owner",
            type="integer",
            description="Id of the account or of the customer, by the scope, who will own a new list.",
            env=True,
            needed=("create",),
        ),
        _lists.Input(
            name="terms",
            type="boolean",
            description="That the customer accepts Microsoft's terms of customer match.",
        ),
    ),
    find=_lists.Find(
        operation="query_audiences_by_ids",
        parameters={
            "DeveloperToken": "$inputs.developer_token",
            "CustomerId": "$inputs.customer",
            "CustomerAccountId": "$inputs.account",
        },
        body={"Type": "CustomerList"},
        items="/Audiences",
        id="/Id",
        name="/Name",
    ),
    create=_lists.Create(
        operation="add_audiences",
        parameters={
            "DeveloperToken": "$inputs.developer_token",
            "CustomerId": "$inputs.customer",
            "CustomerAccountId": "$inputs.account",
        },
        body={
            "Audiences": [
                {
                    "Type": "CustomerList",
                    "Name": "$list.name",
                    "Description": "$list.description",
                    "ParentId": "$inputs.owner",
                    "Scope": "$inputs.scope",
                }
            ]
        },
        id="/AudienceIds/0",
    ),
    add=_lists.Step(
        operation="apply_customer_list_user_data",
        parameters={
            "DeveloperToken": "$inputs.developer_token",
            "CustomerId": "$inputs.customer",
            "CustomerAccountId": "$inputs.account",
        },
        body={
            "CustomerListUserData": {
                "AudienceId": "$list.id",
                "ActionType": "Add",
                "CustomerListItemSubType": "$identifierType",
                "CustomerListItems": "$identifiers",
                "AcceptCustomerMatchTerm": "$inputs.terms",
            }
        },
    ),
    remove=_lists.Step(
        operation="apply_customer_list_user_data",
        parameters={
            "DeveloperToken": "$inputs.developer_token",
            "CustomerId": "$inputs.customer",
            "CustomerAccountId": "$inputs.account",
        },
        body={
            "CustomerListUserData": {
                "AudienceId": "$list.id",
                "ActionType": "Remove",
                "CustomerListItemSubType": "$identifierType",
                "CustomerListItems": "$identifiers",
                "AcceptCustomerMatchTerm": "$inputs.terms",
            }
        },
    ),
    outputs=_lists.Outputs(
        problems=_lists.Problems(at=("/PartialErrors",), code="/ErrorCode", index="/Index")
    ),
    limits=_lists.Limits(items=1000, parallel=4),
)
