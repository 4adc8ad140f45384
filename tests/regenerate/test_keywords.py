"""Every keyword of OpenAPI 3.0, 3.1 and 3.2 is used, harmless, said or refused; others are told.

The names stand here a second time, as the specification has them; the official schemas, as
openapi-spec-validator and jsonschema-specifications ship them, are the judge of both lists.
"""

from __future__ import annotations

import importlib
import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from small_documents import Make, Prepare

from adlists.contract import is_dict
from adlists.regenerate import SpecError, regenerate
from adlists.regenerate.document_files import parsed
from adlists.regenerate.documents import Document, mapping
from adlists.regenerate.openapi_objects import OBJECTS, PARTS
from adlists.regenerate.prepare import unread_keys

_VALUE: Final = (
    "description required deprecated allowEmptyValue allowReserved style explode schema content "
    "example examples"
)
FACTS: Final = {
    "OpenAPI": "openapi $self info jsonSchemaDialect servers paths webhooks components security "
    "tags externalDocs",
    "Info": "title summary description termsOfService contact license version",
    "Contact": "name url email",
    "License": "name identifier url",
    "Server": "url description name variables",
    "Server Variable": "enum default description",
    "Components": "schemas responses parameters examples requestBodies headers securitySchemes "
    "links callbacks pathItems mediaTypes",
    "Path Item": "$ref summary description get put post delete options head patch trace query "
    "additionalOperations servers parameters",
    "Operation": "tags summary description externalDocs operationId parameters requestBody "
    "responses callbacks deprecated security servers",
    "External Documentation": "description url",
    "Parameter": f"name in {_VALUE}",
    "Request Body": "description content required",
    "Media Type": "description schema itemSchema example examples encoding prefixEncoding "
    "itemEncoding",
    "Encoding": "contentType headers style explode allowReserved encoding prefixEncoding "
    "itemEncoding",
    "Response": "summary description headers content links",
    "Example": "summary description value externalValue dataValue serializedValue",
    "Link": "operationRef operationId parameters requestBody description server",
    "Header": _VALUE,
    "Tag": "name summary description externalDocs parent kind",
    "Discriminator": "propertyName mapping defaultMapping",
    "XML": "name namespace prefix attribute wrapped nodeType",
    "Security Scheme": "type description name in scheme bearerFormat flows openIdConnectUrl "
    "oauth2MetadataUrl deprecated",
    "OAuth Flows": "implicit password clientCredentials authorizationCode deviceAuthorization",
    "OAuth Flow": "authorizationUrl deviceAuthorizationUrl tokenUrl refreshUrl scopes",
    # JSON Schema 2020-12 and what it has kept of before, then OpenAPI's own and 3.0's.
    "Schema": "$anchor $comment $defs $dynamicAnchor $dynamicRef $id $ref $schema $vocabulary "
    "additionalProperties allOf anyOf const contains contentEncoding contentMediaType "
    "contentSchema default dependentRequired dependentSchemas deprecated description else enum "
    "examples exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength "
    "maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not "
    "oneOf pattern patternProperties prefixItems properties propertyNames readOnly required then "
    "title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly "
    "$recursiveAnchor $recursiveRef definitions dependencies "
    "discriminator example externalDocs nullable xml",
}
# How the official schemas call their parts; what they call otherwise stands below.
_SPELLED: Final = {
    "externaldocumentation": "External Documentation", "xml": "XML", "apikeysecurityscheme":
    "Security Scheme", "httpsecurityscheme": "Security Scheme", "oauth2securityscheme":
    "Security Scheme", "openidconnectsecurityscheme": "Security Scheme", "parameterlocation":
    "Parameter", "explodeforform": "Parameter", "oauthflows": "OAuth Flows",
}  # fmt: skip
# Old drafts of the specification, and slips of its schema.
_SLIPS: Final = {("Link", "body"), ("Schema", "id"), ("Schema", "summary")}


@pytest.mark.parametrize("name", FACTS)
def test_the_list_of_an_object_is_complete(name: str) -> None:
    known = {key for key in OBJECTS[name] if (name, key) not in _SLIPS}

    assert known == set(FACTS[name].split())


def test_no_object_is_missing() -> None:
    assert OBJECTS.keys() == FACTS.keys()


@pytest.mark.parametrize("version", ["3.0", "3.1", "3.2"])
def test_the_official_schemas_know_no_other_keyword(version: str) -> None:
    folder = importlib.resources.files("openapi_spec_validator") / "resources" / "schemas"
    schema = json.loads((folder / f"v{version}" / "schema.json").read_text(encoding="utf-8"))
    found = {(name, key) for name, key in _official(schema) if (name, key) not in _SLIPS}

    assert len({name for name, _ in found}) > 18
    assert sorted(found - {(name, key) for name, held in OBJECTS.items() for key in held}) == []


