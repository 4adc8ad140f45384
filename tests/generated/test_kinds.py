"""Documents as people have them, one kind each: all laws hold for what is made of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final

import pytest
from small_documents import HEAD

import adlists
from adlists._runtime.example_values import example
from adlists.messages import Request, Response
from adlists.regenerate import regenerate
from adlists.testing.laws import laws
from adlists.transports.in_process import InProcess

_JSON: Final = "{content: {application/json: {schema: %s}}}"
_SERVER: Final = "servers: [{url: 'https://x.example/v1'}]\n"


def replying(schema: str, components: str = "") -> str:
    """Write a document of one operation that sends and replies with a schema in JSON."""
    content = _JSON % schema
    held = f"components: {{schemas: {{{components}}}}}\n" if components else ""
    return (
        f"paths: {{/a: {{post: {{operationId: a, requestBody: {content},"
        f" responses: {{'200': {content}}}}}}}}}\n{held}"
    )


def taking(parameters: str, path: str = "/a", components: str = "") -> str:
    """Write a document of one operation with parameters."""
    held = f"components: {{schemas: {{{components}}}}}\n" if components else ""
    return f"paths: {{'{path}': {{get: {{operationId: a, parameters: [{parameters}]}}}}}}\n{held}"


def sending(content: str, components: str = "") -> str:
    """Write a document whose operation has these media types, both ways."""
    held = f"components: {{schemas: {{{components}}}}}\n" if components else ""
    return (
        f"paths: {{/a: {{put: {{requestBody: {{required: true, content: {{{content}}}}},"
        f" responses: {{200: {{content: {{{content}}}}}}}}}}}}}\n{held}"
    )


F: Final = "F: {type: object, properties: {n: {type: integer}, l: {type: array, items: {type: string}}}}"
REF: Final = "{$ref: '#/components/schemas/F'}"
LIST: Final = "{type: array, items: {type: integer}}"
KINDS: Final = {
    "recursive": replying(
        "{$ref: '#/components/schemas/T'}",
        "T: {type: object, properties: {up: {$ref: '#/components/schemas/T'},"
        " down: {type: array, items: {$ref: '#/components/schemas/T'}}}}",
    ),
    "nullable_of_3_0": "openapi: 3.0.1\ninfo: {title: T, version: '1'}\n"
    + replying("{type: object, properties: {x: {type: string, nullable: true}}}"),
    "array_of_anything": replying("{type: array}"),
    "tuple": replying("{type: array, prefixItems: [{type: string}, {type: integer}]}"),
    "map": replying("{type: object, additionalProperties: {type: integer}}"),
    "map_of_maps": replying(
        f"{{type: object, additionalProperties: {{type: object, additionalProperties: {REF}}}}}", F
    ),
    "all_of": replying(f"{{allOf: [{REF}, {{properties: {{m: {{type: boolean}}}}}}]}}", F),
    "told_by_a_discriminator": replying(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}],"
        " discriminator: {propertyName: k}}",
        "A: {type: object, required: [k], properties: {k: {const: A}}},"
        " B: {type: object, required: [k], properties: {k: {const: B}, n: {type: integer}}}",
    ),
    "told_by_a_mapping": replying(
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}],"
        " discriminator: {propertyName: k, mapping: {first: A, second: B}}}",
        "A: {type: object, required: [k], properties: {k: {type: string}}},"
        " B: {type: object, required: [k], properties: {k: {type: string}}}",
    ),
    "one_or_many": replying(f"{{oneOf: [{REF}, {{type: array, items: {REF}}}]}}", F),
    "several_scalars": replying("{type: [string, integer, boolean, 'null']}"),
    "names_that_meet": replying(
        "{type: object, properties: {a_b: {type: string}, aB: {type: string}, class: {type: string},"
        " 名前: {type: string}, '1st': {type: string}, '': {type: string}}}"
    ),
    "names_in_two_cases": replying(REF, f"{F}, f: {{type: object, properties: {{o: {REF}}}}}"),
    "defaults": replying(
        "{type: object, properties: {d: {type: string, format: date, default: '2024-01-02'},"
        " u: {type: string, format: uuid, default: 07ef8b4d-aa09-4ffa-898d-c710796aff41},"
        " t: {type: string, format: date-time, default: '2024-01-02T03:04:05Z'},"
        " n: {type: number, default: 1.5}, l: {type: array, items: {}, default: []}}}"
    ),
    "only_one_side_sends": replying(
        "{type: object, required: [i, p], properties: {i: {type: integer, readOnly: true},"
        " p: {type: string, writeOnly: true}}}"
    ),
    "paths_styled": taking(
        f"{{name: x, in: path, required: true, style: matrix, explode: true, schema: {LIST}}},"
        f" {{name: y, in: path, required: true, style: label, schema: {REF}}},"
        " {name: z, in: path, required: true, schema: {type: boolean}}",
        "/{x}/{y}/{z}.json",
        F.replace(", l: {type: array, items: {type: string}}", ""),
    ),
    "queries_styled": taking(
        f"{{name: a, in: query, explode: false, schema: {LIST}}},"
        f" {{name: b, in: query, style: pipeDelimited, schema: {LIST}}},"
        f" {{name: c, in: query, style: spaceDelimited, explode: false, schema: {LIST}}},"
        f" {{name: d, in: query, style: deepObject, schema: {REF}}},"
        f" {{name: e, in: query, content: {{application/json: {{schema: {REF}}}}}}},"
        f" {{name: f, in: query, schema: {LIST}}}",
        components=F,
    ),
    "deep_and_plain": taking(
        f"{{name: list, in: query, style: deepObject, schema: {LIST}}},"
        " {name: to, in: query, style: deepObject, schema: {oneOf: [{type: string},"
        " {type: object, properties: {n: {type: integer}}}]}},"
        " {name: free, in: query, schema: {type: object}},"
        " {name: deep, in: query, style: deepObject, schema: {type: object}}"
    ),
    "deep_in_a_form": sending(
        "application/x-www-form-urlencoded: {schema: {type: object, required: [to], properties:"
        " {to: {anyOf: [{type: string}, {type: object, properties: {n: {type: integer}}}]},"
        " expand: {type: array, items: {type: string}}}},"
        " encoding: {to: {style: deepObject}, expand: {style: deepObject}}}"
    ),
    "a_form_of_either": sending(
        "application/x-www-form-urlencoded: {schema: {anyOf: [{$ref: '#/components/schemas/A'},"
        " {$ref: '#/components/schemas/B'}]}}",
        "A: {type: object, required: [a], properties: {a: {type: string}}},"
        " B: {type: object, required: [b], properties: {b: {type: integer}}}",
    ),
    "a_token_operation_behind_tokens": "security: [{oauth: []}]\npaths:\n"
    "  /token: {post: {operationId: give, requestBody: {required: true, content:"
    " {application/x-www-form-urlencoded: {schema: {type: object, properties: {grant_type: {type:"
    " string}, client_id: {type: string}, client_secret: {type: string}}}}}}, responses: {'200':"
    " {content: {application/json: {schema: {type: object, properties: {access_token: {type:"
    " string}, expires_in: {type: integer}}}}}}}}}\n"
    "  /a: {get: {operationId: a}}\n"
    "components: {securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl:"
    " '/v1/token', scopes: {}}}}}}\n",
    "a_query_in_the_path": "paths: {'/a?beta=true': {get: {operationId: beta, parameters:"
    " [{name: n, in: query, schema: {type: integer}}]}},"
    " '/a?id={id}': {post: {operationId: made, parameters: [{name: id, in: path, required: true,"
    " schema: {type: integer}}]}}, '/a': {get: {operationId: a}}}\n",
    "a_key_or_a_token": "paths: {/a: {get: {operationId: a, security: [{token: []}]}},"
    " /b: {get: {operationId: b, security: [{key: []}]}},"
    " /c: {get: {operationId: c, security: [{pair: []}]}}}\n"
    "components: {securitySchemes: {token: {type: http, scheme: bearer},"
    " key: {type: apiKey, in: header, name: X-Key}, pair: {type: http, scheme: basic}}}\n",
    "headers_and_cookies": taking(
        f"{{name: X-Many, in: header, schema: {LIST}}},"
        f" {{name: X-Object, in: header, explode: true, schema: {REF}}},"
        f" {{name: many, in: cookie, explode: false, schema: {LIST}}},"
        " {name: day, in: cookie, schema: {type: string, format: date}}",
        components=F.replace(", l: {type: array, items: {type: string}}", ""),
    ),
    "whole_query": "openapi: 3.2.0\ninfo: {title: T, version: '1'}\n"
    + taking(
        f"{{name: q, in: querystring, content: {{application/x-www-form-urlencoded:"
        f" {{schema: {REF}}}}}}}",
        components=F,
    ),
    "a_charset": sending(f"application/json; charset=utf-8: {{schema: {REF}}}", F),
    "a_form": sending(
        f"application/x-www-form-urlencoded: {{schema: {REF}, encoding: {{l: {{explode: false}},"
        " n: {contentType: application/json}}}",
        F,
    ),
    "parts": sending(
        "multipart/form-data: {schema: {type: object, required: [file], properties:"
        " {file: {type: string, format: binary}, many: {type: array, items: {contentMediaType:"
        " image/png}}, note: {type: string}, held: {type: object, properties: {n: {type:"
        " integer}}}}}}"
    ),
    "bytes": sending("application/octet-stream: {}, image/png: {}, application/pdf: {}"),
    "texts": sending("text/plain: {}, text/csv: {}, text/html: {schema: {type: string}}"),
    "lines": sending(f"application/jsonl: {{schema: {REF}}}", F),
    "events": sending(f"text/event-stream: {{schema: {REF}}}", F),
    "ranges": sending(f"image/*: {{schema: {{type: string, format: binary}}}}, '*/*': {{}}"),
    "json_or_events": sending(
        f"application/json: {{schema: {REF}}}, text/event-stream: {{schema: {{type: string}}}}", F
    ),
    "json_or_parts": sending(
        f"application/json: {{schema: {REF}}}, multipart/form-data: {{schema: {{type: object,"
        " required: [f], properties: {f: {type: string, format: binary}}}}",
        F,
    ),
    "xml": sending(
        "application/xml: {schema: {$ref: '#/components/schemas/W'}}",
        "W: {type: object, xml: {name: w, namespace: 'urn:w', prefix: p}, properties: {i: {type:"
        " integer, xml: {attribute: true}}, l: {type: array, xml: {wrapped: true, name: all},"
        " items: {type: string, xml: {name: one}}}}}",
    ),
    "nothing_at_all": "paths: {/a: {get: {}, head: {}, delete: {responses: {204: {}}}}}\n",
    "no_paths": "webhooks: {new: {post: {requestBody: {content: {application/json: {}}}}}}\n",
    "by_reference": "paths: {/a: {$ref: '#/components/pathItems/P'}}\n"
    "components: {pathItems: {P: {get: {operationId: a, parameters: [{$ref:"
    " '#/components/parameters/Q'}]}}}, parameters: {Q: {$ref: '#/components/parameters/R'},"
    " R: {name: r, in: query, schema: {type: string}}}}\n",
    "statuses": "paths: {/a: {get: {operationId: a, responses: {2XX: {content: {application/json:"
    " {schema: {type: string}}}}, 4XX: {}, default: {}}}}}\n",
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("kinds")
    for name, text in KINDS.items():
        head = "" if text.startswith("openapi") else HEAD
        (folder / f"{name}.yaml").write_text(f"{head}{text}{_SERVER}", encoding="utf-8")
    regenerate(sorted(folder.glob("*.yaml")), folder / "kind_clients")
    sys.path.insert(0, str(folder))
    yield "kind_clients"
    sys.path.remove(str(folder))


@pytest.mark.parametrize("kind", KINDS)
def test_all_laws_hold_for_any_kind_of_document(packages: str, kind: str) -> None:
    held = list(laws(f"{packages}.{kind}"))

    assert held or kind == "no_paths"
    for law in held:
        law()


def test_the_query_of_a_path_goes_on_with_an_ampersand(packages: str) -> None:
    module = import_module(f"{packages}.a_query_in_the_path")
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.url)
        return Response(204, {}, b"")

    with adlists.connect(module.Api, transport=InProcess(answer)) as api:
        api.default.beta(n=1)
        api.default.beta()
        api.default.made(7)

    assert [url.partition("/v1")[2] for url in seen] == ["/a?beta=true&n=1", "/a?beta=true", "/a?id=7"]


def test_an_example_says_which_alternative_it_is(packages: str) -> None:
    service = import_module(f"{packages}.told_by_a_mapping").SERVICE

    assert example(service.operation("a").body.schema) == {"k": "first"}
