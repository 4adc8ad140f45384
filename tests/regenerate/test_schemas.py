"""`regenerate.prepare.schemas`: classes with names of their own, and references to them."""

from __future__ import annotations

from typing import Any, Final, get_args

import pytest
from small_documents import Make, Prepare, reply, schemas

REF: Final = "#/components/schemas/"


def field(prepared: Prepare, schema: str, *, version: str = "3.1.0", more: str = "") -> Any:
    """Return the form of the one field of a model, and the document's classes."""
    document = prepared(
        f"openapi: {version}\n"
        'info: {title: T, version: "1"}\n'
        "paths: {}\ncomponents:\n  schemas:\n"
        f"    M: {{type: object, properties: {{f: {schema}}}}}\n"
        f"{more}"
    )
    assert document.missing == []
    found = schemas(document)
    return found["M"]["properties"]["f"], found


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        ("{type: string, format: date}", {"type": "string", "format": "date"}),
        ("{type: array}", {"type": "array", "items": {}}),
        ("{type: [integer, 'null']}", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        ("{type: [string, integer]}", {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ("{oneOf: [{type: string}, {type: 'null'}]}",
         {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("{anyOf: [{type: string}, {anyOf: [{type: integer}, {type: 'null'}]}]}",
         {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
        ("{oneOf: [{type: string}]}", {"type": "string"}),
        ("{type: string, anyOf: [{format: date}, {format: uuid}]}",
         {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "uuid"}]}),
        ("{type: string, oneOf: [{minLength: 1}, {pattern: x}]}", {"type": "string"}),
        ("{allOf: [{type: string}, {maxLength: 3}]}", {"type": "string", "maxLength": 3}),
        ("{allOf: [{type: number}, {type: integer}]}", {"type": "integer"}),
        ("{type: array, prefixItems: [{type: string}, {type: integer}]}",
         {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}),
        ("{type: array, items: false}", {"type": "array", "items": {}}),
        ("{enum: []}", {}),
        ("{const: 1.5}", {"type": "number", "const": 1.5}),
        ("{const: null}", {"type": "null", "const": None}),
        ("{type: boolean, enum: [true]}", {"type": "boolean", "enum": [True]}),
        ("{type: number, enum: [0.5, 2]}", {"type": "number", "enum": [0.5, 2]}),
        ("true", {}),
        ("{not: {}}", {"not": {}}),
    ],
)  # fmt: skip
def test_a_schema_has_one_form(prepared: Prepare, schema: str, form: object) -> None:
    found, _ = field(prepared, schema)

    assert found == form


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        ("{type: string, nullable: true}", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("{type: integer, minimum: 3, exclusiveMinimum: true}",
         {"type": "integer", "exclusiveMinimum": 3}),
        ("{type: integer, maximum: 3, exclusiveMaximum: false}",
         {"type": "integer", "maximum": 3}),
    ],
)  # fmt: skip
def test_openapi_3_0_is_read_as_3_1(prepared: Prepare, schema: str, form: object) -> None:
    found, _ = field(prepared, schema, version="3.0.3")

    assert found == form


def test_a_nullable_object_is_one_class_that_may_be_null(prepared: Prepare) -> None:
    node = (
        "    N: {type: object, nullable: true, properties:"
        " {next: {$ref: '#/components/schemas/N'}}}\n"
    )
    found, classes = field(prepared, "{$ref: '#/components/schemas/N'}", version="3.0.3", more=node)

    assert found == {"anyOf": [{"$ref": f"{REF}N"}, {"type": "null"}]}
    assert classes["N"]["properties"]["next"] == found


def test_an_enum_is_a_class_and_null_is_beside_it(prepared: Prepare) -> None:
    found, classes = field(prepared, "{type: [string, 'null'], enum: [a, b, null]}")

    assert found == {"anyOf": [{"$ref": f"{REF}MF"}, {"type": "null"}]}
    assert classes["MF"] == {"type": "string", "enum": ["a", "b"]}


def test_values_that_differ_in_case_alone_stand_in_one_order(made: Make) -> None:
    values = ["abd", "ABC", "aBc", "Abc", "abC", "abc", "ABc", "AbC", "aBC"]
    module = made(
        f"paths: {{}}\ncomponents: {{schemas: {{Cases: {{type: string, enum: {values}}}}}}}"
    )

    assert list(get_args(module.models.Cases)) == [*sorted(values[1:]), "abd"]


def test_a_union_of_constants_is_an_enum(prepared: Prepare) -> None:
    found, classes = field(prepared, "{oneOf: [{const: a, title: The first}, {const: b}]}")

    assert found == {"$ref": f"{REF}MF"}
    assert classes["MF"]["enum"] == ["a", "b"]


def test_an_enum_of_several_types_is_a_union(prepared: Prepare) -> None:
    found, classes = field(prepared, "{enum: [a, 3, null]}")

    assert [len(found["anyOf"]), found["anyOf"][-1]] == [3, {"type": "null"}]
    assert [node.get("enum") for node in classes.values()] == [None, ["a"], [3]]


def test_parts_of_all_of_become_one_class(prepared: Prepare) -> None:
    more = (
        "    A: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}\n"
        "    B: {allOf: [{$ref: '#/components/schemas/A'},"
        " {required: [b], properties: {b: {description: more}, c: {type: integer}}}]}\n"
    )
    found, classes = field(prepared, "{$ref: '#/components/schemas/B'}", more=more)

    assert found == {"$ref": f"{REF}B"}
    assert list(classes["B"]["properties"]) == ["a", "b", "c"]
    assert classes["B"]["properties"]["b"] == {"type": "string", "description": "more"}
    assert classes["B"]["required"] == ["a", "b"]


@pytest.mark.parametrize(
    "beside", ["description: x", "type: object", "nullable: false", "minProperties: 1"]
)
def test_what_stands_beside_a_reference_makes_no_other_class(
    prepared: Prepare, beside: str
) -> None:
    more = "    A: {type: object, properties: {a: {type: string}}}\n"
    found, classes = field(prepared, f"{{$ref: '#/components/schemas/A', {beside}}}", more=more)

    assert found["$ref"] == f"{REF}A"
    assert set(classes) == {"M", "A"}


def test_a_reference_that_adds_fields_makes_another_class(prepared: Prepare) -> None:
    more = "    A: {type: object, properties: {a: {type: string}}}\n"
    schema = "{$ref: '#/components/schemas/A', properties: {z: {type: string}}}"
    found, classes = field(prepared, schema, more=more)

    assert found == {"$ref": f"{REF}MF"}
    assert list(classes["MF"]["properties"]) == ["a", "z"]


def test_children_that_their_parent_lists_do_not_lead_in_a_circle(prepared: Prepare) -> None:
    more = (
        "    Pet: {type: object, properties: {kind: {type: string}},"
        " oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}\n"
        "    Cat: {allOf: [{$ref: '#/components/schemas/Pet'},"
        " {properties: {claws: {type: integer}}}]}\n"
    )
    _, classes = field(prepared, "{$ref: '#/components/schemas/Pet'}", more=more)

    assert list(classes["Cat"]["properties"]) == ["kind", "claws"]


def test_a_discriminator_has_a_class_for_each_value(prepared: Prepare) -> None:
    more = (
        "    Cat: {type: object, properties: {kind: {type: string}}}\n"
        "    Dog: {type: object, properties: {kind: {type: string}, bark: {type: string}}}\n"
    )
    schema = (
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}],"
        " discriminator: {propertyName: kind, mapping: {miau: Cat}}}"
    )
    found, _ = field(prepared, schema, more=more)

    assert found["discriminator"]["mapping"] == {"miau": f"{REF}Cat", "Dog": f"{REF}Dog"}


