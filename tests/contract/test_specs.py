"""The documents in `spec/` are valid OpenAPI 3.1 and keep the rules that generation relies on.

A law is a function from a document to its complaints. Laws walk and name no field of any API, so a
new document is held to them by lying in the folder. What the vendors document is pinned once, in a
table at the end.
"""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

Document = dict[str, Any]
Law = Callable[[Document], Iterator[str]]
Row = tuple[str, str, str, str, str, tuple[str, ...], tuple[str, ...]]

SPEC: Final = Path(__file__).parents[2] / "spec"
SETTINGS: Final = SPEC / "generator.yaml"
FILES: Final = sorted(set(SPEC.glob("*.yaml")) - {SETTINGS})

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
COMBINERS: Final = ("allOf", "anyOf", "oneOf")
NAME_OF_OURS: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def read(source: Path | str) -> Document:
    document: Document = YAML(typ="safe").load(source)
    return document


# Walks: each yields a place, for messages, and what stands there.


def resolve(document: Document, node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operations(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def parameters(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, operation in operations(document):
        for node in operation.get("parameters", []):
            parameter = resolve(document, node)
            yield f"{place} parameter {parameter['name']}", parameter


def requests(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, operation in operations(document):
        if "requestBody" in operation:
            yield f"{place} request", resolve(document, operation["requestBody"])


def replies(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, operation in operations(document):
        for status, node in operation["responses"].items():
            yield f"{place} {status}", resolve(document, node)


def contents(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for walk in (requests, replies):
        for place, body in walk(document):
            if body.get("content"):
                yield place, body["content"]


def parts(place: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a schema and all schemas written inside it, without following references."""
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from parts(f"{place}.{name}", part)
    if isinstance(schema.get("items"), dict):
        yield from parts(f"{place}[]", schema["items"])
    for combiner in COMBINERS:
        for index, part in enumerate(schema.get(combiner, [])):
            yield from parts(f"{place} {combiner} {index}", part)


def schemas(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from parts(name, schema)
    for place, parameter in parameters(document):
        yield from parts(place, parameter["schema"])
    for place, content in contents(document):
        for media_type, body in content.items():
            yield from parts(f"{place} {media_type}", body["schema"])


def reached(document: Document, *roots: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all schemas that the roots lead to, each once, following references."""
    seen: set[str] = set()
    pending: list[tuple[str, dict[str, Any]]] = [("an inline schema", root) for root in roots]
    while pending:
        for place, schema in parts(*pending.pop()):
            if "$ref" not in schema:
                yield place, schema
            elif schema["$ref"] not in seen:
                seen.add(schema["$ref"])
                pending.append((schema["$ref"].rpartition("/")[2], resolve(document, schema)))


def bodies(document: Document, walk: Callable[[Document], Iterator[tuple[str, Any]]]) -> list[Any]:
    return [
        media_type["schema"]
        for _, body in walk(document)
        for media_type in body.get("content", {}).values()
    ]


def types(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind


def takes_null(schema: dict[str, Any]) -> bool:
    return "null" in types(schema) or any(map(takes_null, schema.get("oneOf", [])))


def is_xml(media_type: str) -> bool:
    return media_type.endswith(("/xml", "+xml"))


# Laws.


def operations_say_what_they_are(document: Document) -> Iterator[str]:
    tags = {tag["name"] for tag in document["tags"]}
    for place, operation in operations(document):
        if not operation.get("summary", "").endswith("."):
            yield f"{place}: the summary is no sentence"
        if len(operation.get("tags", [])) != 1 or not tags.issuperset(operation["tags"]):
            yield f"{place}: not exactly one declared tag"
        # The generator keeps no other spelling.
        if not NAME_OF_OURS.fullmatch(operation.get("operationId", "")):
            yield f"{place}: the operationId is not in snake case"


def operations_state_their_security(document: Document) -> Iterator[str]:
    """The generator ignores the document's own `security`, so each operation has one."""
    schemes = document["components"].get("securitySchemes", {})
    for place, operation in operations(document):
        if "security" not in operation:
            yield f"{place}: no security"
        for scheme in {name for choice in operation.get("security", []) for name in choice}:
            if scheme not in schemes:
                yield f"{place}: unknown scheme {scheme}"


def security_schemes_are_used(document: Document) -> Iterator[str]:
    used = {
        scheme
        for _, operation in operations(document)
        for choice in operation.get("security", [])
        for scheme in choice
    }
    for scheme in document["components"].get("securitySchemes", {}).keys() - used:
        yield f"{scheme}: no operation takes it"


def token_urls_are_operations(document: Document) -> Iterator[str]:
    """A client's own token is fetched by an operation of the document, which needs no token.

    A person's token comes from wherever that person is known, which may be another host.
    """
    open_urls = {
        server["url"] + place.partition(" ")[2]
        for server in document["servers"]
        for place, operation in operations(document)
        if place.startswith("POST ") and operation.get("security") == []
    }
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        for kind, flow in scheme.get("flows", {}).items():
            if kind == "clientCredentials" and flow["tokenUrl"] not in open_urls:
                yield f"{name}: {flow['tokenUrl']} is no operation without security"
            if not flow["tokenUrl"].startswith("https://"):
                yield f"{name}: {flow['tokenUrl']} would carry secrets in the open"


def authorization_is_no_parameter(document: Document) -> Iterator[str]:
    for place, parameter in parameters(document):
        if parameter["in"] == "header" and parameter["name"].lower() == "authorization":
            yield f"{place}: security schemes say this"


def request_bodies_are_required(document: Document) -> Iterator[str]:
    for place, body in requests(document):
        if body.get("required") is not True:
            yield f"{place}: not required"


def media_types_share_one_schema(document: Document) -> Iterator[str]:
    for place, content in contents(document):
        found = [body["schema"] for body in content.values()]
        if any(schema != found[0] for schema in found):
            yield f"{place}: schemas differ between media types"
        if len(found) > 1 and "$ref" not in found[0]:
            yield f"{place}: an inline schema under several media types"


def success_is_one_thing(document: Document) -> Iterator[str]:
    """A method returns what its 2xx replies hold, so they hold one thing, or nothing."""
    for place, operation in operations(document):
        found = [
            next(body["schema"] for body in resolve(document, reply)["content"].values())
            for status, reply in operation["responses"].items()
            if status.startswith("2") and resolve(document, reply).get("content")
        ]
        if any(schema != found[0] for schema in found):
            yield f"{place}: replies of success differ"
        if not any(status.startswith("2") for status in operation["responses"]):
            yield f"{place}: no reply of success"


def schemas_describe_themselves(document: Document) -> Iterator[str]:
    for name, schema in document["components"].get("schemas", {}).items():
        if not schema.get("description", "").endswith("."):
            yield f"{name}: no description"
    for place, schema in schemas(document):
        for name, part in schema.get("properties", {}).items():
            if not part.get("description", "").endswith("."):
                yield f"{place}.{name}: no description"
    for place, parameter in parameters(document):
        if not parameter.get("description", "").endswith("."):
            yield f"{place}: no description"
    for place, reply in replies(document):
        if not reply.get("description", "").endswith("."):
            yield f"{place}: no description"


def schemas_have_a_type(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if not {"type", "$ref", *COMBINERS}.intersection(schema):
            yield f"{place}: anything goes"


def integers_have_a_width(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        if "integer" in types(schema) and schema.get("format") not in {"int32", "int64"}:
            yield f"{place}: neither int32 nor int64"


def constants_are_defaults(document: Document) -> Iterator[str]:
    """Otherwise a user has to write the only value there is."""
    for place, schema in schemas(document):
        if "const" in schema and schema.get("default") != schema["const"]:
            yield f"{place}: the default is not the constant"


def requests_are_closed(document: Document) -> Iterator[str]:
    for place, schema in reached(document, *bodies(document, requests)):
        if "object" in types(schema) and schema.get("additionalProperties") is not False:
            yield f"{place}: takes unknown fields"
        if "null" in types(schema) and "null" not in schema.get("description", ""):
            yield f"{place}: takes null, and does not say what it means"


def replies_are_open(document: Document) -> Iterator[str]:
    """Whatever a service adds, leaves out, renames or nulls, its replies stay readable.

    A field is required only to tell apart the branches of a `oneOf`; then it is not null either.
    """
    branches: list[dict[str, Any]] = []
    found = list(reached(document, *bodies(document, replies)))
    for _, schema in found:
        branches.extend(resolve(document, branch) for branch in schema.get("oneOf", []))
    for place, schema in found:
        if "object" in types(schema) and schema.get("additionalProperties") is not True:
            yield f"{place}: drops unknown fields"
        if {"enum", "const"}.intersection(schema):
            yield f"{place}: refuses unknown values; say x-known-values"
        required = schema.get("required", [])
        if required and not any(schema is branch for branch in branches):
            yield f"{place}: refuses a reply without {', '.join(required)}"
        for name, part in schema.get("properties", {}).items():
            if name not in required and not takes_null(part):
                yield f"{place}.{name}: refuses null"


def branches_can_be_told_apart(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        required = [
            frozenset(resolve(document, branch).get("required", []))
            for branch in schema.get("oneOf", [])
            if types(branch) != ["null"]
        ]
        for index, names in enumerate(required if len(required) > 1 else ()):
            others = frozenset[str]().union(*required[:index], *required[index + 1 :])
            if not names - others:
                yield f"{place}: branch {index} has no required field of its own"


def xml_has_names(document: Document) -> Iterator[str]:
    """What XML carries has a root name, and lists have a wrapper and a name for their items.

    Without a wrapper an empty list cannot be told from an absent one.
    """
    roots = [
        body["schema"]
        for _, content in contents(document)
        for media_type, body in content.items()
        if is_xml(media_type)
    ]
    for place, schema in reached(document, *roots):
        if set(COMBINERS).intersection(schema):
            yield f"{place}: the generator loses the xml of combined schemas"
        if "object" in types(schema) and not schema.get("xml", {}).get("name"):
            yield f"{place}: no element name"
        for name, part in schema.get("properties", {}).items():
            if "array" in types(resolve(document, part)) and "$ref" in part:
                yield f"{place}.{name}: the xml of a referenced list is out of reach"
        if "array" in types(schema):
            if schema.get("xml", {}).get("wrapped") is not True:
                yield f"{place}: an unwrapped list"
            if not resolve(document, schema["items"]).get("xml", {}).get("name"):
                yield f"{place}: items without a name"


def lists_sent_are_not_empty(document: Document) -> Iterator[str]:
    for place, schema in reached(document, *bodies(document, requests)):
        if "array" in types(schema) and schema.get("minItems", 0) < 1:
            yield f"{place}: may be empty"


def secrets_are_sensitive(document: Document) -> Iterator[str]:
    for place, schema in schemas(document):
        secret = schema.get("format") == "password" or schema.get("writeOnly") is True
        if secret and schema.get("x-sensitive") is not True:
            yield f"{place}: a secret without x-sensitive"


def components_are_used(document: Document) -> Iterator[str]:
    used: set[str] = set()

    def collect(node: Any) -> None:
        for value in node.values() if isinstance(node, dict) else node:
            if isinstance(value, dict | list):
                collect(value)
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            used.add(node["$ref"])

    collect(document)
    for kind, named in document["components"].items():
        for name in named if kind != "securitySchemes" else ():
            if f"#/components/{kind}/{name}" not in used:
                yield f"{kind}/{name}: nothing refers to it"


def placed(document: Document) -> Iterator[tuple[str, dict[str, Any], set[str]]]:
    """Yield each object that may carry extension keys, with the keys that mean something there."""
    for place, operation in operations(document):
        yield place, operation, {"x-idempotent", "x-methods"}
    for place, parameter in parameters(document):
        yield place, parameter, {"x-sensitive"}
    for place, schema in schemas(document):
        yield place, schema, {"x-known-values", "x-sensitive"}
    for place, content in contents(document):
        for media_type, body in content.items():
            yield f"{place} {media_type}", body, {"x-encode-as"}


def extension_keys_are_known(document: Document) -> Iterator[str]:
    known = {id(node): keys for _, node, keys in placed(document)}
    known[id(document)] = {"x-lists"}

    def check(place: str, node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            # Below `properties` keys are names of fields, not ours.
            if not place.endswith("/properties"):
                for key in node.keys() - known.get(id(node), set()):
                    if key.startswith("x-"):
                        yield f"{place}: {key} is not known here"
            for key, value in node.items():
                if (place, key) != ("#", "x-lists"):  # `regenerate` checks what stands there
                    yield from check(f"{place}/{key}", value)
        elif isinstance(node, list):
            for index, value in enumerate(node):
                yield from check(f"{place}/{index}", value)

    yield from check("#", document)


def extension_keys_make_sense(document: Document) -> Iterator[str]:
    for place, node, _ in placed(document):
        if not isinstance(node.get("x-idempotent", True), bool):
            yield f"{place}: x-idempotent is neither true nor false"
        if node.get("x-sensitive", True) is not True:
            yield f"{place}: x-sensitive is not true"
        if "x-known-values" in node:
            values = node["x-known-values"]
            if not values or not all(isinstance(value, str) for value in values):
                yield f"{place}: x-known-values is no list of strings"
            if "string" not in types(node):
                yield f"{place}: x-known-values of what is no string"


def borrowed_forms_stand_beside_their_own(document: Document) -> Iterator[str]:
    """Bytes borrow the form of a media type that is offered too, and has a form of its own."""
    for place, content in contents(document):
        for media_type, body in content.items():
            form = body.get("x-encode-as", media_type)
            if form not in content or (form == media_type and "x-encode-as" in body):
                yield f"{place} {media_type}: {form} is not offered"
            elif form != media_type and "x-encode-as" in content[form]:
                yield f"{place} {media_type}: {form} is borrowed itself"


def methods_split_their_operation(document: Document) -> Iterator[str]:
    """Each method takes parameters of its operation and returns one branch of its reply."""
    for place, operation in operations(document):
        methods = operation.get("x-methods", {})
        declared = [resolve(document, node) for node in operation.get("parameters", [])]
        names = {parameter["name"] for parameter in declared}
        needed = {parameter["name"] for parameter in declared if parameter.get("required")}
        branches = {
            branch.get("$ref")
            for body in resolve(document, operation["responses"].get("200", {}))
            .get("content", {})
            .values()
            for branch in body["schema"].get("oneOf", [])
        }
        for name, method in methods.items():
            if not NAME_OF_OURS.fullmatch(name):
                yield f"{place} {name}: not in snake case"
            if set(method) != {"summary", "parameters", "reply"}:
                yield f"{place} {name}: not a summary, parameters and a reply"
                continue
            if not method["summary"].endswith("."):
                yield f"{place} {name}: the summary is no sentence"
            if not names >= method["parameters"].keys() >= needed:
                yield f"{place} {name}: takes what the operation does not, or leaves out too much"
            if not {"required", "optional"}.issuperset(method["parameters"].values()):
                yield f"{place} {name}: a parameter is either required or optional"
            if method["reply"] not in branches:
                yield f"{place} {name}: no branch of the reply is {method['reply']}"
        if methods and {method.get("reply") for method in methods.values()} != branches:
            yield f"{place}: a branch of the reply without a method"


def names_are_unique(document: Document) -> Iterator[str]:
    """Operations and the methods that stand in for them share one namespace for each tag."""
    seen: set[tuple[str, str]] = set()
    for place, operation in operations(document):
        for name in operation.get("x-methods") or [operation.get("operationId", "")]:
            key = (operation["tags"][0], name)
            if key in seen:
                yield f"{place}: a second {name}"
            seen.add(key)


def servers_are_addresses(document: Document) -> Iterator[str]:
    if not document["servers"]:
        yield "no server"
    for server in document["servers"]:
        if not re.fullmatch(r"https://[^/?#]+(/[^/?#]+)*", server["url"]):
            yield f"{server['url']}: not https, not absolute, or with a slash at the end"


LAWS: Final[tuple[Law, ...]] = (
    operations_say_what_they_are,
    operations_state_their_security,
    security_schemes_are_used,
    token_urls_are_operations,
    authorization_is_no_parameter,
    request_bodies_are_required,
    media_types_share_one_schema,
    success_is_one_thing,
    schemas_describe_themselves,
    schemas_have_a_type,
    integers_have_a_width,
    constants_are_defaults,
    requests_are_closed,
    replies_are_open,
    branches_can_be_told_apart,
    xml_has_names,
    lists_sent_are_not_empty,
    secrets_are_sensitive,
    components_are_used,
    extension_keys_are_known,
    extension_keys_make_sense,
    borrowed_forms_stand_beside_their_own,
    methods_split_their_operation,
    names_are_unique,
    servers_are_addresses,
)


def by_stem(path: Path) -> str:
    return path.stem


@pytest.fixture(params=FILES, ids=by_stem)
def document(request: pytest.FixtureRequest) -> Document:
    return read(request.param)


def test_there_are_documents() -> None:
    assert len(FILES) >= 2


def test_document_is_valid_openapi_3_1(document: Document) -> None:
    assert document["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_document_keeps_the_law(law: Law, document: Document) -> None:
    assert list(law(document)) == []


def anchors(text: str) -> list[str]:
    events = YAML(typ="safe", pure=True).parse(text)
    return [event.anchor for event in events if getattr(event, "anchor", None)]


@pytest.mark.parametrize("path", [*FILES, SETTINGS], ids=by_stem)
def test_yaml_has_no_anchors(path: Path) -> None:
    """A reader of one place sees all of it; what is shared is shared by `$ref`."""
    assert anchors(path.read_text("utf-8")) == []


def test_anchor_is_noticed() -> None:
    assert anchors("{a: &a 1, b: *a}") == ["a", "a"]


@pytest.mark.parametrize("path", FILES, ids=by_stem)
def test_generator_takes_the_whole_document(path: Path, tmp_path: Path) -> None:
    settings = ConfigFile.load_from_path(SETTINGS)
    config = Config.from_sources(
        settings, MetaType.NONE, path, "utf-8", overwrite=True, output_path=tmp_path
    )
    document = read(path)
    parsed = GeneratorData.from_dict(document, config=config)
    assert isinstance(parsed, GeneratorData), parsed
    collections = parsed.endpoint_collections_by_tag.values()
    warnings = [error for collection in collections for error in collection.parse_errors]
    warnings += [
        error
        for collection in collections
        for endpoint in collection.endpoints
        for error in endpoint.errors
    ]
    assert [*parsed.errors, *warnings] == []
    assert sum(len(collection.endpoints) for collection in collections) == len(
        list(operations(document))
    )


# The laws themselves: a small document keeps them all, and each breach of it is noticed.

SOUND: Final = """
openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: "https://example.com/api"}]
tags: [{name: books}]
paths:
  /books:
    post:
      operationId: add_book
      summary: Add a book.
      tags: [books]
      security: [{key: []}]
      x-idempotent: false
      parameters:
        - {name: shelf, in: query, required: true, description: Where., schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Book"}}
          application/xml: {schema: {$ref: "#/components/schemas/Book"}}
          text/html: {x-encode-as: application/json, schema: {$ref: "#/components/schemas/Book"}}
      responses:
        "201":
          description: Added.
          content: {application/json: {schema: {$ref: "#/components/schemas/Receipt"}}}
    get:
      operationId: find
      summary: Find books or authors.
      tags: [books]
      security: [{key: []}]
      x-methods:
        find_authors: {summary: Find., parameters: {}, reply: "#/components/schemas/Authors"}
        find_titles: {summary: Find., parameters: {}, reply: "#/components/schemas/Titles"}
      responses:
        "200":
          description: Found.
          content:
            application/json:
              schema:
                oneOf:
                  - {$ref: "#/components/schemas/Authors"}
                  - {$ref: "#/components/schemas/Titles"}
  /token:
    post:
      operationId: create_token
      summary: Get in.
      tags: [books]
      security: []
      responses: {"204": {description: In.}}
components:
  securitySchemes:
    key:
      type: oauth2
      flows:
        clientCredentials: {tokenUrl: "https://example.com/api/token", scopes: {}}
        authorizationCode:
          authorizationUrl: "https://id.example/"
          tokenUrl: "https://id.example/token"
          scopes: {}
  schemas:
    Book:
      type: object
      description: A book.
      xml: {name: Book}
      additionalProperties: false
      properties:
        kind: {type: string, const: book, default: book, description: Its kind.}
        pages: {type: integer, format: int32, description: Their number.}
        note: {type: [string, "null"], description: Words; null clears them.}
        pin: {type: string, format: password, x-sensitive: true, description: A secret.}
        authors:
          type: array
          minItems: 1
          description: Who wrote it.
          xml: {wrapped: true}
          items: {type: string, xml: {name: author}}
    Receipt:
      type: object
      description: What happened.
      additionalProperties: true
      properties:
        state: {type: [string, "null"], x-known-values: [lent], description: Its state.}
        titles:
          description: More.
          oneOf: [{$ref: "#/components/schemas/Titles"}, {type: "null"}]
    Authors:
      type: object
      description: Who.
      additionalProperties: true
      required: [authors]
      properties: {authors: {type: array, description: Who., items: {type: string}}}
    Titles:
      type: object
      description: What.
      additionalProperties: true
      required: [titles]
      properties: {titles: {type: array, description: What., items: {type: string}}}
"""

GONE: Final = object()
POST: Final = "paths//books/post"
GET: Final = "paths//books/get"
HTML: Final = f"{POST}/requestBody/content/text~1html"
XML: Final = f"{POST}/requestBody/content/application~1xml"
BOOK: Final = "components/schemas/Book"
RECEIPT: Final = "components/schemas/Receipt"

# A law, the place of a breach, and what stands there then.
BREACHES: Final[tuple[tuple[Law, str, Any], ...]] = (
    (operations_say_what_they_are, f"{POST}/summary", GONE),
    (operations_say_what_they_are, f"{POST}/tags", ["films"]),
    (operations_say_what_they_are, f"{POST}/operationId", "addBook"),
    (operations_state_their_security, f"{POST}/security", GONE),
    (operations_state_their_security, f"{POST}/security", [{"lock": []}]),
    (security_schemes_are_used, "components/securitySchemes/spare", {"type": "http"}),
    (token_urls_are_operations, "paths//token/post/security", [{"key": []}]),
    (token_urls_are_operations, "servers/0/url", "https://example.org/api"),
    (
        token_urls_are_operations,
        "components/securitySchemes/key/flows/authorizationCode/tokenUrl",
        "http://id.example/token",
    ),
    (
        authorization_is_no_parameter,
        f"{POST}/parameters/0",
        {"name": "Authorization", "in": "header"},
    ),
    (request_bodies_are_required, f"{POST}/requestBody/required", GONE),
    (media_types_share_one_schema, f"{XML}/schema", {}),
    (
        success_is_one_thing,
        f"{POST}/responses/200",
        {"description": "Too.", "content": {"text/json": {"schema": {"type": "string"}}}},
    ),
    (success_is_one_thing, f"{POST}/responses/201", GONE),
    (schemas_describe_themselves, f"{BOOK}/description", GONE),
    (schemas_describe_themselves, f"{BOOK}/properties/pages/description", GONE),
    (schemas_describe_themselves, f"{POST}/parameters/0/description", GONE),
    (schemas_describe_themselves, f"{POST}/responses/201/description", ""),
    (schemas_have_a_type, f"{BOOK}/properties/pages/type", GONE),
    (integers_have_a_width, f"{BOOK}/properties/pages/format", GONE),
    (integers_have_a_width, f"{POST}/parameters/0/schema/type", ["integer", "string"]),
    (constants_are_defaults, f"{BOOK}/properties/kind/default", GONE),
    (requests_are_closed, f"{BOOK}/additionalProperties", GONE),
    (requests_are_closed, f"{BOOK}/properties/pages/type", ["integer", "null"]),
    (requests_are_closed, f"{BOOK}/properties/note/description", "Words."),
    (replies_are_open, f"{RECEIPT}/additionalProperties", False),
    (replies_are_open, f"{RECEIPT}/properties/state/type", "string"),
    (replies_are_open, f"{RECEIPT}/properties/state/enum", ["lent", None]),
    (replies_are_open, f"{RECEIPT}/required", ["state"]),
    (replies_are_open, f"{RECEIPT}/properties/titles/oneOf/1", GONE),
    (branches_can_be_told_apart, "components/schemas/Titles/required", GONE),
    (xml_has_names, f"{BOOK}/xml", GONE),
    (xml_has_names, f"{BOOK}/properties/authors/xml/wrapped", False),
    (xml_has_names, f"{BOOK}/properties/authors/items/xml", GONE),
    (xml_has_names, f"{BOOK}/allOf", [{"type": "object"}]),
    (lists_sent_are_not_empty, f"{BOOK}/properties/authors/minItems", GONE),
    (secrets_are_sensitive, f"{BOOK}/properties/pin/x-sensitive", GONE),
    (components_are_used, "components/schemas/Film", {"type": "object"}),
    (extension_keys_are_known, f"{POST}/x-idempotant", True),
    (extension_keys_are_known, f"{BOOK}/x-idempotent", True),
    (extension_keys_are_known, "info/x-colour", "blue"),
    (extension_keys_make_sense, f"{POST}/x-idempotent", "no"),
    (extension_keys_make_sense, f"{BOOK}/properties/pin/x-sensitive", False),
    (extension_keys_make_sense, f"{RECEIPT}/properties/state/x-known-values", []),
    (extension_keys_make_sense, f"{RECEIPT}/properties/state/type", ["integer", "null"]),
    (borrowed_forms_stand_beside_their_own, f"{HTML}/x-encode-as", "text/html"),
    (borrowed_forms_stand_beside_their_own, f"{HTML}/x-encode-as", "text/plain"),
    (borrowed_forms_stand_beside_their_own, f"{XML}/x-encode-as", "text/html"),
    (methods_split_their_operation, f"{GET}/x-methods/find_titles", GONE),
    (methods_split_their_operation, f"{GET}/x-methods/find_titles/parameters", {"by": "required"}),
    (methods_split_their_operation, f"{GET}/x-methods/find_titles/reply", "#/elsewhere"),
    (names_are_unique, f"{POST}/operationId", "find_titles"),
    (servers_are_addresses, "servers/0/url", "https://example.com/api/"),
)


def edit(document: Document, place: str, value: Any) -> Document:
    """Return a copy with another value at a place, where `//` keeps the slash of a path."""
    edited = copy.deepcopy(document)
    steps = [step.replace("~1", "/") for step in place.replace("//", "/~1").split("/")]
    node: Any = edited
    for step in steps[:-1]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    last = int(steps[-1]) if isinstance(node, list) else steps[-1]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return edited


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_sound_document_keeps_the_law(law: Law) -> None:
    assert list(law(read(SOUND))) == []


@pytest.mark.parametrize(("law", "place", "value"), BREACHES)
def test_breach_is_noticed(law: Law, place: str, value: Any) -> None:
    assert list(law(edit(read(SOUND), place, value))) != []


def test_every_law_has_a_breach() -> None:
    assert {law for law, _, _ in BREACHES} == set(LAWS)


# What the vendors' documents list. The one place of this file that knows an API.

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
REPLY: Final = (JSON, "text/json", "application/xml", "text/xml", "text/html")
REQUEST: Final = (JSON, "text/json", "application/xml", "text/xml", FORM, "text/html")
LINES: Final = ("text/plain", FORM)

# Document, tag, operation, method and path, statuses, media types of the request and of the replies
# that have a body.
DOCUMENTED: Final[tuple[Row, ...]] = (
    (
        "criteo-v1",
        "audiences",
        "add_remove_users_to_audience",
        "PATCH /v1/audiences/userlist/{audienceId}",
        "200 400 401 403 404 429 500",
        REQUEST,
        REPLY,
    ),
    (
        "criteo-v1",
        "audiences",
        "create_audience",
        "POST /v1/audiences/userlist",
        "200 400 401 403 409 429 500",
        REQUEST,
        REPLY,
    ),
    (
        "criteo-v1",
        "audiences",
        "delete_audience",
        "DELETE /v1/audiences/{audienceId}",
        "200 204 401 403 404 429 500",
        (),
        REPLY,
    ),
    (
        "criteo-v1",
        "audiences",
        "get_audiences",
        "GET /v1/audiences",
        "200 401 403 429 500",
        (),
        REPLY,
    ),
    (
        "criteo-v1",
        "audiences",
        "remove_users_from_audience",
        "DELETE /v1/audiences/userlist/{audienceId}/users",
        "200 204 401 403 404 429 500",
        (),
        REPLY,
    ),
    (
        "criteo-v1",
        "audiences",
        "update_audience_metadata",
        "PUT /v1/audiences/{audienceId}",
        "200 204 400 401 403 404 409 429 500",
        REQUEST,
        REPLY,
    ),
    (
        # 401 is ours: RFC 6749, section 5.2.
        "criteo-v1",
        "authentication",
        "create_token",
        "POST /oauth2/token",
        "200 400 401 403 429 500",
        (FORM,),
        (JSON,),
    ),
    ("applovin-v1", "app_lists", "create", "GET /create", "200 400 403 406 500", (), (JSON,)),
    ("applovin-v1", "app_lists", "list", "GET /list", "200 400 403 404 500", (), (JSON,)),
    ("applovin-v1", "app_lists", "append", "POST /append", "200 400 403 404 500", LINES, (JSON,)),
    ("applovin-v1", "app_lists", "delete", "GET /delete", "200 400 403 404 500", (), ()),
    (
        "applovin-v1",
        "app_lists",
        "delete_apps",
        "POST /deleteApps",
        "200 400 403 404 500",
        LINES,
        (JSON,),
    ),
    (
        "applovin-suppression-v1",
        "suppression",
        "suppress_devices",
        "POST /suppressionApps",
        "200 400 403 500",
        LINES,
        (JSON,),
    ),
    (
        "applovin-suppression-v1",
        "suppression",
        "unsuppress_devices",
        "POST /deleteSuppressionApps",
        "200 400 403 500",
        LINES,
        (JSON,),
    ),
)


@pytest.mark.parametrize("row", DOCUMENTED, ids=lambda row: f"{row[0]}-{row[2]}")
def test_operation_is_as_documented(row: Row) -> None:
    stem, tag, name, route, statuses, request_types, reply_types = row
    document = read(SPEC / f"{stem}.yaml")
    found = dict(operations(document))[route]
    assert (found["operationId"], found["tags"]) == (name, [tag])
    assert " ".join(found["responses"]) == statuses
    body = resolve(document, found.get("requestBody", {}))
    assert tuple(body.get("content", {})) == request_types
    answers = [resolve(document, reply) for reply in found["responses"].values()]
    assert {tuple(reply["content"]) for reply in answers if reply.get("content")} == (
        {reply_types} if reply_types else set()
    )


@pytest.mark.parametrize("stem", sorted({row[0] for row in DOCUMENTED}))
def test_document_has_no_other_operation(stem: str) -> None:
    documented = {row[3] for row in DOCUMENTED if row[0] == stem}
    assert {place for place, _ in operations(read(SPEC / f"{stem}.yaml"))} == documented


def test_criteo_has_one_version() -> None:
    """Another version is another word in the document: nothing else depends on it."""
    document = read(SPEC / "criteo-2026-07.yaml")
    version = document["info"]["version"]
    versioned = [path for path in document["paths"] if path != "/oauth2/token"]
    assert versioned == [path for path in versioned if path.startswith(f"/{version}/")]
    moved = (SPEC / "criteo-2026-07.yaml").read_text("utf-8").replace(version, "2027-01")
    assert [path.replace(version, "2027-01") for path in document["paths"]] == [
        *read(moved)["paths"]
    ]
    assert read(moved)["components"] == document["components"]
