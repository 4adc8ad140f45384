"""Operations: names, tags, parameters, bodies, replies; what cannot be made is listed."""

from __future__ import annotations

from typing import Any

import pytest
from small_documents import Prepare, reply, schemas

from adlists.regenerate.prepare.servers import servers as servers_of


def only(prepared: Prepare, operation: str, path: str = "/a") -> dict[str, Any]:
    document = prepared(f"paths: {{'{path}': {{post: {operation}}}}}\n")
    assert document.missing == []
    node: dict[str, Any] = document.root["paths"][path]["post"]
    return node


def test_an_operation_without_a_word_is_one(prepared: Prepare) -> None:
    node = only(prepared, "{}", "/users/active")

    assert (node["operationId"], node["x-python-name"]) == ("post_users_active",) * 2
    assert (node["tags"], node["parameters"], node["responses"]) == (["default"], [], {})


def test_names_that_meet_in_python_are_numbered(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {get: {operationId: getUser}, put: {operationId: get_user},"
        " post: {operationId: GET-USER, tags: [other]}}}\n"
    )

    nodes = document.root["paths"]["/a"]
    assert [nodes[method]["x-python-name"] for method in ("get", "put", "post")] == [
        "get_user", "get_user_2", "get_user_3"
    ]  # fmt: skip


def test_parameters_of_the_path_come_first_and_the_operation_s_own_win(prepared: Prepare) -> None:
    document = prepared(
        "paths:\n  /a/{y}/{x}:\n"
        "    parameters: [{name: x, in: path, schema: {}}, {name: q, in: query, schema: {}},"
        " {name: Accept, in: header, schema: {}}]\n"
        "    get: {parameters: [{name: q, in: query, required: true, schema: {type: integer}},"
        " {name: y, in: path, required: true, schema: {}}]}\n"
    )

    found = document.root["paths"]["/a/{y}/{x}"]["get"]["parameters"]
    assert [(one["name"], one["required"]) for one in found] == [
        ("y", True), ("x", True), ("q", True)
    ]  # fmt: skip
    assert found[2]["schema"] == {"type": "integer"}


def test_a_parameter_may_be_written_in_a_media_type(prepared: Prepare) -> None:
    node = only(
        prepared,
        "{parameters: [{name: f, in: query,"
        " content: {application/json: {schema: {type: array}}}}]}",
    )

    (found,) = node["parameters"]
    assert found["schema"] == {"type": "array", "items": {}}
    assert list(found["content"]) == ["application/json"]


def test_equal_schemas_of_a_body_are_one_and_others_are_not(prepared: Prepare) -> None:
    document = prepared(
        "paths:\n  /a:\n    post:\n      operationId: up\n      requestBody:\n        content:\n"
        "          application/json: {schema: &a {type: object, properties: {a: {}}}}\n"
        "          application/x-www-form-urlencoded: {schema: *a}\n"
        "          multipart/form-data: {schema: {type: object, properties: {b: {}}}}\n"
    )

    content = document.root["paths"]["/a"]["post"]["requestBody"]["content"]
    assert [media["schema"]["$ref"].rpartition("/")[2] for media in content.values()] == [
        "UpBody", "UpBody", "UpFilesBody"
    ]  # fmt: skip
    assert set(schemas(document)) == {"UpBody", "UpFilesBody"}


@pytest.mark.parametrize(
    ("label", "media", "form"),
    [
        ("text/plain", "{}", {"type": "string"}),
        ("image/png", "{}", {"type": "string", "format": "binary"}),
        ("application/json; charset=utf-8", "{}", {}),
        ("application/problem+json", "{}", {}),
        ("application/jsonl", "{itemSchema: {type: integer}}",
         {"type": "array", "items": {"type": "integer"}}),
        ("*/*", "{}", {}),
    ],
)  # fmt: skip
def test_a_media_type_without_a_schema_means_what_its_label_says(
    prepared: Prepare, label: str, media: str, form: object
) -> None:
    document = prepared(
        f"paths: {{/a: {{get: {{responses: {{200: {{content: {{'{label}': {media}}}}}}}}}}}}}\n"
    )

    assert reply(document) == form


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("{responses: {4O4: {description: d}}}", "'4O4' is no status"),
        ("{responses: {200: gone}}", "has to be an object"),
        ("{parameters: [{name: a, in: body, schema: {}}]}", "stands in 'body'"),
        ("{parameters: [{name: a, in: query, required: true}]}", "'a' has no schema"),
        ("{parameters: [{in: query, schema: {}}]}", "has no name"),
        ("{parameters: [7]}", "holds a parameter that is no object"),
        ("{security: [{ghost: []}]}", "names the security scheme 'ghost'"),
        ("7", "has to be an object"),
    ],
)
def test_one_operation_that_cannot_be_made_stops_no_other(
    prepared: Prepare, operation: str, said: str
) -> None:
    document = prepared(f"paths: {{/b: {{get: {{}}}}, /a: {{get: {operation}}}}}\n")

    (missing,) = document.missing
    assert missing.what == "GET /a"
    assert said in str(missing.problem)
    assert missing.problem.line == 3
    assert list(document.root["paths"]) == ["/b"]


