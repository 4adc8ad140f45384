"""Google's Data Manager as its vendor's own SDK calls it: enumerations as numbers."""

from __future__ import annotations

import json
from typing import Any

from any_service import AnyService, shipped

from adlists.messages import Request

ACCOUNT = "/v1/accountTypes/GOOGLE_ADS/accounts/7/userLists"


def ask(desk: AnyService, path: str, data: Any) -> tuple[int, Any]:
    headers = {
        "authorization": f"Bearer {desk.sandbox.account.token}",
        "content-type": "application/json",
    }
    url = f"http://sandbox/google_data_manager_v1{path}?%24alt=json%3Benum-encoding%3Dint"
    reply = desk.handle(Request("POST", url, headers, json.dumps(data).encode()))
    return reply.status, json.loads(reply.content)


def test_numbers_stand_for_the_values_of_enumerations() -> None:
    desk = AnyService(shipped()["google_data_manager_v1"])
    new = {"displayName": "VIP", "ingestedUserListInfo": {"uploadKeyTypes": [1]}}
    status, made = ask(desk, ACCOUNT, new)
    assert (status, made["ingestedUserListInfo"]["uploadKeyTypes"]) == (200, ["CONTACT_ID"])

    (digest,) = desk.rows([1])
    destination = {
        "operatingAccount": {"accountType": 1, "accountId": "7"},
        "productDestinationId": made["id"],
    }
    batch: dict[str, Any] = {
        "destinations": [destination],
        "audienceMembers": [{"userData": {"userIdentifiers": [{"emailAddress": digest}]}}],
        "encoding": 1,
        "termsOfService": {"customerMatchTermsOfServiceStatus": 1},
    }
    assert ask(desk, "/v1/audienceMembers:ingest", batch)[0] == 200
    assert desk.members(made["id"]) == {digest}
    assert ask(desk, "/v1/audienceMembers:ingest", {**batch, "encoding": 9})[0] == 400