@pytest.mark.parametrize(
    ("schema", "form"),
    [
        ("{type: string, contentEncoding: base64}", {"type": "string", "format": "byte"}),
        ("{type: string, contentEncoding: quoted-printable}", {"type": "string"}),
        ("{contentMediaType: image/png}", {"type": "string", "format": "binary"}),
        ("{type: string, contentMediaType: application/json}", {"type": "string"}),
        (
            "{type: string, contentMediaType: image/png, contentEncoding: base64}",
            {"type": "string", "format": "byte"},
        ),
    ],
)
def test_contents_of_a_text_are_what_formats_were(
    prepared: Prepare, schema: str, form: dict[str, str]
) -> None:
    found, _ = field(prepared, schema)
    assert {key: value for key, value in found.items() if not key.startswith("content")} == form


ALIKE = """
components:
  schemas:
    A: {type: object, required: [n], properties: {n: {type: string}, m: {type: integer}}}
    B: {type: object, required: [n], properties: {m: {type: integer}, n: {type: string}}}
    C: {type: object, required: [m], properties: {n: {type: string}, m: {type: integer}}}
    D: {type: object, required: [n], properties: {n: {const: d}, m: {type: integer}}}
    Holder: {type: object, properties: {held: {$ref: '#/components/schemas/Either'}}}
"""