def test_a_header_that_cannot_be_made_costs_no_operation(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {get: {responses: {'200': {description: d, headers: {\n"
        "  X-Deep: {schema: {type: object, properties: {a: {$ref: '#/nowhere'}}}},\n"
        "  X-Left: {schema: {type: integer}}}}}}}}\n"
    )

    assert [part.what for part in document.missing] == ["the model GetAResponse200XDeep"]
    assert document.notes[0].line == 4
    assert document.notes[0].message.endswith("the header X-Deep is text, as nothing describes it")
    assert list(document.root["paths"]["/a"]["get"]["responses"]["200"]["headers"]) == ["X-Left"]


def test_calls_to_you_are_said_and_get_no_method(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {post: {callbacks: {done: {'{$url}': {post: {}}}}}}}\n"
        "webhooks: {pet: {post: {}}}\n"
    )

    assert [str(note).partition(": ")[2].partition(":")[0] for note in document.notes] == [
        "is a webhook",
        "is a callback",
    ]
    assert document.missing == []


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("servers: [{url: 'https://a.test/v1/'}]\n", "https://a.test/v1"),
        ("servers: [{url: /v1}]\n", "/v1"),
        ("", ""),
        ("servers: [{url: 'https://{r}.test', variables: {r: {default: eu, enum: [eu, us]}}}]\n",
         "https://eu.test"),
    ],
)  # fmt: skip
def test_the_first_server_counts_its_variables_filled_in(
    prepared: Prepare, said: str, address: str
) -> None:
    document = prepared(f"{said}paths: {{/a: {{get: {{}}}}}}\n")

    first, *_ = servers_of(document.root["servers"])
    assert first.address() == address
    assert document.missing == []


def test_a_server_that_all_paths_name_is_the_service_s(prepared: Prepare) -> None:
    item = "{servers: [{url: 'https://a.test'}], get: {}}"
    document = prepared(f"paths: {{/a: {item}, /b: {item}}}\n")

    assert document.root["servers"][0]["url"] == "https://a.test"
    assert document.missing == []


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0"])
def test_every_version_of_openapi_3_is_read(prepared: Prepare, version: str) -> None:
    document = prepared(
        f"openapi: {version}\ninfo: {{title: 1, version: 2}}\n"
        "paths: {/a: {query: {}, additionalOperations: {COPY: {}}}}\n"
    )

    assert list(document.root["paths"]["/a"]) == ["query", "copy"]
    assert (document.root["info"]["title"], document.root["info"]["version"]) == ("1", "2")


def test_an_alternative_whose_scheme_is_not_declared_is_left_out_aloud(prepared: Prepare) -> None:
    document = prepared(
        "security: [{key: []}, {ghost: []}]\n"
        "paths:\n  /a: {get: {}, put: {security: [{ghost: []}]}}\n"
        "components: {securitySchemes: {key: {type: apiKey, in: header, name: K}}}\n"
    )

    assert document.root["security"] == [{"key": []}]
    assert [*document.root["paths"]["/a"]] == ["get"]
    assert ["ghost" in str(note) for note in document.notes] == [True]
    assert [part.what for part in document.missing] == ["PUT /a"]


HELD = """
paths:
  /a:
    post:
      requestBody: {content: {CONTENT: {schema: {$ref: '#/components/schemas/F'}}}}
components:
  schemas:
    F: {type: object, properties: {f: {type: array, items: {type: string, format: binary}}}}
"""


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("application/json", {"type": "string"}),
        ("application/x-www-form-urlencoded", {"type": "string"}),
        ("multipart/form-data", {"type": "string", "format": "binary"}),
    ],
)
def test_bytes_are_text_where_no_media_type_has_a_word_for_them(
    prepared: Prepare, label: str, item: dict[str, str]
) -> None:
    document = prepared(HELD.replace("CONTENT", label))

    assert schemas(document)["F"]["properties"]["f"]["items"] == item


def test_an_object_under_a_label_for_bytes_is_bytes_aloud(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {post: {requestBody: {content: {application/octet-stream:"
        " {schema: {type: object, properties: {n: {}}}}}}}}}\n"
    )

    content = document.root["paths"]["/a"]["post"]["requestBody"]["content"]
    assert content["application/octet-stream"]["schema"] == {"type": "string", "format": "binary"}
    assert ["bytes are taken" in str(note) for note in document.notes] == [True]


def test_a_set_of_values_that_no_text_is_is_none(prepared: Prepare) -> None:
    node = only(
        prepared, "{parameters: [{name: f, in: query, schema: {type: string, enum: [true]}}]}"
    )

    assert node["parameters"][0]["schema"] == {"type": "string"}
