from __future__ import annotations

import pytest

from adlists.cli import results
from adlists.contract import Field, Schema


def schema(*fields: Field) -> Schema:
    made = Schema("object")
    object.__setattr__(made, "_fields", fields)
    return made


def field(name: str, kind: Schema) -> Field:
    return Field(name, required=False, schema=kind)


def test_sensitive_values_are_marked_wherever_they_stand() -> None:
    secret = Schema("string", sensitive=True)
    person = schema(field("mail", secret), field("age", Schema("integer")))
    whole = schema(
        field("people", Schema("array", items=person)),
        field("samples", Schema("array", sensitive=True, items=Schema("string"))),
        field("token", secret),
    )
    data = {
        "people": [{"mail": "a@example.com", "age": 3, "more": "kept"}],
        "samples": ["x", "y"],
        "token": None,
    }
    assert results.redact(data, whole) == {
        "people": [{"mail": "[secure]", "age": 3, "more": "[secure]"}],
        "samples": "[secure: 2 items]",
        "token": None,
    }


def test_plain_output_is_lines_and_tab_separated_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    results.show(
        {"a": None, "b": True, "t": [{"x": 1, "y": "é"}, {"x": 2}], "l": ["p", "q"], "e": []}
    )
    assert capsys.readouterr().out == (
        "a: null\nb: true\nt:\n  x\ty\n  1\té\n  2\t\nl:\n  p\n  q\ne: []\n"
    )


def test_a_reply_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    results.show({"name": "\x1b[2Jgone\r\n"})
    assert capsys.readouterr().out == "name:  [2Jgone  \n"


def test_json_is_one_line_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    results.dump({"name": "é", "list": [1]})
    assert capsys.readouterr().out == '{"name": "é", "list": [1]}\n'
