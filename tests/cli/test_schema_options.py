"""What a person may type as the value of an option, and what they are told otherwise."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import attrs
import click
import pytest

from adlists.cli import body_option, schema_options
from adlists.contract import Body, Field, MediaType, Schema

TEXT = Schema("string")
JSON = MediaType("application/json", "application/json")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (schema_options.Seconds(), "2.5", 2.5),
        (schema_options.Integer(32), "-2147483648", -(2**31)),
        (schema_options.Json(), '{"a": [1]}', {"a": [1]}),
        (schema_options.Json(), {"a": 1}, {"a": 1}),
        (schema_options.JsonOrText(), "7", 7),
        (schema_options.JsonOrText(), "seven", "seven"),
        (schema_options.JsonOrText(), [7], [7]),
        (schema_options.Guarded(secret=False, many=False), "a", "a"),
        (schema_options.Guarded(secret=False, many=True), "a", ["a"]),
        (schema_options.Guarded(secret=False, many=True), ["a", "b"], ["a", "b"]),
    ],
)
def test_a_value_is_read(kind: click.ParamType[Any], typed: Any, value: Any) -> None:
    assert kind.convert(typed, None, None) == value


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (schema_options.Seconds(), "soon", "no number of seconds"),
        (schema_options.Seconds(), "0", "above zero"),
        (schema_options.Seconds(), "inf", "above zero"),
        (schema_options.Seconds(), "nan", "above zero"),
        (schema_options.Integer(32), "2147483648", "more than 32 bits"),
        (schema_options.Integer(64), "1.5", "no whole number"),
        (schema_options.Json(), '{"planted": planted}', "column 13"),
        (schema_options.Guarded(secret=True, many=False), "planted", "@FILE"),
    ],
)
def test_what_cannot_be_read_is_said_without_quoting_it(
    kind: click.ParamType[Any], typed: str, words: str
) -> None:
    with pytest.raises(click.BadParameter, match=words) as caught:
        kind.convert(typed, None, None)

    assert "planted" not in str(caught.value)


def test_a_secret_is_read_from_a_file_or_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = schema_options.Guarded(secret=True, many=False)
    (tmp_path / "secret").write_text("\ufeffplanted\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"planted\n")))

    assert secret.convert(f"@{tmp_path / 'secret'}", None, None) == "planted"
    assert secret.convert("-", None, None) == "planted"


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"planted\xff")

    with pytest.raises(click.UsageError, match="nowhere cannot be read: No such file"):
        schema_options.content(f"@{tmp_path / 'nowhere'}")
    with pytest.raises(click.UsageError, match=r"bytes is not UTF-8 \(byte 7\)") as caught:
        schema_options.content(f"@{tmp_path / 'bytes'}")
    assert "planted" not in str(caught.value)


@attrs.frozen
class Named:
    """What an object body is made of, as a generated model says it."""

    list_name: str = attrs.field(
        default="", metadata={"openapi": Field("listName", required=True, schema=TEXT)}
    )


def body(model: Any = None) -> Body:
    made = None if model is None else lambda: model
    return Body((JSON,), Schema("object", model=made), lambda data: data)


def test_a_body_that_is_no_object_or_lacks_a_field_is_refused() -> None:
    named = body(Named)

    with pytest.raises(click.UsageError, match="an object, not a list"):
        body_option.build(named, JSON, "[1]", {})
    with pytest.raises(click.UsageError, match="lacks --list-name"):
        body_option.build(named, JSON, "{}", {})
    assert body_option.build(named, JSON, '{"listName": "a"}', {"listName": "b"}) == {
        "listName": "b"
    }


@pytest.mark.parametrize("text", ['{"planted": ', "<planted"])
def test_a_body_that_breaks_off_says_what_it_was_read_as(text: str) -> None:
    kind = "json" if text.startswith("{") else "xml"

    with pytest.raises(click.UsageError, match=f"read as application/{kind}") as caught:
        body_option.build(body(), JSON, text, {})
    assert "planted" not in str(caught.value)


def test_a_body_of_the_wrong_shape_is_refused_unseen() -> None:
    def refuse(data: Any) -> Any:
        raise ValueError(data)

    strict = Body((JSON,), Schema("object"), refuse)

    with pytest.raises(click.UsageError, match="shape") as caught:
        body_option.build(strict, JSON, '{"planted": 1}', {})
    assert "planted" not in str(caught.value)