def test_json_schema_has_no_other_keyword() -> None:
    registry: Any = importlib.import_module("jsonschema_specifications").REGISTRY
    found: set[str] = set()
    for address in registry:
        if "/draft/2020-12/" in address:
            found |= mapping(registry.contents(address)["properties"]).keys()

    assert len(found) > 50
    assert found - OBJECTS["Schema"].keys() == set()


def _official(schema: Any) -> Iterator[tuple[str, str]]:
    """Yield the objects of an official schema, with the names of their properties."""
    yield from (("OpenAPI", key) for key in schema["properties"])
    for name, node in (schema.get("$defs") or schema["definitions"]).items():
        for inner, part in {name: node, **node.get("$defs", {})}.items():
            title = _title(inner if inner in node.get("$defs", {}) else name, name)
            if title is not None:
                yield from ((title, key) for key in _properties(part))


def _title(spelled: str, around: str) -> str | None:
    plain = spelled.replace("-", "").lower()
    if (around == "oauth-flows" and spelled != around) or plain.endswith("flow"):
        return "OAuth Flow"
    if around == "security-scheme":
        return "Security Scheme"
    known = {name.replace(" ", "").lower(): name for name in FACTS} | _SPELLED
    return known.get(plain)


def _properties(node: Any) -> set[str]:
    found = set(node.get("properties", ()))
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in node.get(key, ())]
    parts += [node[key] for key in ("if", "then", "else") if key in node]
    return found.union(*map(_properties, [*parts, *node.get("dependentSchemas", {}).values()]))


# What is refused, and what is said

_REFUSED: Final = {
    ("Media Type", "prefixEncoding"): "multipart/mixed: {prefixEncoding: []}",
    ("Media Type", "itemEncoding"): "multipart/mixed: {itemSchema: {}, itemEncoding: {}}",
    ("Encoding", "prefixEncoding"): "multipart/form-data: {encoding: {a: {prefixEncoding: []}}}",
    ("Encoding", "itemEncoding"): "multipart/form-data: {encoding: {a: {itemEncoding: {}}}}",
    ("Encoding", "encoding"): "multipart/form-data: {encoding: {a: {encoding: {}}}}",
    ("Schema", "$dynamicRef"): "application/json: {schema: {$dynamicRef: '#nowhere'}}",
    ("Schema", "$recursiveRef"): "application/json: {schema: {$recursiveRef: '#nowhere'}}",
}


def test_each_that_is_refused_has_a_document_here() -> None:
    refused = {
        (name, key)
        for name, held in OBJECTS.items()
        for key, meaning in held.items()
        if meaning == "refused"
    }

    assert refused == _REFUSED.keys()


@pytest.mark.parametrize(("keyword", "content"), _REFUSED.items())
def test_what_is_refused_leaves_its_operation_out(
    prepared: Prepare, keyword: tuple[str, str], content: str
) -> None:
    document = prepared(
        "paths:\n  /a:\n    get: {responses: {}}\n    post:\n      responses: {}\n"
        f"      requestBody: {{content: {{{content}}}}}\n"
    )

    (missing,) = document.missing
    assert missing.what == "POST /a"
    assert missing.problem.line == 8
    assert missing.problem.place.endswith(keyword[1]) or "$ref" in missing.problem.place
    assert list(document.root["paths"]["/a"]) == ["get"]


_SAID: Final = {
    ("OpenAPI", "webhooks"): ("webhooks: {w: {post: {}}}\n", "is a webhook"),
    ("Operation", "callbacks"): (
        "paths: {/a: {get: {callbacks: {done: {}}, responses: {}}}}\n",
        "is a callback",
    ),
    ("Encoding", "headers"): (
        (
            "paths: {/a: {post: {responses: {}, requestBody: {content: {multipart/form-data: "
            "{encoding: {a: {headers: {X-A: {}}}}}}}}}}\n"
        ),
        "is sent where a File brings it",
    ),
}


def test_each_that_is_said_has_a_document_here() -> None:
    said = {(name, key) for name, held in OBJECTS.items() for key in held if held[key] == "said"}

    assert said == _SAID.keys()


@pytest.mark.parametrize(("text", "message"), _SAID.values())
def test_what_is_passed_over_is_said(prepared: Prepare, text: str, message: str) -> None:
    document = prepared(text)

    (note,) = document.notes
    assert message in note.message
    assert note.line == 3


# What is harmless changes nothing

