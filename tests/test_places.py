"""Where layers stand: as they declare, as what they replace, and as is shown."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hand_made import Api, call, perform

from adlists import ApiKey, ClientCredentials, PluginError, Retry, connect, hookimpl
from adlists._runtime.registry import Registry
from adlists.hookspecs import PLACES
from adlists.plugins import builtins
from adlists.testing.transport import FakeTransport, json_reply, reply

KEY = [ApiKey("k")]


def stamping(name: str) -> Any:
    def layer(proceed: Any) -> Any:
        def exchange(request: Any) -> Any:
            before = request.headers.get("stamps", "")
            return (yield from proceed(request.with_header("stamps", f"{before}{name} ")))

        return exchange

    return layer


def placed(name: str, place: Any) -> Any:
    @hookimpl(place=place)
    def adlists_layer(self: Any) -> Any:
        return stamping(name)

    return type("Placed", (), {"name": name, "adlists_layer": adlists_layer})()


def test_layers_stand_where_they_declare() -> None:
    shuffled = [PLACES[n] for n in (4, 1, 5, 0, 3, 2)]
    plugins = [placed(place, place) for place in shuffled]
    run = perform("sync", [json_reply(1)], call(), credentials=KEY, plugins=plugins)

    assert run.requests[0].headers["stamps"] == "".join(f"{place} " for place in PLACES)


def test_a_plugin_may_have_several_layers_each_in_a_place_of_its_own() -> None:
    class Twice:
        name = "twice"

        @hookimpl(specname="adlists_layer", place="inside retry")
        def inner(self) -> Any:
            return stamping("inner")

        @hookimpl(specname="adlists_layer", place="outside retry")
        def outer(self) -> Any:
            return stamping("outer")

    answers = [reply(503), json_reply(1)]
    run = perform("sync", answers, call(), credentials=KEY, plugins=[Twice()])

    assert [sent.headers["stamps"] for sent in run.requests] == ["outer inner "] * 2


class Keyed:
    """An idempotency key of each call, the same on every attempt."""

    name = "keyed"
    count = 0

    @hookimpl
    def adlists_layer(self) -> Any:
        def layer(proceed: Any) -> Any:
            def exchange(request: Any) -> Any:
                self.count += 1
                return (yield from proceed(request.with_header("idempotency-key", str(self.count))))

            return exchange

        return layer


@pytest.mark.parametrize(
    "plugins", [[Keyed(), Retry(draw=lambda: 0)], [Retry(), Keyed()], [Keyed()]], ids=len
)
def test_a_replacement_stands_where_the_built_in_stood(plugins: list[Any]) -> None:
    answers = [reply(503), reply(503), json_reply(1)]
    run = perform("sync", answers, call(), credentials=KEY, plugins=plugins)

    assert len({sent.headers["idempotency-key"] for sent in run.requests}) == 1
    assert Registry(builtins(), plugins, {}).order("adlists_layer") == [
        "keyed",
        "retry",
        "redirect",
    ]


def test_a_replacement_that_is_no_kin_of_the_built_in_stands_there_too() -> None:
    class Mine:
        name = "retry"

        @hookimpl
        def adlists_layer(self) -> Any:
            return stamping("mine")

    order = Registry(builtins(), [Mine(), placed("late", "inside retry")], {}).order(
        "adlists_layer"
    )

    assert order == ["retry", "late", "redirect"]


def test_a_session_shows_the_order() -> None:
    plugins = [placed("inner", "inside credentials"), placed("attempts", "inside retry"), Keyed()]
    session = connect(Api, *KEY, plugins=plugins, transport=FakeTransport([]))

    order = "keyed → retry → attempts → redirect → api-key → inner"
    assert repr(session) == (
        f"<Session things_v1 at https://api.example.com/base, layers: {order}>"
    )
    assert [layer.name for layer in session.explain(call()).layers] == order.split(" → ")


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(
        PluginError, match=r"'odd'.*the place 'outside'; layers have outside retry,"
    ):
        Registry({}, [placed("odd", "outside")], {})


@pytest.mark.parametrize("spelled", ["Authorization", "AUTHORIZATION", "authorization"])
def test_a_header_goes_out_once_however_a_plugin_spells_it(spelled: str) -> None:
    class Signing:
        @hookimpl
        def adlists_layer(self) -> Any:
            def layer(proceed: Any) -> Any:
                def exchange(request: Any) -> Any:
                    headers = {**request.headers, spelled: "Mine", "X-API-Key": "mine"}
                    return (yield from proceed(attrs.evolve(request, headers=headers)))

                return exchange

            return layer

    credentials = [ClientCredentials("id", "secret")]
    run = perform("sync", [json_reply(1)], call(), credentials=credentials, plugins=[Signing()])
    (request,) = run.requests
    sent = [(name, value) for name, value in request.headers.items() if value.lower() == "mine"]
    assert sent == [("authorization", "Mine"), ("x-api-key", "mine")]
    keyed = perform("sync", [json_reply(1)], call(), credentials=KEY, plugins=[Signing()])
    assert keyed.requests[0].headers["x-api-key"] == "mine"


def test_a_plugin_finds_headers_whatever_the_case_of_their_names() -> None:
    seen: list[Any] = []

    class Reading:
        @hookimpl(place="inside retry")
        def adlists_layer(self) -> Any:
            def layer(proceed: Any) -> Any:
                def exchange(request: Any) -> Any:
                    response = yield from proceed(request)
                    seen.extend(
                        (
                            request.headers["Accept"],
                            response.headers.get("ETag"),
                            "Etag" in response.headers,
                            response.headers.get("Not-There", "none"),
                            response.header("eTag"),
                        )
                    )
                    return response

                return exchange

            return layer

    answer = json_reply(1, headers={"etag": "7"})
    perform("sync", [answer], call(), credentials=KEY, plugins=[Reading()])

    assert seen == ["application/json", "7", True, "none", "7"]
