"""Mistakes of a document: each is told where it stands, and what cannot be made is left out."""

from __future__ import annotations

import pytest
from small_documents import Prepare

from adlists.regenerate import SpecError

HEAD = "openapi: 3.1.0\ninfo: {title: Small, version: '1'}\n"
DONE = "responses: {'204': {description: d}}"


def of_get(said: str, *, path: str = "/a", more: str = "") -> str:
    """Return a document of one operation; *more* stands below it."""
    return f"{HEAD}paths:\n  {path}:\n    get: {{operationId: get_it, {said}{DONE}}}\n{more}"


def of_parameter(said: str, path: str = "/a") -> str:
    """Return a document of one operation with a parameter."""
    return of_get(f"parameters: [{{{said}}}], ", path=path)


def of_schemes(said: str, security: str = "") -> str:
    """Return a document with security schemes."""
    more = f"components: {{securitySchemes: {{{said}}}}}\n"
    return of_get(f"security: [{{{security}}}], " if security else "", more=more)


MISTAKES = {
    "swagger: '2.0'\ninfo: {title: Old, version: '1'}\n# openapi:\n": "Swagger 2.0; convert it",
    "openapi: 4.0.0\ninfo: {title: New, version: '1'}\npaths: {}\n": "has to be OpenAPI 3.0, 3.1",
    "openapi: 3.1.0\npaths: {}\n": "has no info",
    HEAD: "has no paths",
    f"{HEAD}paths: []\n": "#/paths: has to be an object",
    of_schemes("a: {type: magic}"): "is of no kind that OpenAPI 3.1 knows: 'magic'",
    of_schemes("a: {type: apiKey, in: query}"): "#/components/securitySchemes/a: has no name",
    of_schemes("a: {type: oauth2, flows: {clientCredentials: {scopes: {}}}}"): "has no tokenUrl",
    of_schemes(
        "a: {type: http, scheme: basic}, b: {type: http, scheme: bearer}", "a: [], b: []"
    ): "one request has room for one of them",
    of_parameter("name: id, in: path, required: true, schema: {type: string}"): "nowhere in /a",
    of_get("", path="/a/{id}"): "{id} stands in the path, but no parameter says what it is",
    of_parameter("name: q, in: query, style: matrix, schema: {}"): "in a query there are form",
    of_parameter("name: q, in: query, explode: 1, schema: {}"): "has to be true or false",
    of_parameter("name: q, in: query, content: {a/b: {}, c/d: {}}"): "lists several media types",
    of_parameter("name: q, in: querystring, schema: {}"): "has no content, which a querystring",
    of_get(
        "parameters: [{name: q, in: querystring, content: {application/json: {}}},"
        " {name: r, in: query, schema: {}}], "
    ): "is the whole query (querystring)",
    of_get("x-max-reply: many, "): "x-max-reply has to be a number of bytes, not 'many'",
    of_get("description: {a: b}, "): "#/paths/~1a/get/description: is no text",
    of_get("description: {$ref: gone.md}, "): "gone.md cannot be read",
    of_get("x-methods: {}, "): "has to name at least one method",
    of_get("x-methods: {class: {}}, "): "'class' is no Python name",
    of_get("x-methods: {a: {parameters: {q: required}}}, "): "the operation has no parameter 'q'",
    of_get(
        "parameters: [{name: q, in: query, schema: {}}], x-methods: {a: {parameters: {q: now}}}, "
    ): 'has to be "required" or "optional", not \'now\'',
    of_get("x-methods: {a: {reply: '#/nowhere'}}, "): "has to point to an object",
    f"{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '#/components/schemas/A'}}}}}}\n": (
        "$ref leads in a circle"
    ),
    "{\n": "is not valid",
}


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: MISTAKES[text][:30])
def test_a_mistake_is_told(prepared: Prepare, text: str) -> None:
    try:
        document = prepared(text)
    except SpecError as error:
        told = str(error)
    else:
        told = "\n".join(map(str, [*(item.problem for item in document.missing), *document.notes]))

    assert MISTAKES[text] in told
    assert "small.yaml" in told or told.startswith("line ")