def alike(keyword: str, one: str, two: str, more: str = "", *, sent: bool = False) -> str:
    """Write a document with two alternatives, in a model, as a reply or as a body."""
    content = "{content: {application/json: {schema: {$ref: '#/components/schemas/Holder'}}}}"
    what = f"requestBody: {content}" if sent else f"responses: {{'200': {content}}}"
    references = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in (one, two))
    return (
        f"paths: {{/b: {{post: {{}}}}, /a: {{post: {{{what}}}}}}}\n{ALIKE.strip()}\n"
        f"    Either: {{{keyword}: [{references}]{more}}}\n"
    )


def test_alternatives_that_nothing_tells_apart_are_refused(prepared: Prepare) -> None:
    document = prepared(alike("oneOf", "A", "B"))

    assert [missing.what for missing in document.missing] == ["POST /a", "the model Holder"]
    assert "nothing tells A and B apart" in str(document.missing[0].problem)
    assert "Give the oneOf a discriminator" in str(document.missing[0].problem)
    assert list(document.root["paths"]) == ["/b"]


@pytest.mark.parametrize(
    "text",
    [
        alike("oneOf", "A", "C"),
        alike("oneOf", "A", "D"),
        alike("anyOf", "A", "B"),
        alike("oneOf", "A", "B", ", discriminator: {propertyName: n}"),
        alike("oneOf", "A", "B", sent=True),
    ],
    ids=["required", "a constant", "anyOf", "a discriminator", "only sent"],
)
def test_alternatives_that_something_tells_apart_are_made(prepared: Prepare, text: str) -> None:
    assert prepared(text).missing == []


WITHIN = """    S: {type: object, properties: {type: {type: string}, n: {type: string}}}
    T: {type: object, properties: {type: {type: string}, n: {type: string}}}
    Streamed:
      oneOf: [{$ref: '#/components/schemas/S'}, {$ref: '#/components/schemas/T'}]
      discriminator: {propertyName: type, mapping: {s: S, t: T}}
"""


def test_a_discriminator_of_a_union_within_tells_its_alternatives(prepared: Prepare) -> None:
    document = prepared(alike("oneOf", "A", "Streamed") + WITHIN)

    assert document.missing == []
    union = schemas(document)["Holder"]["properties"]["held"]
    assert [part["$ref"] for part in union["anyOf"]] == [f"{REF}{name}" for name in "AST"]
    assert union["discriminator"] == {
        "propertyName": "type", "mapping": {"s": f"{REF}S", "t": f"{REF}T"},
    }  # fmt: skip


def other(field: str, mapping: str) -> str:
    """Write another union within, and what tells its alternatives apart."""
    return (
        "    Other:\n      oneOf: [{$ref: '#/components/schemas/A'}, "
        "{$ref: '#/components/schemas/B'}]\n"
        f"      discriminator: {{propertyName: {field}, mapping: {mapping}}}\n"
    )


@pytest.mark.parametrize(("field", "mapping"), [("kind", "{a: A, b: B}"), ("type", "{s: A, b: B}")])
def test_discriminators_within_that_contradict_each_other_tell_nothing(
    prepared: Prepare, field: str, mapping: str
) -> None:
    document = prepared(alike("oneOf", "Other", "Streamed") + WITHIN + other(field, mapping))

    assert "nothing tells" in str(document.missing[0].problem)


@pytest.mark.parametrize(
    ("labels", "left"),
    [
        (["application/json"], ["application/json"]),
        (["application/json", "application/xml"], ["application/json"]),
        (["application/xml"], None),
        (["application/x-www-form-urlencoded"], None),
    ],
)
def test_what_only_kinds_tell_apart_is_told_in_json_alone(
    prepared: Prepare, labels: list[str], left: list[str] | None
) -> None:
    content = ", ".join(f"{label}: {{schema: {{$ref: '{REF}M'}}}}" for label in labels)
    document = prepared(
        f"paths: {{/a: {{get: {{responses: {{200: {{content: {{{content}}}}}}}}}}}}}\n"
        "components:\n  schemas:\n"
        f"    M: {{type: object, properties: {{u: {{oneOf: [{{$ref: '{REF}A'}},"
        f" {{$ref: '{REF}B'}}]}}}}}}\n"
        "    A: {type: object, required: [v], properties: {v: {type: string}}}\n"
        "    B:\n      type: object\n      required: [v]\n"
        "      properties: {v: {type: array, items: {type: integer}}}\n"
    )

    if left is None:
        (missing,) = document.missing
        assert "nothing tells A and B apart in XML or a form" in str(missing)
        return
    assert document.missing == []
    made = document.root["paths"]["/a"]["get"]["responses"]["200"]["content"]
    assert list(made) == left
    assert len(document.notes) == len(labels) - len(left)