_PLAIN: Final = """
openapi: 3.2.0
info: {title: T, version: "1"}
servers: [{url: "https://{h}.example", variables: {h: {default: a}}}]
security: [{key: []}, {auth: []}]
tags: [{name: t}]
paths:
  /a/{id}:
    parameters: [{$ref: "#/components/parameters/Id"}]
    post:
      operationId: add
      tags: [t]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/M"}}}}
      responses:
        "200":
          description: d
          headers: {X-A: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/M"}}}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    auth:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {}}}
  schemas:
    M: {type: object, properties: {a: {type: string}, b: {$ref: "#/components/schemas/N"}}}
    N: {type: object, properties: {c: {type: array, items: {type: integer}}}}
"""
_TEXTS: Final = {"$anchor": "a", "$comment": "c", "pattern": "x", "$schema": "https://a.example/s"}


def test_what_is_harmless_changes_nothing(tmp_path: Path) -> None:
    whole = parsed(tmp_path / "plain.yaml", _PLAIN).data
    files: list[dict[str, bytes]] = []
    for folder, tree in (("before", whole), ("after", whole)):
        if folder == "after":
            added = _add_harmless("OpenAPI", tree, set())
            assert added > 100
        path = tmp_path / folder / "small.json"
        path.parent.mkdir()
        path.write_text(json.dumps(tree), encoding="utf-8")
        regenerate([path], tmp_path / folder / "clients")
        made = tmp_path / folder / "clients" / "small"
        files.append(
            {str(file.relative_to(made)): file.read_bytes() for file in made.rglob("*.py")}
        )
    assert len(files[0]) > 8
    assert files[1] == files[0]


def _add_harmless(name: str, node: Any, seen: set[int]) -> int:
    """Add to all objects of a document what is harmless there; return how much that was."""
    if not is_dict(node) or id(node) in seen or "$ref" in node:
        return 0
    seen.add(id(node))
    added = 0
    for key, part in PARTS[name].items():
        held: Any = node.get(key)
        inner: Any = [held] if part[0] not in "{[" else held.values() if is_dict(held) else held
        added += sum(_add_harmless(part.strip("[]{}"), item, seen) for item in inner or ())
    for key, meaning in OBJECTS[name].items():
        if meaning == "harmless" and key not in node and not key.startswith(("$", "depend")):
            node[key] = {} if key in PARTS[name] or key in _OBJECTS else _TEXTS.get(key, 3)
            added += 1
    return added


_OBJECTS: Final = {"callbacks", "dependencies"}


# What nobody reads


def test_a_misspelled_keyword_is_told_with_its_line(prepared: Prepare) -> None:
    document = prepared(
        "paths:\n  /a:\n    gett: {}\n    get:\n      operationID: look\n      responses:\n"
        "        '200': {description: d, header: {}}\n"
        "      parameters: [{name: a, in: query, requird: true, schema: {type: string}}]\n"
        "components: {schemas: {M: {type: object, requred: [a], properties: {requred: {}}}}}\n"
    )

    assert [
        (note.line, note.place, note.message.rpartition("; ")[2]) for note in document.notes
    ] == [
        (5, "#/paths/~1a/gett", "did you mean 'get'?"),
        (7, "#/paths/~1a/get/operationID", "did you mean 'operationId'?"),
        (9, "#/paths/~1a/get/responses/200/header", "did you mean 'headers'?"),
        (10, "#/paths/~1a/get/parameters/0/requird", "did you mean 'required'?"),
        (11, "#/components/schemas/M/requred", "did you mean 'required'?"),
    ]


def test_an_unknown_keyword_is_told_once(prepared: Prepare) -> None:
    parts = ", ".join(f"M{index}: {{flavour: 1}}" for index in range(12))

    (note,) = prepared(f"paths: {{}}\ncomponents: {{schemas: {{{parts}}}}}\n").notes

    assert str(note) == (
        "line 4, #/components/schemas/M0/flavour: is no keyword of the Schema Object, "
        "so that nothing reads it (nor at 11 other places)"
    )


def test_what_a_reference_leads_to_is_looked_at_where_it_stands(
    prepared: Prepare, tmp_path: Path
) -> None:
    (tmp_path / "other.yaml").write_text("\nM: {type: object, propertis: {}}\n", encoding="utf-8")

    (note,) = prepared("paths: {}\ncomponents: {schemas: {M: {$ref: 'other.yaml#/M'}}}\n").notes

    assert str(note).startswith(f"{tmp_path / 'other.yaml'}, line 2, #/M/propertis: ")


def test_keys_of_others_and_data_are_left_in_peace(prepared: Prepare) -> None:
    document = prepared(
        "x-stars: {a: 1}\npaths:\n  x-more: {get: 3}\n  /a:\n    x-a: 1\n    get:\n"
        "      x-python-name: other\n      responses: {x-b: 1, '200': {description: d, x-c: 1}}\n"
        "components:\n  schemas:\n    M:\n"
        "      type: object\n      x-exclusive: true\n      example: {typ: 1}\n"
        "      default: {typ: 1}\n"
        "      properties: {typ: {x-only-received: true}, x-n: {const: {typ: 2}}}\n"
    )

    assert document.notes == []
    assert document.root["paths"]["/a"]["get"]["x-python-name"] == "get_a"
    assert "x-exclusive" not in document.root["components"]["schemas"]["M"]


