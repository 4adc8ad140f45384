"""The sandbox as Criteo's own SDK of v1 meets it, where that is installed (`adlists[vendors]`)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import adlists
from adlists.sandbox import Running, running
from adlists_api import criteo_v1

criteo_marketing: Any = import_module("criteo_marketing")
AudiencesApi: Any = import_module("criteo_marketing.api.audiences_api").AudiencesApi
ApiException: Any = import_module("criteo_marketing.rest").ApiException


@pytest.fixture
def here() -> Iterator[Running]:
    with running() as server:
        yield server


def test_criteos_own_old_sdk_works_unchanged(here: Running) -> None:
    told = here.services["criteo_v1"]
    configuration = criteo_marketing.Configuration()
    configuration.host = told["base_url"]
    configuration.username = told["client_id"]
    configuration.password = told["client_secret"]
    api = AudiencesApi(criteo_marketing.ApiClient(configuration))
    # The SDK sends its own token once and the caller's string ever after.
    secret = [told["client_id"], told["client_secret"]]
    with adlists.connect(
        criteo_v1.Api, adlists.ClientCredentials(*secret), base_url=told["base_url"]
    ) as criteo:
        asked = criteo_v1.models.TokenRequest(
            grant_type="client_credentials", client_id=secret[0], client_secret=secret[1]
        )
        authorization = f"Bearer {criteo.authentication.create_token(body=asked).access_token}"

    request = criteo_marketing.AudienceCreateRequest(advertiser_id=4, name="Old")
    made = api.create_audience(authorization, request)
    patch = criteo_marketing.AudiencePatchRequest(
        operation="add", schema="email", identifiers=["a@example.com", "bad"]
    )
    counts = api.add_remove_users_to_audience(made.audience_id, authorization, patch)
    listed = api.get_audiences(authorization, advertiser_id=4)
    renamed = criteo_marketing.AudiencePutRequest(name="Renamed")
    api.update_audience_metadata(made.audience_id, authorization, renamed)
    api.remove_users_from_audience(made.audience_id, authorization)
    api.delete_audience(made.audience_id, authorization)

    assert (counts.nb_valid_identifiers, counts.nb_invalid_identifiers) == (1, 1)
    assert [one.nb_lines for one in listed.audiences] == [1]
    with pytest.raises(ApiException) as caught:
        api.delete_audience(made.audience_id, authorization)
    assert caught.value.status == 404
