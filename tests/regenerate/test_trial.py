"""`regenerate.trial`: what cannot be called or read is told before anything is put in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adlists._runtime.contradictions import contradiction
from adlists._runtime.example_values import EndlessError, example
from adlists.cli import main
from adlists.contract import Schema
from adlists.regenerate import SpecError, regenerate

NESTED = {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}
OBJECT = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}


def operation(**more: Any) -> dict[str, Any]:
    return {"responses": {"204": {"description": "done"}}, **more}


def replying(label: str, schema: Any, **more: Any) -> dict[str, Any]:
    content = {label: {"schema": schema, **more}}
    return {"responses": {"200": {"description": "d", "content": content}}}


def written(folder: Path, paths: dict[str, Any], **schemas: Any) -> Path:
    path = folder / "tried.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Tried", "version": "1"},
        "servers": [{"url": "https://x.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    path.write_text(json.dumps(document, indent=1), "utf-8")
    return path


FINE = {"get": operation(operationId="fine")}
BROKEN: list[tuple[dict[str, Any], str]] = [
    (
        {
            "get": operation(
                parameters=[{"name": "deep", "in": "query", "required": True, "schema": NESTED}]
            )
        },
        "/get/parameters/0: get_x0: deep[0]: is a list",
    ),
    (
        {
            "get": operation(
                parameters=[
                    {"name": "fine", "in": "query", "schema": {"type": "string"}},
                    {
                        "name": "X-Deep",
                        "in": "header",
                        "required": True,
                        "schema": {
                            "type": "object",
                            "required": ["a"],
                            "properties": {"a": OBJECT},
                        },
                    },
                ]
            )
        },
        "/get/parameters/1: get_x1: x_deep.a: is an object",
    ),
]


def test_an_operation_that_cannot_be_called_is_told_with_place_and_reason(tmp_path: Path) -> None:
    broken = {f"/x{number}": item for number, (item, _) in enumerate(BROKEN)}
    path = written(tmp_path, {"/fine": FINE, **broken})
    output = tmp_path / "clients"

    with pytest.raises(SpecError) as caught:
        regenerate([path], output)
    lines = [str(part) for part in caught.value.missing]
    for number, (_, said) in enumerate(BROKEN):
        assert said in lines[number]
        assert f"(GET /x{number} cannot be made)" in lines[number]
    assert caught.value.argument == "allow_partial"
    assert all(problem.line for problem in caught.value.problems)
    assert not output.exists()

    report = regenerate([path], output, allow_partial=True)
    assert list(report.missing) == lines
    made = {file.stem for file in (output / "tried/api/default").glob("*.py")}
    assert made == {"__init__", "fine"}
    again = regenerate([path], output, allow_partial=True, check=True)
    assert (again.drifted, again.missing) == ((), report.missing)


SPARE: list[tuple[dict[str, Any], str]] = [
    ({"schema": NESTED}, "get_list: deep[0]: is a list"),
    ({"schema": {"$ref": "#/nowhere"}}, "/schema/$ref: $ref leads nowhere: #/nowhere"),
    ({"schema": {}, "style": "matrix"}, "/style: has the style 'matrix'"),
]


@pytest.mark.parametrize(("parameter", "said"), SPARE)
def test_an_optional_parameter_that_cannot_be_written_is_left_out_aloud(
    tmp_path: Path, parameter: dict[str, Any], said: str
) -> None:
    fine = {"name": "fine", "in": "query", "schema": {"type": "string"}}
    deep = {"name": "deep", "in": "query", **parameter}
    item = operation(operationId="get_list", parameters=[fine, deep])
    path = written(tmp_path, {"/list": {"get": item}})
    output = tmp_path / "clients"
    told = "(the parameter 'deep' of GET /list cannot be made)"

    with pytest.raises(SpecError) as caught:
        regenerate([path], output)
    assert said in str(caught.value)
    assert told in str(caught.value)
    assert caught.value.argument == "allow_partial"
    assert not output.exists()

    report = regenerate([path], output, allow_partial=True)
    (line,) = report.missing
    assert "#/paths/~1list/get/parameters/1" in line
    assert line.endswith(told)
    made = (output / "tried/api/default/get_list.py").read_text(encoding="utf-8")
    assert '"fine"' in made
    assert '"deep"' not in made


def test_the_command_lists_them_and_exits_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, {"/fine": FINE, "/x": BROKEN[0][0]})
    words = ["regenerate", str(path), "--output", str(tmp_path / "clients")]

    assert main(words) != 0
    assert "GET /x cannot be made" in capsys.readouterr().err
    assert main([*words, "--allow-partial"]) == 3
    assert "GET /x cannot be made" in capsys.readouterr().err


NOTED: list[tuple[dict[str, Any], str]] = [
    (
        replying("application/json", OBJECT, example={"name": "x"}),
        "content/application~1json/example: the example contradicts its schema: id is missing",
    ),
    (
        replying("application/json", {"type": "array", "items": OBJECT}, example={"id": 1}),
        "the example contradicts its schema: it is not an array",
    ),
    (
        replying("application/json", OBJECT, examples={"a/b": {"value": '{"id": 1}'}}),
        "examples/a~1b: the example contradicts its schema: it is not an object",
    ),
    (
        replying("application/json", {**OBJECT, "example": [1]}),
        "content/application~1json/schema: the example contradicts its schema: it is not an object",
    ),
    (
        replying("application/xml", {**OBJECT, "xml": {"name": "e"}}, example="<e><id>1</e>"),
        "content/application~1xml/example: the example cannot be read: line 1",
    ),
    (
        operation(
            requestBody={
                "content": {"application/json": {"schema": OBJECT, "example": {"id": "seven"}}}
            }
        ),
        "content/application~1json/example: the example contradicts its schema: id is not an int",
    ),
    (
        operation(
            parameters=[
                {"name": "q", "in": "query", "content": {"application/x-own": {"schema": OBJECT}}}
            ]
        ),
        "/get/parameters/0: application/x-own has no codec here",
    ),
]


def test_a_fault_of_the_document_alone_is_a_note(tmp_path: Path) -> None:
    paths = {f"/x{number}": {"get": item} for number, (item, _) in enumerate(NOTED)}

    path = written(tmp_path, paths)
    (package,) = regenerate([path], tmp_path / "clients").packages
    for note, (_, said) in zip(package.notes, NOTED, strict=True):
        assert said in note
    assert package.missing == ()


def test_a_form_of_a_list_is_left_out_where_another_media_type_remains(tmp_path: Path) -> None:
    content = {
        label: {"schema": {"type": "array", "items": OBJECT}}
        for label in ("application/json-patch+json", "multipart/form-data")
    }
    path = written(tmp_path, {"/x": {"patch": operation(requestBody={"content": content})}})

    (package,) = regenerate([path], tmp_path / "clients").packages

    assert package.missing == ()
    (note,) = package.notes
    assert "multipart~1form-data/schema: multipart/form-data holds an object" in note


def test_many_notes_are_counted(tmp_path: Path) -> None:
    paths = {f"/x{number}": {"get": NOTED[0][0]} for number in range(30)}
    (package,) = regenerate([written(tmp_path, paths)], tmp_path / "clients").packages

    assert len(package.notes) == 21
    assert package.notes[-1].startswith("10 more examples")


FORM = {
    "type": "object",
    "required": ["free", "list"],
    "properties": {
        "free": {"type": "object"},
        "list": {"type": "array", "items": {"type": "string"}},
        "file": {"type": "string", "format": "binary"},
    },
}
DATED = {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}


ALL_FINE: list[dict[str, Any]] = [
    replying("application/json", OBJECT, example={"id": 1, "name": "x"}),
    replying("application/json", OBJECT, examples={"none": {"externalValue": "https://x"}}),
    replying("application/json", OBJECT, example=None),
    replying("application/json", DATED, example={"at": "2026-01-31T12:00:00Z"}),
    replying("application/xml", {**OBJECT, "xml": {"name": "e"}}, example="<e><id>1</id></e>"),
    replying("application/xml", {**OBJECT, "xml": {"name": "e"}}, example={"id": 1}),
    replying("text/plain", {"type": "string"}, example="words"),
    replying("text/event-stream", {"type": "string"}, example="data: 1\n\n"),
    replying("application/jsonl", OBJECT, example='{"id": 1}\n{"id": 2}\n'),
    replying("application/x-ndjson", {"type": "array", "items": OBJECT}, example=[{"id": 1}]),
    *(
        operation(requestBody={"required": True, "content": {label: {"schema": schema}}})
        for label in (
            "application/json",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/mixed",
        )
        for schema in (OBJECT, DATED, {}, {"type": "object"})
    ),
    operation(requestBody={"content": {"multipart/form-data": {"schema": FORM}}}),
    *(
        operation(requestBody={"content": {label: {"schema": OBJECT, "example": {"id": 1}}}})
        for label in ("application/json", "application/xml", "multipart/form-data")
    ),
    *(
        operation(requestBody={"content": {label: {}}})
        for label in ("image/*", "*/*", "text/*", "application/*+json", "application/pdf")
    ),
]


def test_what_is_fine_is_passed_over_in_silence(tmp_path: Path) -> None:
    paths = {f"/x{number}": {"post": item} for number, item in enumerate(ALL_FINE)}
    (package,) = regenerate([written(tmp_path, paths)], tmp_path / "clients").packages

    assert (package.notes, package.missing) == ((), ())


def test_an_example_ends_whatever_refers_to_itself() -> None:
    assert example(Schema("array", items=Schema("string")), deepest=0) == ["example"]
    assert example(Schema("integer", enum=("first", 2))) == 2
    assert example(Schema("integer", enum=("first", "second"))) == 1  # there is no good one
    with pytest.raises(EndlessError):
        example(Schema("string"), 1_000)


@pytest.mark.parametrize(
    ("value", "schema", "said"),
    [
        (1, Schema("integer"), ""),
        (1.0, Schema("integer"), ""),
        (True, Schema("integer"), "it is not an integer"),
        ("1", Schema("number"), "it is not a number"),
        (None, Schema("string"), "it is null"),
        (None, Schema("string", nullable=True), ""),
        ({"a": 1}, Schema("any"), ""),
        ([1, "x"], Schema("array", items=Schema("integer")), "it[1] is not an integer"),
        ("new", Schema("string", enum=("old",)), ""),  # sets of values are open
        ("x", Schema("any", variants=(Schema("integer"), Schema("string"))), ""),
        ([], Schema("any", variants=(Schema("integer"), Schema("string"))), "it is not an integer"),
        ("yesterday", Schema("string", format="date"), "it "),
        ([1, 2], Schema("array", max_items=1), "it holds 2 items, and 1 are allowed"),
    ],
)
def test_the_judge_says_where_data_is_not_of_its_schema(
    value: Any, schema: Schema, said: str
) -> None:
    found = contradiction(value, schema)
    assert found.startswith(said) if said else not found
