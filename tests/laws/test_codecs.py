"""What holds for every generated model and every codec; no model is named here."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from adlists.contract import Schema
from adlists.errors import DecodingError, EncodingError
from adlists.hookspecs import Codec
from adlists.plugins.form import FormCodec
from adlists.plugins.json import JsonCodec
from adlists.plugins.lines import LinesCodec
from adlists.plugins.xml import XmlCodec
from adlists.testing import strategies

JSON, XML, FORM, LINES = JsonCodec(), XmlCodec(), FormCodec(), LinesCodec()
CODECS = {"json": JSON, "xml": XML, "form": FORM, "lines": LINES}
MODELS = [one for package in strategies.packages() for one in strategies.models(package)]
BODIES = [
    one.body.schema
    for package in strategies.packages()
    for one in strategies.operations(package)
    if one.body is not None
]
SCHEMAS = [
    *(one.SCHEMA for one in MODELS),
    *(one for one in BODIES if one.model is None),
    Schema("any"),
    Schema("string"),
    Schema("integer", nullable=True),
    Schema("array", items=Schema("number")),
]
law = partial(settings, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
every_model = pytest.mark.parametrize("cls", MODELS, ids=lambda one: one.__name__)


def loses_lists(schema: Schema, seen: frozenset[Schema] = frozenset()) -> bool:
    """Whether XML loses an empty list: one that may be absent and has no element around it."""
    inner = [one for one in (*schema.variants, schema.items) if one is not None]
    if schema in seen:
        return False
    seen |= {schema}
    return any(loses_lists(one, seen) for one in inner) or any(
        (one.schema.kind == "array" and not one.required and not one.schema.xml.wrapped)
        or loses_lists(one.schema, seen)
        for one in schema.fields
    )


# Only what XML carries has to say `wrapped` in its document.
XML_MODELS = [one for one in MODELS if not loses_lists(one.SCHEMA)]
every_xml_model = pytest.mark.parametrize("cls", XML_MODELS, ids=lambda one: one.__name__)
every_codec = pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)


def test_the_walk_finds_models_and_operations() -> None:
    assert len(MODELS) >= 10
    assert BODIES


@every_model
@law(max_examples=15)
@given(data=st.data())
def test_a_model_survives_its_own_tree(cls: Any, data: Any) -> None:
    tree = data.draw(strategies.trees(cls.SCHEMA, null=False))
    model = cls.from_dict(tree)

    assert cls.from_dict(model.to_dict()) == model


@every_model
@law(max_examples=30)
@given(data=st.data())
def test_every_model_survives_json(cls: Any, data: Any) -> None:
    model = data.draw(strategies.instances(cls))

    content = JSON.encode(model.to_dict(), cls.SCHEMA)

    assert cls.from_dict(JSON.decode(content, cls.SCHEMA, None)) == model
    assert json.loads(content) == model.to_dict()


@every_xml_model
@law(max_examples=30)
@given(data=st.data())
def test_every_model_survives_xml(cls: Any, data: Any) -> None:
    model = data.draw(strategies.instances(cls, text=strategies.xml_text()))

    content = XML.encode(model.to_dict(), cls.SCHEMA)

    assert cls.from_dict(XML.decode(content, cls.SCHEMA, None)) == model
    assert shape(ET.fromstring(content)) == shape(etree.fromstring(content))


def shape(element: Any) -> Any:
    """What a parser made of a document, in the same words for both parsers."""
    children = [shape(one) for one in element]
    return element.tag, sorted(element.attrib.items()), element.text or "", children


@every_xml_model
@law(max_examples=20)
@given(data=st.data())
def test_xml_read_does_not_depend_on_order_or_layout(cls: Any, data: Any) -> None:
    tree = data.draw(strategies.instances(cls, text=strategies.xml_text())).to_dict()
    root = etree.fromstring(XML.encode(tree, cls.SCHEMA))
    groups: dict[str, list[Any]] = {}
    for child in root:  # the items of one list keep their order
        groups.setdefault(child.tag, []).append(child)
    root[:] = [one for tag in data.draw(st.permutations(list(groups))) for one in groups[tag]]
    root.insert(0, etree.Comment("a comment"))
    for element in root.iter(etree.Element):
        if len(element):
            element.text = "\n  "
            for child in element:
                child.tail = "\n"

    moved = etree.tostring(root, encoding=data.draw(st.sampled_from(["utf-8", "utf-16"])))

    assert XML.decode(moved, cls.SCHEMA, None) == tree


def silent(data: Any) -> bool:
    """Whether no pair of a form tells of a value: an empty list or object, or one of such."""
    if isinstance(data, dict):
        return all(map(silent, data.values()))
    return data == [] if isinstance(data, list) else False


def told_by_forms(data: Any, schema: Schema) -> bool:
    """Whether a form can hold a tree and give it back: by its schema and its nulls alone."""
    if schema.kind == "any" and not schema.variants:
        return False  # open data comes back as text
    if isinstance(data, dict):
        known = {one.name: one for one in schema.fields}
        return all(
            key in known
            and (not silent(value) or (known[key].required and value == []))
            and told_by_forms(value, known[key].schema)
            for key, value in data.items()
        )
    if isinstance(data, list):
        items = schema.items or Schema("any")
        return all(not silent(item) and told_by_forms(item, items) for item in data)
    kinds = {one.kind for one in schema.variants} or {schema.kind}
    if data is None:
        return kinds <= {"integer", "number", "boolean"}
    return len(kinds) == 1 or not isinstance(data, str)


def hides_an_object(schema: Schema) -> bool:
    """Whether an object without members has to stand inside, of which no form can tell."""
    held = [field.schema for field in schema.fields if field.required]
    held = [
        part.items if part.items and (part.limits or {}).get("min_items") else part for part in held
    ]
    return any(
        part.kind == "object" and (not part.fields or hides_an_object(part)) for part in held
    )


FORM_MODELS = [one for one in MODELS if not hides_an_object(one.SCHEMA)]


@pytest.mark.parametrize("cls", FORM_MODELS, ids=lambda one: one.__name__)
@law(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_model_that_a_form_can_tell_survives_it(cls: Any, data: Any) -> None:
    declared = data.draw(strategies.instances(cls)).to_dict()
    known = {one.name: one.schema for one in cls.SCHEMA.fields}
    tree = {key: one for key, one in declared.items() if key in known}
    assume(told_by_forms(tree, cls.SCHEMA))

    content = FORM.encode(tree, cls.SCHEMA)
    required = [field.name for field in cls.SCHEMA.fields if field.required]
    missing: dict[str, Any] = {name: [] for name in required if name not in tree}

    assert FORM.decode(content, cls.SCHEMA, None) == {**missing, **tree}
    pairs = parse_qsl(content.decode(), keep_blank_values=True, strict_parsing=bool(content))
    assert {key.partition("[")[0] for key, _ in pairs} <= set(known)


@every_model
@law(max_examples=15)
@given(data=st.data())
def test_a_form_gives_back_a_tree_or_refuses_it(cls: Any, data: Any) -> None:
    tree = data.draw(strategies.instances(cls)).to_dict()

    try:
        content = FORM.encode(tree, cls.SCHEMA)
    except EncodingError:
        return

    FORM.decode(content, cls.SCHEMA, None)  # what was written can be read


@law(max_examples=200)
@given(st.lists(st.text() | st.text("ab \r\n\x85\u2028\ufeff")))
def test_lines_give_back_every_list_that_they_take(items: Any) -> None:
    schema = Schema("array", items=Schema("string"))
    try:
        content = LINES.encode(items, schema)
    except EncodingError:
        assert not items or any(
            not one.strip() or one.strip() != one or one.splitlines() != [one] or "\ufeff" in one
            for one in items
        )
        return

    assert LINES.decode(content, schema, None) == items
    assert (
        LINES.decode(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n\r\n"), schema, None) == items
    )
    assert len(content.decode().splitlines()) == len(items)


def refused_or_read(
    codec: Codec, content: bytes, schema: Schema | None, charset: str | None
) -> None:
    refusal = None
    with suppress(DecodingError):
        try:
            codec.decode(content, schema, charset)
        except DecodingError as error:
            refusal = error
            raise
    # What a parser says of a document quotes it, so it is not part of the story.
    assert refusal is None or refusal.__suppress_context__ or refusal.__context__ is None


@every_codec
@law(max_examples=300)
@given(
    schema=st.sampled_from([*SCHEMAS, None]),
    content=st.binary(),
    charset=st.sampled_from([None, "utf-8", "latin-1", "utf-16", "idna", "nope", "utf-7", "\0"]),
)
def test_any_bytes_are_a_value_or_a_decoding_error(
    codec: Any, schema: Any, content: Any, charset: Any
) -> None:
    refused_or_read(codec, content, schema, charset)


@every_codec
@law(max_examples=150)
@given(cls=st.sampled_from(MODELS), data=st.data())
def test_a_damaged_document_is_a_value_or_a_decoding_error(codec: Any, cls: Any, data: Any) -> None:
    tree = data.draw(strategies.instances(cls, text=strategies.xml_text())).to_dict()
    try:
        content = bytearray(codec.encode(tree, cls.SCHEMA))
    except EncodingError:
        return
    other = data.draw(st.sampled_from(SCHEMAS))
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 20)))
        content[start:end] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"<", b"</", b"]]>", b"&#0;", b"[", b"%", b"%5B", b"null", b"&x="])
        )
    for schema in (cls.SCHEMA, other, None):
        refused_or_read(codec, bytes(content), schema, None)


@every_codec
@law(max_examples=150)
@given(
    schema=st.sampled_from(SCHEMAS),
    tree=strategies.open_data() | strategies.open_data(st.text(st.characters(categories=["C"]))),
)
def test_any_data_is_written_or_refused(codec: Any, schema: Any, tree: Any) -> None:
    with suppress(EncodingError):
        codec.encode(tree, schema)


@every_model
def test_an_unknown_value_of_an_open_set_survives_json(cls: Any) -> None:
    tree = {one.name: "never heard of" for one in cls.SCHEMA.fields if one.schema.kind == "string"}
    tree = {
        key: one
        for key, one in tree.items()
        if next(f for f in cls.SCHEMA.fields if f.name == key).schema.format is None
    }
    required = [one for one in cls.SCHEMA.fields if one.required and one.name not in tree]
    if required or "additional_properties" not in attrs.fields_dict(cls):
        return  # a request, and closed

    content = json.dumps({**tree, "unknown": {"a": [1]}}).encode()
    model = cls.from_dict(JSON.decode(content, cls.SCHEMA, None))

    assert model.to_dict() == {**tree, "unknown": {"a": [1]}}
    assert json.loads(JSON.encode(model.to_dict(), cls.SCHEMA)) == json.loads(content)
