"""What does not fit its schema is not sent: in no media type, in no place, by nobody."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from typing import Any, Final

import attrs
import pytest
from at_length import TIMES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import adlists
from adlists.contract import Call, Field, Operation, Schema, is_dict, is_list
from adlists.errors import CallerError
from adlists.sandbox.examples import example
from adlists.testing import oddities, strategies
from adlists.testing.transport import FakeTransport, reply

PACKAGES: Final = strategies.packages()
law = partial(
    settings,
    deadline=None,
    database=None,
    derandomize=TIMES == 1,
    suppress_health_check=list(HealthCheck),
)


def client(module: Any) -> tuple[Any, FakeTransport]:
    schemes = module.SERVICE.schemes
    known: list[Any] = [adlists.BearerToken("t"), adlists.ApiKey("k")]
    fitting = [item for item in known if any(map(item.fits, schemes))]
    transport = FakeTransport(lambda _: reply(204))
    return adlists.connect(module.Api, *fitting, transport=transport), transport


def arguments(operation: Operation[Any]) -> dict[str, Any]:
    return {item.argument: example(item.schema) for item in operation.parameters}


def refused(module: Any, call: Call[Any]) -> None:
    """The call is refused as the caller's mistake, its message quotes nothing, nothing leaves."""
    api, transport = client(module)
    with api, pytest.raises(CallerError) as caught:
        api.send(call)
    assert transport.requests == []
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


# Bodies


def spots(value: Any, schema: Schema) -> Iterator[tuple[Any, Any, Schema]]:
    """Yield every place of a model, or of a list of them, where another value could be set."""
    if is_list(value):
        if schema.items is not None:
            for index, item in enumerate(value):
                yield value, index, schema.items
                yield from spots(item, schema.items)
        return
    declared = getattr(type(value), "SCHEMA", None)
    if declared is None:
        return
    for field in attrs.fields(type(value)):
        told: Field | None = field.metadata.get("openapi")
        if told is None:
            for name, inner in value.additional_properties.items():
                if declared.extra is not None:
                    yield value.additional_properties, name, declared.extra
                    yield from spots(inner, declared.extra)
            continue
        yield value, field.name, told.schema
        yield from spots(getattr(value, field.name), told.schema)


def put(home: Any, key: Any, value: Any) -> None:
    if is_list(home) or is_dict(home):
        home[key] = value
    else:
        setattr(home, key, value)


def bodies(operation: Operation[Any]) -> Iterator[tuple[str, Schema, Any]]:
    """Yield the media types of an operation's body, each with its schema and its builder."""
    body = operation.body
    if body is not None:
        for media in body.media_types:
            yield media.name, media.schema or body.schema, media.parse or body.parse


def misplaced(module: Any, operation: Operation[Any], data: Any) -> None:
    name, schema, build = data.draw(st.sampled_from(list(bodies(operation))))
    value = build(copy.deepcopy(data.draw(strategies.trees(schema, null=False))))
    found = [spot for spot in spots(value, schema) if not oddities.is_open(spot[2])]
    if not found:
        return
    home, key, inner = data.draw(st.sampled_from(found))
    put(home, key, data.draw(oddities.misfits(inner)))
    refused(module, Call(operation, arguments(operation), value, name))


@pytest.mark.parametrize("package", [*PACKAGES, "kinds"])
def test_a_body_with_one_value_of_another_kind_is_not_sent(package: str, kinds: Any) -> None:
    module = kinds if package == "kinds" else import_module(package)
    operations = [found for found in module.SERVICE.operations if found.body is not None]
    if not operations:
        return

    @law(max_examples=(120 if package == "kinds" else 25) * TIMES)
    @given(operation=st.sampled_from(operations), data=st.data())
    def holds(operation: Operation[Any], data: Any) -> None:
        misplaced(module, operation, data)

    holds()


# Path, query, header and cookie


