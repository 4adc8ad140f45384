"""YAML: what a scalar means, whoever composed it, and what is refused where."""

from __future__ import annotations

import math
from typing import Any

import pytest

from adlists._runtime import yaml_nodes
from adlists._runtime.yaml_nodes import YamlError, YamlSyntaxError, children, read

# The second of each pair is not read by libyaml, since a line of YAML 1.1 would end in it.
READERS = ["", "# \u2028\n"]


@pytest.mark.parametrize("before", READERS)
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on", "on"), ("yes", "yes"), ("n", "n"), ("True", True), ("false", False), ("~", None),
        ("", None), ("Null", None), ("nULL", "nULL"), ("0o17", 15), ("0x1F", 31), ("0o9", "0o9"),
        ("010", 10), ("+12", 12), ("10_000", 10000), ("1e3", 1000.0), (".5", 0.5), ("1.", 1.0),
        ("-.inf", -math.inf), ("1.2.3", "1.2.3"), ("-", None), ("1:20", "1:20"), ("=", "="),
        ("2024-01-01", "2024-01-01"), ("2018-10-18T15:59:13.6Z", "2018-10-18T15:59:13.6Z"),
        ("2018-10-18T29:59:13Z", "2018-10-18T29:59:13Z"), ("'1'", "1"), ('"true"', "true"),
        ("!!str 1", "1"), ("! '1'", "1"), ("!!binary YWI=", "YWI="), ("|\n  1\n", "1\n"),
        ("[1, 'a']", [1, "a"]), ("9" * 5000, math.inf),
    ],
)  # fmt: skip
def test_a_scalar_means_what_yaml_1_2_has_it_mean(before: str, text: str, meant: Any) -> None:
    if text == "-":  # a list of nothing, on a line of its own
        assert read(f"{before}a:\n  -\n")[0] == {"a": [meant]}
    else:
        assert read(f"{before}a: {text}\n")[0] == {"a": meant}


@pytest.mark.parametrize("before", READERS)
def test_keys_are_text_as_they_stand_in_the_file(before: str) -> None:
    found = read(f"{before}200: a\n1.10: b\ntrue: c\n~: d\n'5': e\n")[0]

    assert [*found] == ["200", "1.10", "true", "~", "5"]


@pytest.mark.parametrize("before", READERS)
def test_what_is_merged_stands_behind_what_is_said(before: str) -> None:
    text = (
        f"{before}a: &a {{x: 1, y: 1}}\nb: &b {{y: 2, z: 2}}\n"
        "c: {x: 0, <<: [*a, *b]}\nd: {<<: *b, q: 3}\ne: {'<<': 1}\n"
    )

    found = read(text)[0]
    assert found["c"] == {"x": 0, "y": 1, "z": 2}
    assert found["d"] == {"q": 3, "y": 2, "z": 2}
    assert found["e"] == {"<<": 1}


@pytest.mark.parametrize("before", READERS)
@pytest.mark.parametrize(
    ("text", "said", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "the key 'a' stands twice in one object", 3, 1),
        ("a:\n  ? [1]\n  : 2\n", "a key has to be text", 2, 5),
        ("a: !person x\n", "a value has the tag !person, which JSON lacks", 1, 4),
        ("a: !person 'x'\n", "a value has the tag !person, which JSON lacks", 1, 4),
        ("a: !!set {x}\n", "a value has the tag !!set, which JSON lacks", 1, 4),
        ("a: {<<: 1}\n", "<< has to merge an object, or a list of objects", 1, 9),
        ("a: [1\n", "expected ',' or ']', but got '<stream end>'", 2, 1),
        ("a: @x\n", "found character '@' that cannot start any token", 1, 4),
    ],
)
def test_what_is_no_data_is_refused_with_its_place(
    before: str, text: str, said: str, line: int, column: int
) -> None:
    with pytest.raises(YamlError) as caught:
        read(before + text)

    found = caught.value
    assert (found.message, found.line, found.column) == (said, line + bool(before), column)


def test_an_alias_is_what_it_names() -> None:
    found = read("a: &a [1]\nb: *a\nc: &c {d: *c}\n")[0]

    assert found["a"] is found["b"]
    assert found["c"]["d"] is found["c"]


def test_a_separator_that_yaml_1_1_breaks_lines_at_stays_in_its_text() -> None:
    assert read('a: "x\u2028y"\nb: x\u2029y\n')[0] == {"a": "x\u2028y", "b": "x\u2029y"}


@pytest.mark.parametrize("text", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_ends_in_an_error_of_ours(text: str) -> None:
    """And not in that of the process, whose stack a parser in C would fill."""
    with pytest.raises((YamlError, RecursionError)):
        read(text * 50_000)


def test_it_counts_levels_itself() -> None:
    """Not every build of libyaml does."""
    loader = yaml_nodes._Composer("{a: " * 50_000)
    with pytest.raises(YamlError, match="nested too deeply"):
        loader.get_single_node()


def test_lines_are_those_of_the_file() -> None:
    node = yaml_nodes.read("a: 1\nb:\n  - x\n  - {y: 2}\n")[1]

    below = dict(children(node))
    assert (below["a"][0], below["b"][0]) == (1, 2)
    assert [line for _, (line, _) in children(below["b"][1])] == [3, 4]


def test_tabs_before_a_comment_or_in_an_empty_line_are_blanks() -> None:
    text = "a:\n\t\t# said\n  b: |\n    c\n\t\n \t\r\nd: 1\n"

    assert read(text)[0] == {"a": {"b": "c\n"}, "d": 1}
    with pytest.raises(YamlSyntaxError, match="token") as refused:
        read(f"{text}e:\n\tf: 1\n")
    assert (refused.value.line, refused.value.column) == (9, 1)
