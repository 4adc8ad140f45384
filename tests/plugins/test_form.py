"""Forms: the pairs expected, and the tree read back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

import attrs
import pytest

from adlists.contract import UNSET, Field, Schema
from adlists.errors import DecodingError, EncodingError
from adlists.plugins.form import FormCodec

CODEC = FormCodec()
STRING, INTEGER, BOOLEAN = Schema("string"), Schema("integer"), Schema("boolean")


def record(**fields: Schema) -> Schema:
    """The schema of a model; a field whose name ends in _ is required, and called without it."""
    metadata = {
        name: attrs.field(
            default=UNSET,
            metadata={"openapi": Field(name.rstrip("_"), name.endswith("_"), schema)},
        )
        for name, schema in fields.items()
    }
    model: Any = attrs.make_class("Model", metadata)
    return Schema("object", model=lambda: model)


OWNER = record(name=STRING, age=INTEGER)
FORM = record(
    operation=STRING,
    identifiers_=Schema("array", items=STRING),
    n=Schema("integer", nullable=True),
    b=BOOLEAN,
    x=Schema("number"),
    owner=OWNER,
    owners=Schema("array", items=OWNER),
    rows=Schema("array", items=Schema("array", items=INTEGER)),
    numbers=Schema("array", items=INTEGER),
    either=Schema("any", variants=(INTEGER, STRING, OWNER)),
    several=Schema(
        "any",
        variants=(
            Schema("array", items=STRING),
            Schema("array", items=INTEGER),
            Schema("array", items=OWNER),
        ),
    ),
    note=Schema("string", nullable=True),
    open=Schema("any"),
)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (
            {"operation": "add", "identifiers": ["a", "b"]},
            "operation=add&identifiers=a&identifiers=b",
        ),
        ({"identifiers": ["a b+c", "%&=", "é", ""]}, None),
        ({"identifiers": []}, ""),
        ({"identifiers": ["x"], "n": -5, "b": True, "x": 1.5}, "identifiers=x&n=-5&b=true&x=1.5"),
        ({"identifiers": ["x"], "n": None}, "identifiers=x&n="),
        ({"identifiers": ["x"], "owner": {"name": "y", "age": 3}}, None),
        ({"identifiers": ["x"], "owners": [{"name": "y"}, {"age": 3}]}, None),
        ({"identifiers": ["x"], "rows": [[1, 2], [3]], "numbers": [1, 2]}, None),
        ({"identifiers": ["x"], "either": 5}, "identifiers=x&either=5"),
        ({"identifiers": ["x"], "either": "y"}, "identifiers=x&either=y"),
        ({"identifiers": ["x"], "either": {"age": 5}}, "identifiers=x&either%5Bage%5D=5"),
        ({"identifiers": ["x"], "several": ["y", "z"]}, "identifiers=x&several=y&several=z"),
        ({"identifiers": ["x"], "several": [1, 2]}, "identifiers=x&several=1&several=2"),
        ({"identifiers": ["x"], "several": [{"name": "y"}, {"age": 3}]}, None),
        ({"identifiers": ["x"], "open": "y", "unknown": "z"}, "identifiers=x&open=y&unknown=z"),
    ],
)
def test_objects_become_pairs_and_come_back(tree: Any, expected: str | None) -> None:
    content = CODEC.encode(tree, FORM)

    assert expected is None or content.decode() == expected
    assert CODEC.decode(content, FORM, None) == tree


def test_spaces_and_pluses_survive_readers_of_either_kind() -> None:
    content = CODEC.encode({"identifiers": ["a b+c"]}, FORM)

    assert content == b"identifiers=a%20b%2Bc"
    assert parse_qs(content.decode()) == {"identifiers": ["a b+c"]}
    assert CODEC.decode(b"identifiers=a+b%2Bc", FORM, None) == {"identifiers": ["a b+c"]}


@pytest.mark.parametrize("more", [["100%40", "é%", ""], ["\0", "a=b", "100%40", "\ufeff"]])
def test_the_standard_library_and_the_codec_agree_on_lists(more: list[str]) -> None:
    ids = [f"user+{index}@example.com" for index in range(200)] + more
    content = CODEC.encode({"identifiers": ids}, FORM)

    assert parse_qs(content.decode(), keep_blank_values=True) == {"identifiers": ids}
    assert CODEC.decode(content, FORM, None) == {"identifiers": ids}
    assert CODEC.decode(urlencode({"identifiers": ids}, doseq=True).encode(), FORM, None) == {
        "identifiers": ids
    }


@pytest.mark.parametrize(
    "content",
    [
        b"identifiers[]=a&identifiers[]=b",
        b"identifiers%5B1%5D=b&identifiers[0]=a",
        b"identifiers=a&identifiers=b&",
    ],
)
def test_other_ways_of_writing_a_list_are_read(content: bytes) -> None:
    assert CODEC.decode(content, FORM, None) == {"identifiers": ["a", "b"]}


@pytest.mark.parametrize(
    "filtered",
    [
        {"how": "is", "value": "a"},
        {"how": "in", "value": ["a"]},
        {"how": "in", "value": ["a", "b"]},
    ],
)
def test_a_list_of_one_hides_no_alternative(filtered: Any) -> None:
    one = record(how_=Schema("string", enum=("is", "was")), value_=STRING)
    many = record(how_=Schema("string", enum=("in", "out")), value_=Schema("array", items=STRING))
    form = record(filter=Schema("any", variants=(one, many)))

    assert CODEC.decode(CODEC.encode({"filter": filtered}, form), form, None) == {
        "filter": filtered
    }


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ({"n": "private"}, "n"),
        ({"operation": None}, "operation"),
        ({"note": None}, "note"),
        ({"identifiers": ["x", None]}, "identifiers[1]"),
        ({"identifiers": ["x"] * 40 + [5]}, "identifiers[40]"),
        ({"identifiers": ["x", "private\ud800"]}, "identifiers[1]"),
        ({"numbers": []}, "numbers"),
        ({"owner": {}}, "owner"),
        ({"owners": [{"name": "a"}, {}]}, "owners[1]"),
        ({"either": "299"}, "either"),
        ({"several": ["x", "299"]}, "several[1]"),
        ({"x": float("inf")}, "x"),
        ({"a[b]": "private"}, "*"),
        ({"private@b.co": None}, "*"),
        ([1], ""),
    ],
)
def test_what_a_form_cannot_tell_is_refused_by_its_place(tree: Any, place: str) -> None:
    with pytest.raises(EncodingError) as caught:
        CODEC.encode(tree, FORM)

    assert caught.value.place == place
    assert "private" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "tree"),
    [
        (b"n=soon", {"n": "soon"}),
        (b"numbers=1&numbers=soon", {"numbers": [1, "soon"]}),
        (b"owner=nobody", {"owner": "nobody"}),
        (b"owners[first]=1", {"owners": {"first": "1"}}),
        (b"n[x]=1", {"n": {"x": "1"}}),
    ],
)
def test_what_does_not_convert_stays_plain(content: bytes, tree: Any) -> None:
    assert CODEC.decode(content, FORM, None) == {"identifiers": [], **tree}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"owner=1&owner[name]=private", "both a value and a group"),
        (b"owner[name]=private&owner=1", "both a value and a group"),
        (b"operation=private%ff", "byte 0"),
        (b"operation" + b"[a]" * 100 + b"=private", "too deeply"),
    ],
)
def test_a_form_of_another_shape_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(DecodingError) as caught:
        CODEC.decode(content, FORM, None)

    assert "private" not in str(caught.value)
    assert said == "byte 0" or said in str(caught.value)


def test_forms_are_read_by_their_charset_and_without_a_mark() -> None:
    assert CODEC.decode(b"operation=%E9", FORM, "latin-1")["operation"] == "é"
    assert CODEC.decode(b"\xef\xbb\xbfoperation=a\r\n", FORM, None)["operation"] == "a"


def test_a_form_without_a_schema_is_plain_data() -> None:
    assert CODEC.decode(b"a=1&b=2&b=3&c[d]=4&e", None, None) == {
        "a": "1",
        "b": ["2", "3"],
        "c": {"d": "4"},
        "e": "",
    }