@pytest.mark.parametrize("package", [*PACKAGES, "kinds"])
def test_an_argument_of_another_kind_is_not_sent(package: str, kinds: Any) -> None:
    module = kinds if package == "kinds" else import_module(package)
    pairs = [
        (operation, parameter)
        for operation in module.SERVICE.operations
        for parameter in operation.parameters
        if not oddities.is_open(parameter.schema)
    ]
    if not pairs:
        return

    @law(max_examples=(120 if package == "kinds" else 25) * TIMES)
    @given(pair=st.sampled_from(pairs), data=st.data())
    def holds(pair: Any, data: Any) -> None:
        operation, parameter = pair
        wrong = data.draw(oddities.misfits(parameter.schema))
        body = adlists.contract.UNSET
        if operation.body is not None:
            body = operation.body.parse(example(operation.body.schema))
        given = {**arguments(operation), parameter.argument: wrong}
        refused(module, Call(operation, given, body))

    holds()


# The same values, in every place alike


NAIVE: Final = datetime(2024, 1, 1)  # noqa: DTZ001 - the mistake in question
WRONG: Final[tuple[tuple[str, Any], ...]] = (
    ("integer", "7"),
    ("integer", True),
    ("integer", 7.0),
    ("integer", float("nan")),
    ("number", "0.5"),
    ("number", float("nan")),
    ("number", float("inf")),
    ("number", True),
    ("boolean", "true"),
    ("boolean", 1),
    ("string", 7),
    ("string", True),
    ("string", ["a"]),
    ("date-time", NAIVE),
    ("date-time", "2024-01-01T00:00:00"),
    ("date-time", "2016-12-31T23:59:60Z"),
    ("date-time", date(2024, 1, 1)),
    ("date", NAIVE.replace(tzinfo=UTC)),
    ("date", "2024-02-30"),
    ("array", "abc"),
    ("array", [7, "7"]),
    ("array", [True]),
    ("array", list(range(4))),
)
#: The names of what takes such a value, by its place; `Order` is sent in four media types.
BODY: Final = {
    "integer": "id",
    "number": "share",
    "boolean": "whole",
    "string": "name",
    "date-time": "since",
    "date": "until",
    "array": "counts",
}
ARGUMENTS: Final = {
    "path": {"integer": "id", "date": "day"},
    "query": {
        "integer": "count",
        "number": "share",
        "boolean": "whole",
        "date-time": "since",
        "date": "until",
    },
    "header": {"integer": "x_count", "date-time": "x_since"},
    "cookie": {"array": "seen"},
}


@pytest.mark.parametrize(("kind", "value"), WRONG, ids=str)
def test_so_it_is_in_every_place(kinds: Any, kind: str, value: Any) -> None:
    make = kinds.SERVICE.operation("make")
    for media in make.body.media_types:
        order = kinds.models.Order(id=1)
        setattr(order, BODY[kind], value)
        refused(kinds, Call(make, {}, order, media.name))
        whole = kinds.models.Order(id=1, where=kinds.models.Where())
        if kind in {"number", "date-time"}:
            setattr(whole.where, {"number": "share", "date-time": "since"}[kind], value)
            refused(kinds, Call(make, {}, whole, media.name))
    look = kinds.SERVICE.operation("look")
    for named in ARGUMENTS.values():
        if kind in named:
            refused(kinds, Call(look, {**arguments(look), named[kind]: value}))


@pytest.mark.parametrize("media", ["text/plain", "application/x-ndjson", "application/json"])
@pytest.mark.parametrize(
    "items", [[7] * 50_001, [7, "7"], [7, True], [7, 0.5], [float("nan")], "abc", [[7]], {"a": 7}]
)
def test_so_it_is_of_lists_and_lines(kinds: Any, media: str, items: Any) -> None:
    refused(kinds, Call(kinds.SERVICE.operation("say"), {}, items, media))


def test_what_fits_is_sent(kinds: Any) -> None:
    make, look = (kinds.SERVICE.operation(name) for name in ("make", "look"))
    order = kinds.models.Order(
        id=1, share=2, since=datetime(2024, 1, 1, tzinfo=UTC), until=date(2024, 1, 1), counts=[1]
    )
    api, transport = client(kinds)
    with api:
        for media in make.body.media_types:
            api.send(Call(make, {}, order, media.name))
        api.send(Call(look, arguments(look)))
        api.send(Call(kinds.SERVICE.operation("say"), {}, [7] * 50_000, "text/plain"))
    assert len(transport.requests) == len(make.body.media_types) + 2
