"""Checked by mypy and pyright, never run: right uses pass, and wrong ones are errors.

A `type: ignore` that is not needed is an error too, in both checkers; so each one below proves
that the line it stands on is refused.
"""

from __future__ import annotations

from typing import assert_type

import adlists
from adlists.contract import Call, Operation, RawReply, ReplyHeader, Unset
from adlists_api import applovin_v1, criteo_v1
from adlists_api.applovin_v1.models import App, AppListCreated, AppLists, Apps
from adlists_api.criteo_v1.api.audiences import add_remove_users_to_audience
from adlists_api.criteo_v1.models import AudiencePatchRequest, AudiencePatchResponse, Token


def results_are_inferred() -> None:
    with adlists.connect(criteo_v1.Api, adlists.ClientCredentials("id", "secret")) as criteo:
        assert_type(criteo, criteo_v1.Api)
        body = AudiencePatchRequest(operation="add", schema="email", identifiers=["a@example.com"])
        patched = criteo.audiences.add_remove_users_to_audience(7, body=body)
        assert_type(patched, AudiencePatchResponse)
        assert_type(patched.nb_valid_identifiers, int | None | Unset)
        assert_type(patched.sample_invalid_identifiers, list[str] | None | Unset)
        by_name = criteo.audiences.add_remove_users_to_audience(
            audience_id=7, body=body, content_type="application/xml", accept="text/xml"
        )
        assert_type(by_name, AudiencePatchResponse)
        criteo.audiences.delete_audience(7)
        token = criteo.authentication.create_token(
            body=criteo_v1.models.TokenRequest(client_id="id", client_secret="secret")
        )
        assert_type(token, Token)


def what_is_there_is_told_from_what_is_not(done: AudiencePatchResponse) -> None:
    valid = done.nb_valid_identifiers
    if valid is not adlists.UNSET:
        assert_type(valid, int | None)
    if valid is not adlists.UNSET and valid is not None:
        assert_type(valid, int)


def options_and_raw_replies_keep_their_types(criteo: criteo_v1.Api) -> None:
    patient = criteo.with_options(timeout=300, headers={"x-team": "growth"}, tags={"job": "x"})
    assert_type(patient, criteo_v1.Api)
    reply = criteo.raw(criteo.audiences.get_audiences, advertiser_id=1)
    assert_type(reply.status, int)
    assert_type(reply.request_id, str | None)
    body = AudiencePatchRequest(operation="add", schema="email", identifiers=[])
    patched = patient.raw(patient.audiences.add_remove_users_to_audience, 7, body=body)
    assert_type(patched.result, AudiencePatchResponse)
    criteo.raw(criteo.audiences.get_audiences, advertiser_id="1")  # type: ignore[arg-type]  # an id is a number
    criteo.raw(criteo.audiences.get_audiences)  # type: ignore[call-arg]  # the advertiser is missing
    criteo.with_options(timeuot=1)  # type: ignore[call-arg]  # misspelled


def described_headers_are_typed(reply: RawReply[int], total: ReplyHeader[int]) -> None:
    assert_type(reply.header(total), int | str | None)
    assert_type(total.read(reply.headers), int | str | None)
    reply.header(7)  # type: ignore[call-overload]  # a header is named


async def options_and_raw_replies_keep_their_types_async(applovin: applovin_v1.AsyncApi) -> None:
    patient = applovin.with_options(query={"a": "b"})
    assert_type(patient, applovin_v1.AsyncApi)
    reply = await patient.raw(patient.app_lists.create, name="mine")
    assert_type(reply.result, AppListCreated)


async def results_are_inferred_async() -> None:
    async with adlists.connect_async(applovin_v1.AsyncApi, adlists.ApiKey("key")) as applovin:
        assert_type(applovin, applovin_v1.AsyncApi)
        assert_type(await applovin.app_lists.create(name="mine"), AppListCreated)
        assert_type(await applovin.app_lists.list_lists(), AppLists)
        apps = await applovin.app_lists.list_apps(app_list_id="1")
        assert_type(apps, Apps)
        assert_type(apps.apps, list[App])
        assert_type(apps.additional_properties["more"], object)  # type: ignore[assert-type]  # it is Any
        await applovin.app_lists.append(app_list_id="1", body=["com.example.app"])


def a_call_knows_its_result() -> None:
    assert_type(add_remove_users_to_audience.OPERATION, Operation[AudiencePatchResponse])
    body = AudiencePatchRequest(operation="remove", schema="gum", identifiers=[], gum_caller_id=1)
    call = add_remove_users_to_audience.call(7, body=body)
    assert_type(call, Call[AudiencePatchResponse])
    session = adlists.connect(criteo_v1.Api, adlists.BearerToken("token"))
    assert_type(session, adlists.Session[criteo_v1.Api])
    assert_type(session.send(call), AudiencePatchResponse)


def wrong_arguments_are_errors(criteo: criteo_v1.Api, applovin: applovin_v1.Api) -> None:
    models = criteo_v1.models
    models.AudienceCreateRequest(advertiser_id="1", name="VIP")  # type: ignore[arg-type]  # an id is a number
    models.AudienceCreateRequest(name="VIP")  # type: ignore[call-arg]  # the advertiser is missing
    models.AudienceCreateRequest(advertiser_id=1, name="VIP", nmae="")  # type: ignore[call-arg]  # misspelled
    models.AudiencePatchRequest(
        operation="append",  # type: ignore[arg-type]  # no such operation
        schema="phone",  # type: ignore[arg-type]  # no such schema
        identifiers="a@example.com",  # type: ignore[arg-type]  # a text is no list of texts
    )
    criteo.audiences.get_audiences(advertiser_id="1")  # type: ignore[arg-type]  # an id is a number
    criteo.audiences.get_audiences()  # type: ignore[call-arg]  # the advertiser is missing
    criteo.audiences.get_audiences(1)  # type: ignore[call-arg]  # a query parameter has to be named
    criteo.audiences.create_audience(body={"name": "VIP"})  # type: ignore[arg-type]  # no model
    criteo.audiences.delete_audience(7, content="x")  # type: ignore[call-arg]  # misspelled
    _ = criteo.audience  # type: ignore[attr-defined]  # misspelled
    _ = models.AudienceRequest  # type: ignore[attr-defined]  # no such model
    _ = criteo_v1.Client  # type: ignore[attr-defined]  # no such name
    applovin.app_lists.append(app_list_id="1", body="com.example.app")  # type: ignore[arg-type]  # a text
    applovin.app_lists.list_apps()  # type: ignore[call-arg]  # list_apps needs an id
    applovin.app_lists.list_lists(app_list_id="1")  # type: ignore[call-arg]  # list_lists takes none
    adlists.connect(criteo_v1.AsyncApi)  # type: ignore[type-var]  # async needs connect_async
