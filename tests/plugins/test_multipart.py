"""Bodies of several parts, as a server of somebody else's reads them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import attrs
import pytest
from hand_made import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from adlists import EncodingError, File
from adlists._runtime.registry import Registry
from adlists.contract import Encoding, Schema
from adlists.plugins import builtins

OPEN = Schema("object")
CODECS = Registry(builtins())
FORM: Any = CODECS.codec("multipart/form-data")
MIXED: Any = CODECS.codec("multipart/mixed")
TEXTS = st.text(st.characters(codec="utf-8"))


@attrs.frozen
class Sent:
    """A file as a server has it."""

    content: bytes
    filename: str | None
    mimetype: str


@attrs.frozen
class Served:
    """What werkzeug reads of a body."""

    form: MultiDict[str, str]
    files: dict[str, Sent]


def served(content: bytes) -> Served:
    """Read a body as werkzeug does."""
    boundary = content[2 : content.index(b"\r\n")].decode()
    environ = {
        "REQUEST_METHOD": "POST",
        "wsgi.input": io.BytesIO(content),
        "CONTENT_LENGTH": str(len(content)),
        "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
    }
    with Request(environ) as request:
        files = {
            name: Sent(file.read(), file.filename, file.mimetype)
            for name, file in request.files.items()
        }
        return Served(MultiDict(request.form), files)


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(st.dictionaries(st.text("abcé[] ", min_size=1), st.lists(TEXTS, min_size=1), min_size=1))
def test_a_server_reads_the_fields_that_were_sent(data: dict[str, list[str]]) -> None:
    content = FORM.encode(data, OPEN)

    read = dict(served(content).form.lists())
    assert read == data


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(st.binary(), st.binary())
def test_a_server_reads_the_files_that_were_sent(one: bytes, other: bytes) -> None:
    content = FORM.encode({"one": one, "other": File(other, 'a"é.bin', "image/png")}, OPEN)

    files = served(content).files
    assert (files["one"].content, files["one"].filename) == (one, "one")
    assert files["one"].mimetype == "application/octet-stream"
    assert (files["other"].content, files["other"].mimetype) == (other, "image/png")
    assert FORM.decode(content, OPEN, None) == {"one": one, "other": other}


def test_no_content_ends_a_part() -> None:
    first = FORM.encode({"a": b"x"}, OPEN)
    boundary = first[: first.index(b"\r\n")]

    content = FORM.encode({"a": boundary[2:].ljust(1)}, OPEN)
    again = FORM.encode({"a": b"\r\n" + boundary + b"--\r\n"}, OPEN)

    assert served(content).files["a"].content == boundary[2:]
    assert served(again).files["a"].content == b"\r\n" + boundary + b"--\r\n"


def test_values_are_text_and_objects_are_json() -> None:
    content = FORM.encode({"n": 1.5, "yes": True, "many": [1, 2], "who": {"name": "Zoë"}}, OPEN)

    form = served(content).form
    assert (form["n"], form["yes"], form.getlist("many")) == ("1.5", "true", ["1", "2"])
    assert form["who"] == '{"name":"Zoë"}'
    assert b"Content-Type: application/json" in content


def test_the_document_says_what_a_part_is_written_as() -> None:
    schema = Schema(
        "object",
        encoding={
            "xml": Encoding(("application/xml",)),
            "ids": Encoding(explode=False),
            "deep": Encoding(style="deepObject"),
            "picture": Encoding(("image/png", "image/jpeg")),
        },
    )
    data = {"xml": {"a": "1"}, "ids": [1, 2], "deep": {"a": {"b": "ü"}}, "picture": b"P"}
    content = FORM.encode(data, schema)

    form, files = served(content).form, served(content).files
    assert "<a>1</a>" in form["xml"]
    assert (form["ids"], form["deep[a][b]"]) == ("1,2", "ü")
    assert files["picture"].mimetype == "image/png"


def test_a_path_and_an_open_file_are_read_when_the_call_is_made(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b")
    with path.open("rb") as opened:
        opened.read()
        content = FORM.encode({"path": File(path), "open": File(opened), "bare": opened}, OPEN)

    files = served(content).files
    assert {files[name].content for name in ("path", "open", "bare")} == {b"a,b"}
    assert {files[name].filename for name in ("path", "open", "bare")} == {"list.csv"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "needs a part"),
        ({"a": None}, r"^a: null has no part"),
        ({"a": []}, r"^a: an empty list would vanish"),
        ({"a": ["x", float("nan")]}, r"^a\[1\]: is not finite"),
        ({"a": "\ud800"}, r"^a: .*half a surrogate"),
        ({"a": File(Path("/nowhere/at/all"))}, r"^a: the file cannot be read"),
        ("text", "holds an object, not str"),
    ],
)
def test_what_has_no_part_is_refused_with_its_place(data: Any, words: str) -> None:
    with pytest.raises(EncodingError, match=words):
        FORM.encode(data, OPEN)


@settings(deadline=None)  # werkzeug's first reading takes its time
@given(st.dictionaries(st.text("abc", min_size=1), TEXTS, min_size=1))
def test_parts_of_any_kind_read_back(data: dict[str, str]) -> None:
    assert MIXED.decode(MIXED.encode(data, OPEN), OPEN, None) == data


def test_a_list_is_a_part_for_each_item() -> None:
    schema = Schema("array", items=Schema("object"))
    items = [{"a": 1}, {"b": [2]}]

    assert MIXED.decode(MIXED.encode(items, schema), schema, None) == items


def test_a_file_shows_nothing_of_itself() -> None:
    assert repr(File(b"secret", "name.txt")) == "<File>"


@given(TEXTS)
def test_a_text_is_text_under_a_label_that_no_codec_has(text: str) -> None:
    how = {"grant_type": Encoding(("application/sdp",))}
    known = Schema("object", model=lambda: Credentials, encoding=how)
    content = FORM.encode({"grant_type": text}, known)

    assert b"Content-Type: application/sdp\r\n" in content
    assert FORM.decode(content, known, None) == {"grant_type": text}
    with pytest.raises(EncodingError, match="no codec for 'application/sdp'"):
        FORM.encode({"grant_type": {"no": "text"}}, known)
