"""How parameters are written: OpenAPI's table, cell by cell, and what a server reads of it."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import uuid
from typing import Any

import pytest
from hand_made import operation, perform
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from werkzeug.http import parse_cookie
from werkzeug.test import EnvironBuilder

from adlists import ApiKey, ArgumentError, EncodingError
from adlists._runtime import styles
from adlists.contract import Call, Parameter, Schema
from adlists.testing.transport import reply

STRING = Schema("string")
STRINGS = Schema("array", items=STRING)
OPEN = Schema("object")
ANYTHING = Schema("any")
COLORS = ["blue", "black", "brown"]
COLOR = {"R": 100, "G": 200, "B": 150}


def write(place: Any, value: Any, schema: Schema = ANYTHING, **more: Any) -> str:
    return styles.writer(Parameter("color", "color", place, required=True, schema=schema, **more))(
        value
    )


# OpenAPI 3.1.1, section 4.8.12.4 (Style Examples): style, explode, place; a string, a list
# and an object. An empty text stands in the column of a cell that is undefined there.
TABLE: list[tuple[str, bool, str, str, str, str]] = [
    ("matrix", False, "path", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("matrix", True, "path", ";color=blue", ";color=blue;color=black;color=brown",
     ";R=100;G=200;B=150"),
    ("label", False, "path", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True, "path", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False, "path", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, "path", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("simple", False, "header", "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, "header", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("form", False, "query", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "query", "color=blue", "color=blue&color=black&color=brown",
     "R=100&G=200&B=150"),
    ("form", False, "cookie", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "cookie", "color=blue", "color=blue; color=black; color=brown",
     "R=100; G=200; B=150"),
    ("cookie", True, "cookie", "color=blue", "color=blue; color=black; color=brown",
     "R=100; G=200; B=150"),
    ("spaceDelimited", False, "query", "", "color=blue%20black%20brown",
     "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, "query", "", "color=blue%7Cblack%7Cbrown",
     "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, "query", "", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]  # fmt: skip


@pytest.mark.parametrize(("style", "explode", "place", "text", "items", "members"), TABLE)
def test_every_cell_of_the_table(
    style: Any, explode: bool, place: Any, text: str, items: str, members: str
) -> None:
    for value, expected in (("blue", text), (COLORS, items), (COLOR, members)):
        if expected:
            assert write(place, value, style=style, explode=explode) == expected


@pytest.mark.parametrize(
    ("style", "place", "expected"),
    [("matrix", "path", ";color"), ("form", "query", "color="), ("simple", "header", "")],
)
def test_empty_text_is_a_value(style: Any, place: Any, expected: str) -> None:
    assert write(place, "", style=style) == expected


def test_the_usual_style_is_that_of_the_place() -> None:
    made = [
        Parameter("a", "a", place, required=True, schema=STRING)
        for place in ("path", "query", "header")
    ]

    assert [(one.style, one.explode) for one in made] == [
        ("simple", False),
        ("form", True),
        ("simple", False),
    ]


def read_query(query: str) -> list[tuple[str, str]]:
    return list(EnvironBuilder(query_string=query).get_request().args.items(multi=True))


TEXTS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=4)


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(TEXTS)
def test_a_server_reads_the_items_that_were_sent(items: list[str]) -> None:
    assert read_query(write("query", items, STRINGS)) == [("color", item) for item in items]


@pytest.mark.parametrize(
    ("style", "delimiter"), [("form", ","), ("spaceDelimited", " "), ("pipeDelimited", "|")]
)
@settings(deadline=None)  # werkzeug's first reading takes its time
@given(items=TEXTS)
def test_items_on_one_line_are_read_as_sent_or_refused(
    style: Any, delimiter: str, items: list[str]
) -> None:
    try:
        written = write("query", items, STRINGS, style=style, explode=False)
    except EncodingError:
        assert any(delimiter in item for item in items)
        return
    raw = written.removeprefix("color=")
    parts = raw.split("," if style == "form" else {" ": "%20", "|": "%7C"}[delimiter])
    assert [read_query(f"x={part}")[0][1] for part in parts] == items


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(st.dictionaries(st.text("abc[] &=é", min_size=1), TEXTS, min_size=1, max_size=3))
def test_a_deep_object_reads_back(value: dict[str, list[str]]) -> None:
    try:
        written = write("query", value, OPEN, style="deepObject")
    except EncodingError:
        assert any(set("[]") & set(key) for key in value)
        return
    expected = [(f"color[{key}]", item) for key, items in value.items() for item in items]
    assert read_query(written) == expected


def test_what_is_no_object_has_no_keys_in_a_deep_object() -> None:
    """OpenAPI leaves it undefined: a list numbers its items, and a value stands by itself."""
    either = Schema("any", variants=(STRING, STRINGS, OPEN))

    assert read_query(write("query", ["a", "b"], STRINGS, style="deepObject")) == [
        ("color[0]", "a"),
        ("color[1]", "b"),
    ]
    assert read_query(write("query", "a&b", either, style="deepObject")) == [("color", "a&b")]
    assert read_query(write("query", "", either, style="deepObject")) == [("color", "")]
    with pytest.raises(EncodingError, match="is an empty list"):
        write("query", [], STRINGS, style="deepObject")
    with pytest.raises(EncodingError, match="has to be an object"):
        write("query", "a", OPEN, style="deepObject")


def test_what_lies_deeper_in_a_deep_object_has_a_key_for_every_step() -> None:
    value = {"size": [1, 2], "at": {"x": 1.5}, "lines": [{"n": "a"}, {"n": "b"}]}

    assert read_query(write("query", value, style="deepObject")) == [
        ("color[size]", "1"),
        ("color[size]", "2"),
        ("color[at][x]", "1.5"),
        ("color[lines][0][n]", "a"),
        ("color[lines][1][n]", "b"),
    ]


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(TEXTS)
def test_cookies_read_back(items: list[str]) -> None:
    header = write("cookie", items, STRINGS)

    assert header.isascii()
    read = [parse_cookie(part.strip()) for part in header.split(";")]
    assert [read_query(f"x={one['color']}")[0][1] for one in read] == items


def test_reserved_characters_stand_but_for_those_that_mean_something() -> None:
    assert write("query", "a/b?c:d@e,f", reserved=True) == "color=a/b?c:d@e,f"
    assert write("query", "a&b#c+d[e]", reserved=True) == "color=a%26b%23c%2Bd%5Be%5D"
    assert write("query", "50%25, 100%", reserved=True) == "color=50%25,%20100%25"
    assert write("query", ["a,b", "c"], reserved=True, explode=False) == "color=a%2Cb,c"


SCALARS: list[tuple[Schema, Any, str]] = [
    (Schema("boolean"), True, "true"),
    (Schema("integer"), 10**20, "100000000000000000000"),
    (Schema("number"), 1e-7, "1e-07"),
    (Schema("number"), 3, "3"),
    (Schema("number"), decimal.Decimal("1.10"), "1.10"),
    (Schema("string", "uuid"), uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (Schema("string", "date"), dt.date(2024, 2, 29), "2024-02-29"),
    (
        Schema("string", "date-time"),
        dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
        "2024-02-29T12:00:00+00:00",
    ),
    (Schema("string", "byte"), b"\xff\x00", "/wA="),
    (Schema("string", "binary"), b"abc", "abc"),
]


@pytest.mark.parametrize(("schema", "value", "expected"), SCALARS)
@pytest.mark.parametrize("place", ["path", "query", "header", "cookie"])
def test_one_writer_of_scalars_serves_all_places(
    place: Any, schema: Schema, value: Any, expected: str
) -> None:
    written = write(place, value, schema).removeprefix("color=")

    assert (written if place == "header" else read_query(f"x={written}")[0][1]) == expected


def test_octets_are_escaped_one_by_one() -> None:
    assert write("query", b"\xff/\x00", Schema("string", "binary")) == "color=%FF%2F%00"


NUMBER, INTEGER = Schema("number"), Schema("integer")
ODD: list[tuple[Schema, Any]] = [
    (INTEGER, "7"),
    (INTEGER, True),
    (INTEGER, 7.0),
    (NUMBER, float("nan")),
    (NUMBER, float("inf")),
    (NUMBER, decimal.Decimal("NaN")),
    (NUMBER, "1"),
    (STRING, 7),
    (STRING, object()),
    (STRING, ["a"]),
    (STRING, {"a": "b"}),
    (STRING, "\ud800"),
    (Schema("boolean"), 1),
    (Schema("string", "date-time"), dt.datetime(2024, 1, 1)),  # noqa: DTZ001 - naive
    (Schema("string", "date-time"), dt.date(2024, 1, 1)),
    (Schema("string", "date-time"), "2024-01-01T00:00:00"),
    (Schema("string", "date"), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
    (Schema("string", "date"), "tomorrow"),
    (STRINGS, "abc"),
    (STRINGS, []),
    (STRINGS, ["a", None]),
    (STRINGS, ["a", 7]),
    (STRINGS, [["a"]]),
    (Schema("array", items=INTEGER, max_items=2), [1, 2, 3]),
    (OPEN, "abc"),
    (OPEN, {}),
    (OPEN, {"a": {"b": 1}}),
]


@pytest.mark.parametrize(("schema", "value"), ODD)
@pytest.mark.parametrize("place", ["path", "query", "header", "cookie"])
def test_what_is_no_value_of_the_kind_is_our_error_with_the_name(
    place: Any, schema: Schema, value: Any
) -> None:
    parameter = Parameter("X-Color", "color", place, required=True, schema=schema)
    path = "/{X-Color}" if place == "path" else "/"
    asked = Call(operation("paint", path=path, parameters=(parameter,)), {"color": value})

    outcome = perform("sync", [reply(204)], asked, credentials=[ApiKey("k")]).outcome

    assert isinstance(outcome, ArgumentError)
    assert "color" in str(outcome)
    assert repr(value) not in str(outcome)


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(st.sampled_from(["matrix", "label", "simple"]), st.booleans(), st.text(), st.text())
def test_no_value_leaves_its_segment(style: Any, explode: bool, text: str, other: str) -> None:
    schema = STRINGS if other else STRING
    try:
        written = write("path", [text, other] if other else text, schema, style=style,
                        explode=explode)  # fmt: skip
    except EncodingError:
        reject()
    assert not set("/?#") & set(written)


def test_a_parameter_with_a_media_type_is_written_by_its_codec() -> None:
    schema = Schema("object")
    made = [
        Parameter("q", "q", "query", required=True, schema=schema, media_type="application/json"),
        Parameter(
            "X-Q", "x_q", "header", required=True, schema=schema, media_type="application/json"
        ),
    ]
    value = {"name": "Zoë 🎈", "n": [1, 2]}
    asked = Call(operation("find", path="/", parameters=tuple(made)), {"q": value, "x_q": value})

    (request,) = perform("sync", [reply(204)], asked, credentials=[ApiKey("k")]).requests

    (_, said), *_ = read_query(request.url.partition("?")[2])
    assert json.loads(said) == value
    assert request.headers["x-q"].isascii()
    assert json.loads(request.headers["x-q"]) == value


def test_an_object_with_two_lists_is_a_pair_for_each_item() -> None:
    assert write("query", {"a": ["x", "y"], "b": 1}, OPEN) == "a=x&a=y&b=1"


def test_a_place_inside_is_told() -> None:
    with pytest.raises(EncodingError, match=r"^\[1\]: has to be a string, not int"):
        write("query", ["a", 1], STRINGS)