def test_roots_of_xml_are_told_apart_by_their_names(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {get: {responses: {200: {content: {application/xml: {schema: {oneOf:"
        f" [{{$ref: '{REF}A'}}, {{$ref: '{REF}B'}}]}}}}}}}}}}}}}}}}\n"
        "components:\n  schemas:\n"
        "    A: {type: object, required: [v], properties: {v: {type: string}}}\n"
        "    B: {type: object, required: [v], properties: {v: {type: integer}}}\n"
    )

    assert (document.missing, document.notes) == ([], [])


def test_two_inline_models_of_one_title_get_two_names(prepared: Prepare) -> None:
    inner = "{type: object, title: Same, properties: {x: {type: string}}}"
    found, classes = field(prepared, f"{inner}, g: {inner}")

    assert found == {"$ref": f"{REF}MSame"}
    assert classes["M"]["properties"]["g"] == {"$ref": f"{REF}MSame2"}


def test_patterns_of_names_are_the_type_of_other_fields(prepared: Prepare) -> None:
    schema = "{type: object, additionalProperties: false, patternProperties: {^x: {type: string}}}"
    _, classes = field(prepared, schema)

    assert classes["MF"]["additionalProperties"] == {"type": "string"}


def test_what_refers_to_itself_without_an_object_is_typed_any_and_said(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents:\n  schemas:\n"
        "    Json: {anyOf: [{type: string},"
        " {type: array, items: {$ref: '#/components/schemas/Json'}}]}\n"
        "    M: {type: object, properties: {f: {$ref: '#/components/schemas/Json'}}}\n"
    )

    found = schemas(document)["M"]["properties"]["f"]
    assert found == {"anyOf": [{"type": "string"}, {"type": "array", "items": {}}]}
    assert [str(note) for note in document.notes] == [
        (
            "line 6, #/components/schemas/Json/anyOf/1/items: refers to itself with no object "
            "between, and is typed Any there"
        )
    ]


def test_a_field_that_a_closed_part_does_not_admit_is_made_and_said(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents:\n  schemas:\n"
        "    Closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}\n"
        "    M:\n      allOf:\n        - {$ref: '#/components/schemas/Closed'}\n"
        "        - {properties: {more: {type: string}}}\n"
    )

    assert schemas(document)["M"]["properties"].keys() == {"a", "more"}
    (note,) = map(str, document.notes)
    assert note.startswith("line 7, #/components/schemas/M: merges with a schema that is closed")
    assert "'more'" in note


def test_a_model_that_would_have_to_hold_itself_may_lack_what_leads_back(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents:\n  schemas:\n"
        "    A: {type: object, required: [b, n], properties:"
        " {b: {$ref: '#/components/schemas/B'}, n: {type: integer}}}\n"
        "    B: {type: object, required: [a, either, more], properties: {"
        "a: {$ref: '#/components/schemas/A'},"
        " either: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]},"
        " more: {type: array, items: {$ref: '#/components/schemas/B'}}}}\n"
        "    C: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}\n"
    )

    found = schemas(document)
    assert [found[name]["required"] for name in "ABC"] == [["n"], ["either", "more"], []]
    assert "leads back to A without end" in str(document.notes[0])


def test_only_the_side_that_sends_a_field_must(prepared: Prepare) -> None:
    schema = (
        "{type: object, required: [id, pw], properties:"
        " {id: {type: integer, readOnly: true}, pw: {type: string, writeOnly: true}}}"
    )
    content = "{application/json: {schema: {$ref: '#/components/schemas/M'}}}"
    reply = f"responses: {{'200': {{description: d, content: {content}}}}}"
    body = f"requestBody: {{content: {content}}}"

    def required(operation: str) -> list[str]:
        document = prepared(
            f"paths: {{/a: {{post: {{{operation}}}}}}}\ncomponents: {{schemas: {{M: {schema}}}}}\n"
        )
        found: list[str] = schemas(document)["M"]["required"]
        return found

    assert required(reply) == ["id"]
    assert required(body) == ["pw"]
    assert required(f"{body}, {reply}") == []


@pytest.mark.parametrize(
    "union",
    [
        "type: [object, 'null'], anyOf: [{$ref: '#/components/schemas/B'}]",
        "type: [object, 'null'], oneOf: [{$ref: '#/components/schemas/B'}]",
        "type: object, nullable: true, allOf: [{oneOf: [{$ref: '#/components/schemas/B'}]}]",
    ],
)
def test_a_union_of_objects_that_may_be_null_is_nullable(prepared: Prepare, union: str) -> None:
    document = prepared(
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {x: {" + union + "}}},"
        " B: {type: object, properties: {n: {type: string}}}}}\n"
    )

    kinds = schemas(document)["A"]["properties"]["x"]["anyOf"]
    assert kinds == [{"$ref": "#/components/schemas/B"}, {"type": "null"}]


def test_a_union_beside_several_types_is_made(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents: {schemas: {A: {type: object, properties: {x:"
        " {type: [string, integer], anyOf: [{minLength: 1}, {minimum: 1}]}}}}}\n"
    )

    kinds = schemas(document)["A"]["properties"]["x"]["anyOf"]
    assert [kind["type"] for kind in kinds] == ["string", "integer"]


WRAPPED = """
paths: {}
components:
  schemas:
    P:
      type: object
      properties:
        a: {allOf: [{$ref: '#/components/schemas/P'}], description: One like it.}
        b: {type: object, nullable: true, allOf: [{$ref: '#/components/schemas/P'}, {x-b: 1}]}
        c: {readOnly: true, type: object, allOf: [{$ref: '#/components/schemas/P'}]}
"""


def test_a_reference_with_something_around_it_is_one(prepared: Prepare) -> None:
    found = schemas(prepared(WRAPPED))
    fields = found["P"]["properties"]

    assert [*found] == ["P"]
    assert fields["a"] == {"$ref": "#/components/schemas/P", "description": "One like it."}
    assert [part.get("$ref", part.get("type")) for part in fields["b"]["anyOf"]] == [
        "#/components/schemas/P", "null"
    ]  # fmt: skip
    assert fields["c"] == {"$ref": "#/components/schemas/P", "readOnly": True}


@pytest.mark.parametrize(
    "around",
    [
        "{allOf: [{$ref: '#/components/schemas/P'}, {properties: {more: {}}}]}",
        "{$ref: '#/components/schemas/P', required: [n]}",
        "{allOf: [{allOf: [{$ref: '#/components/schemas/P'}, {required: [n]}]}]}",
        "{type: array, items: {allOf: [{$ref: '#/components/schemas/P'}, {required: [n]}]}}",
        "{oneOf: [{allOf: [{$ref: '#/components/schemas/P'}, {required: [n]}]}, {type: string}]}",
    ],
)
def test_a_class_that_holds_more_of_itself_ends(prepared: Prepare, around: str) -> None:
    """Q's own field merges with that of P, again and again."""
    document = prepared(
        "paths: {}\ncomponents: {schemas: {P: {type: object, properties: {n: {type: string},"
        f" p: {around}}}}}, Q: {{allOf: [{{$ref: '#/components/schemas/P'}},"
        " {properties: {p: {description: q}}}]}}}\n"
    )

    assert document.missing == []
    assert 3 <= len(schemas(document)) <= 6


def test_a_type_may_be_named_among_others(prepared: Prepare) -> None:
    document = prepared("""
paths:
  /a:
    get:
      parameters:
        - {name: to, in: query, style: deepObject, schema: {type: [array, "null"]}}
        - {name: of, in: query, style: deepObject, schema: {type: [object, "null"]}}
      responses:
        "200":
          description: d
          content:
            application/jsonl: {schema: {type: [array, "null"], items: {type: integer}}}
        "201":
          description: d
          content:
            application/octet-stream: {schema: {type: [object, "null"]}}
""")
    lines = reply(document)
    inner = next(part for part in lines.get("anyOf", [lines]) if part.get("type") == "array")
    assert inner["items"] == {"type": "integer"}  # each line is one of them, not a list of them
    assert reply(document, status="201") == {"type": "string", "format": "binary"}
    told = [note.message for note in document.notes if "deepObject" in note.message]
    assert [("to[0]=" in message, "of[0]=" in message) for message in told] == [(True, False)]


def test_null_without_quotes_is_what_was_meant(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents: {schemas: {M: {type: object, properties: {\n"
        "a: {type: [string, null]}, b: {oneOf: [{type: null}, {type: integer}]},\n"
        "c: {type: , description: left open}}}}}\n"
    )

    found = schemas(document)["M"]["properties"]
    told = schemas(
        prepared(
            "paths: {}\ncomponents: {schemas: {M: {type: object, properties: {\n"
            "a: {type: [string, 'null']}, b: {oneOf: [{type: 'null'}, {type: integer}]},\n"
            "c: {description: left open}}}}}\n"
        )
    )["M"]["properties"]
    assert found == told
    assert "without quotes" in document.notes[0].message
