"""No oddity of a service loses its reply, and whatever a reply made can be written again."""

from __future__ import annotations

import contextlib
import io
import json
from datetime import date, datetime
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from at_length import TIMES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import adlists
from adlists.cli import results
from adlists.contract import Operation, is_dict, is_list, tree
from adlists.errors import DecodingError, EncodingError
from adlists.plugins.json import JsonCodec
from adlists.sandbox.examples import example
from adlists.testing import oddities, strategies
from adlists.testing.laws import reads_headers
from adlists.testing.transport import FakeTransport, reply

JSON = JsonCodec()
PACKAGES = strategies.packages()
law = partial(
    settings,
    deadline=None,
    database=None,
    derandomize=TIMES == 1,
    suppress_health_check=list(HealthCheck),
)


def is_lenient(cls: Any) -> bool:
    return "additional_properties" in cls.__annotations__


def survives(cls: Any, data: Any) -> None:
    """Build a model of a tree that has one oddity, and write it again."""
    required = {field.name for field in cls.SCHEMA.fields if field.required}
    odd = data.draw(oddities.odd_trees(cls.SCHEMA))
    if not required <= odd.keys():
        with pytest.raises(KeyError):
            cls.from_dict(odd)
        return

    made = cls.from_dict(odd)

    assert same(made.to_dict(), odd)
    assert type(made) is cls
    with contextlib.suppress(EncodingError):
        JSON.encode(made.to_dict(), cls.SCHEMA)


def same(made: Any, told: Any) -> bool:
    """Whether nothing was lost: the same values, a moment as another text of the same moment."""
    waiting = [(made, told)]
    while waiting:
        one, other = waiting.pop()
        if is_dict(one) and is_dict(other):
            if one.keys() != other.keys():
                return False
            waiting += [(one[key], other[key]) for key in one]
        elif is_list(one) and is_list(other):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        elif not same_value(one, other):
            return False
    return True


def same_value(one: Any, other: Any) -> bool:
    if type(one) is type(other) and repr(one) == repr(other):
        return True
    return moment(one) is not None and moment(one) == moment(other)


def moment(text: Any) -> date | None:
    with contextlib.suppress(ValueError, AttributeError, TypeError):
        return datetime.fromisoformat(text.upper())
    return None


@pytest.mark.parametrize("package", PACKAGES)
@law(max_examples=20 * TIMES)
@given(data=st.data())
def test_whatever_a_reply_made_can_be_written_again(package: str, data: Any) -> None:
    models = list(filter(is_lenient, strategies.models(package)))
    if models:  # a small service may answer with plain values alone
        survives(data.draw(st.sampled_from(models)), data)


def test_so_it_is_with_every_kind_of_value(kinds: Any) -> None:
    models = list(filter(is_lenient, strategies.models(kinds.__name__)))
    assert len(models) > 6

    @law(max_examples=80 * TIMES)
    @given(cls=st.sampled_from(models), data=st.data())
    def holds(cls: Any, data: Any) -> None:
        survives(cls, data)

    holds()


def test_so_it_is_with_headers_of_every_kind(kinds: Any) -> None:
    (operation,) = (found for found in kinds.SERVICE.operations if found.id == "look")

    assert len(operation.replies[0].headers) == 10
    reads_headers(operation, 40)


def test_an_oddity_loses_nothing_beside_it(kinds: Any) -> None:
    made = kinds.models.Thing.from_dict(
        {
            "id": 1,
            "maker": {"since": "2024-01-01"},
            "when": "2024-01-01T00:00:00",
            "day": "",
            "days": ["2024-01-01", "", 7],
            "next": {"id": 2},
            "key": 7,
            "grid": [["2024-01-01T00:00:00Z", "2016-12-31T23:59:60Z"], "x"],
            "totals": {"a": "2024-01-01T00:00:00Z", "b": None, "c": "never"},
        }
    )
    assert (made.maker, made.when, made.day) == ({"since": "2024-01-01"}, "2024-01-01T00:00:00", "")
    assert made.days == [date(2024, 1, 1), "", 7]
    assert made.key == 7
    assert made.grid[0][1] == "2016-12-31T23:59:60Z"
    assert isinstance(made.grid[0][0], datetime)
    assert made.totals.to_dict()["c"] == "never"


def test_an_odd_item_loses_nothing_beside_it(kinds: Any) -> None:
    thing = {"id": 1, "maker": {"name": "x"}, "day": ""}
    rows = [thing, None, "none", {"day": "2024-01-01"}]
    answer = reply(200, json.dumps(rows), "application/json")
    api = adlists.connect(kinds.Api, transport=FakeTransport([answer]))
    operation = next(found for found in kinds.SERVICE.operations if found.id == "make")
    with api:
        made = api.send(call_of(operation))

    assert (made[0].id, made[0].day) == (1, "")
    assert made[1:] == rows[1:]


# Through a whole call


def replies(operation: Operation[Any]) -> list[Any]:
    """Return the replies of 2xx that come as JSON."""
    return [
        told
        for told in operation.replies
        if told.low // 100 == 2
        and told.schema is not None
        and any(item.form.endswith("json") for item in told.media_types)
    ]


def call_of(operation: Operation[Any]) -> Any:
    arguments = {item.argument: example(item.schema) for item in operation.parameters}
    body = operation.body
    sent = body.parse(example(body.schema)) if body is not None else adlists.contract.UNSET
    return adlists.contract.Call(operation, arguments, sent)


def shown(api: Any, call: Any) -> None:
    """Make a call; show its result as the command does, or its error."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            result = api.send(call)
        except DecodingError as error:
            out.write(str(error))
        else:
            schema = next(iter(replies(call.operation))).schema
            data = results.redact(tree(result, schema), schema)
            results.dump(data)
            results.show(data)
    assert out.getvalue().replace("\n", "").replace("\t", "").isprintable()


@pytest.mark.parametrize("package", [*PACKAGES, "kinds"])
def test_an_odd_reply_is_a_result_or_our_error(package: str, kinds: Any) -> None:
    module = kinds if package == "kinds" else import_module(package)
    operations = [found for found in module.SERVICE.operations if replies(found)]
    schemes = module.SERVICE.schemes
    credentials: list[Any] = [adlists.BearerToken("t"), adlists.ApiKey("k")]
    fitting = [item for item in credentials if any(map(item.fits, schemes))]

    @law(max_examples=20 * TIMES)
    @given(operation=st.sampled_from(operations), data=st.data())
    def holds(operation: Operation[Any], data: Any) -> None:
        told = data.draw(st.sampled_from(replies(operation)))
        odd = data.draw(oddities.odd_trees(told.schema) | oddities.oddities())
        try:
            content = json.dumps(odd)
        except RecursionError:
            return
        media = next(item for item in told.media_types if item.form.endswith("json"))
        answer = reply(told.low, content, media.name)
        api = adlists.connect(
            module.Api, *fitting, transport=FakeTransport([answer]), plugins=["no:retry"]
        )
        with api:
            shown(api, call_of(operation))

    holds()