def test_ours_are_told_where_they_are_misspelled_or_elsewhere(prepared: Prepare) -> None:
    document = prepared(
        "paths:\n  /a:\n    x-idempotent: true\n    get: {x-idempotant: true, responses: {}}\n"
        "components: {schemas: {M: {type: string, x-sensitiv: true}}}\n"
    )

    assert [str(note) for note in document.notes] == [
        "line 5, #/paths/~1a/x-idempotent: is read in the Operation Object, and nowhere else",
        (
            "line 6, #/paths/~1a/get/x-idempotant: is no keyword of the Operation Object, "
            "so that nothing reads it; did you mean 'x-idempotent'?"
        ),
        (
            "line 7, #/components/schemas/M/x-sensitiv: is no keyword of the Schema Object, "
            "so that nothing reads it; did you mean 'x-sensitive'?"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("get: {x-idempotent: 'no', responses: {}}", "x-idempotent: has to be true or false"),
        (
            "get: {parameters: [{name: a, in: query, x-sensitive: 'yes', schema: {}}]}",
            "x-sensitive: has to be true or false",
        ),
        (
            "get: {responses: {'200': {description: d, content: {text/html: {x-encode-as: {}}}}}}",
            "x-encode-as: has to be text",
        ),
        (
            "get: {parameters: [{name: a, in: query, schema: {x-known-values: a}}]}",
            "x-known-values: has to be a list",
        ),
    ],
)
def test_ours_hold_what_they_must(prepared: Prepare, text: str, problem: str) -> None:
    with pytest.raises(SpecError, match=f"line 5.*{problem}"):
        prepared(f"paths:\n  /a:\n    {text}\n")


def test_each_of_ours_is_documented() -> None:
    page = Path(__file__).parents[2] / "docs" / "pages.py"

    for key in unread_keys.OWN:
        assert f'"{key}": (' in page.read_text(encoding="utf-8")


# What 3.2 has brought


def test_a_document_may_refer_to_itself_by_its_own_address(prepared: Prepare) -> None:
    document: Document = prepared(
        "openapi: 3.2.0\n$self: https://a.example/api.yaml\ninfo: {title: T, version: '1'}\n"
        "paths: {/a: {get: {responses: {'200': {description: d, content: {application/json: "
        "{schema: {$ref: 'https://a.example/api.yaml#/components/schemas/M'}}}}}}}}\n"
        "components: {schemas: {M: {type: object}}}\n"
    )

    assert document.missing == []


def test_xml_by_node_type(prepared: Prepare) -> None:
    document = prepared(
        "paths: {}\ncomponents: {schemas: {M: {type: object, properties: {"
        "a: {type: object, xml: {nodeType: none}}, b: {type: string, xml: {nodeType: attribute}}, "
        "c: {type: array, items: {}, xml: {nodeType: none}}, "
        "d: {type: string, xml: {nodeType: cdata}}}}}}\n"
    )

    assert [str(note) for note in document.notes] == [
        (
            "line 4, #/components/schemas/M/properties/a/xml/nodeType: 'none' is not followed: "
            "XML is written and read as without it"
        )
    ]


def test_a_dialect_of_somebody_is_said(prepared: Prepare) -> None:
    own = prepared("jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\npaths: {}\n")
    other = prepared("jsonSchemaDialect: https://a.example/mine\npaths: {}\n")

    assert own.notes == []
    assert "read as OpenAPI's own dialect" in str(other.notes[0])


def test_any_other_value_of_a_discriminator_has_its_model(made: Make) -> None:
    package = made(
        "openapi: 3.2.0\ninfo: {title: T, version: '1'}\n"
        "paths: {/a: {get: {operationId: look, responses: {'200': {description: d, content: "
        "{application/json: {schema: {oneOf: [{$ref: '#/components/schemas/M'}, "
        "{$ref: '#/components/schemas/N'}], discriminator: {propertyName: k, mapping: {m: M}, "
        "defaultMapping: N}}}}}}}}}\ncomponents: {schemas: {M: {type: object, properties: "
        "{k: {type: string}, a: {}}}, N: {type: object, properties: {k: {type: string}}}}}\n"
    )
    parse = package.SERVICE.operation("look").replies[0].parse

    told = [type(parse(data)).__name__ for data in ({"k": "m"}, {"k": "z", "a": 1}, {"a": 1})]
    assert told == ["M", "N", "N"]
