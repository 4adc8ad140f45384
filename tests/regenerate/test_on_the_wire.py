"""What a small document says is what a client of it puts on the wire, and nothing else."""

from __future__ import annotations

import email.message
import email.parser
from typing import Any

import pytest
from lxml import etree
from small_documents import Make, Prepare

from adlists import ApiKey, DecodingError, File, Request, Response, connect
from adlists._runtime.registry import Registry
from adlists.plugins import builtins
from adlists.sandbox import Sandbox
from adlists.testing import laws
from adlists.testing.transport import FakeTransport, reply

SERVER = "servers: [{url: 'https://x.example'}]\n"
DONE = "responses: {'204': {description: d}}"


class Wire:
    """A client of a document, and what it sent last."""

    def __init__(self, package: Any, *credentials: Any, answer: Any = None) -> None:
        self.package = package
        self._transport = FakeTransport(lambda _: answer or reply(204))
        self._session = connect(package.Api, *credentials, transport=self._transport)

    def call(self, operation: str, **arguments: Any) -> Any:
        return getattr(self._session.api.default, operation)(**arguments)

    def send(self, operation: str, **arguments: Any) -> Request:
        self.call(operation, **arguments)
        return self._transport.requests[-1]


def parts(request: Request) -> dict[str, email.message.Message]:
    """Read the parts of a body as the standard library does."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    whole = email.parser.BytesParser().parsebytes(head + request.content)
    held: Any = whole.get_payload()
    return {str(part.get_param("name", header="content-disposition")): part for part in held}


def test_a_parameter_may_be_a_header_that_every_request_has(made: Make) -> None:
    wire = Wire(
        made(
            f"{SERVER}paths: {{/a: {{get: {{operationId: a, {DONE}, parameters: ["
            "{name: User-Agent, in: header, schema: {type: string}},"
            "{name: Cookie, in: header, schema: {type: string}},"
            "{name: sid, in: cookie, schema: {type: string}}]}}}\n"
        )
    )

    assert wire.send("a", user_agent="me/1").headers["user-agent"] == "me/1"
    assert wire.send("a").headers["user-agent"].startswith("adlists/")
    assert wire.send("a", cookie="a=b", sid="x").headers["cookie"] == "a=b; sid=x"


def test_a_key_may_be_what_a_client_calls_itself(made: Make) -> None:
    wire = Wire(
        made(
            f"{SERVER}security: [{{ua: []}}]\n"
            f"paths: {{/a: {{get: {{operationId: a, {DONE}}}}}}}\n"
            "components: {securitySchemes: {ua: {type: apiKey, in: header, name: User-Agent}}}\n"
        ),
        ApiKey("me@example.com"),
    )

    assert wire.send("a").headers["user-agent"] == "me@example.com"


def test_what_only_the_transport_writes_is_left_out_and_said(prepared: Prepare) -> None:
    names = ("Host", "content-length", "Transfer-Encoding", "Connection", "X-Kept")
    headers = ", ".join(
        f"{{name: {name}, in: header, required: true, schema: {{}}}}" for name in names
    )
    document = prepared(f"paths: {{/a: {{get: {{parameters: [{headers}]}}}}}}\n")

    found = document.root["paths"]["/a"]["get"]["parameters"]
    assert [node["name"] for node in found] == ["X-Kept"]
    assert [note.message.partition(" ")[0] for note in document.notes] == [*names[:-1]]
    assert all("by the transport" in note.message for note in document.notes)


def test_a_header_of_the_path_is_overridden_whatever_its_case(prepared: Prepare) -> None:
    document = prepared(
        "paths: {/a: {parameters: [{name: x-id, in: header, schema: {}}],"
        " get: {parameters: [{name: X-ID, in: header, schema: {type: integer}}]}}}\n"
    )

    (found,) = document.root["paths"]["/a"]["get"]["parameters"]
    assert (found["name"], found["schema"]) == ("X-ID", {"type": "integer"})


PARTS = """
paths:
  /a:
    post:
      operationId: a
      responses: {'204': {description: d}}
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                photo: {type: string, format: binary}
                scan: {contentMediaType: application/pdf}
                coded: {type: string, contentEncoding: base64}
                old: {type: string, format: byte}
                raw: {type: string, contentEncoding: binary}
                safe: {type: string, contentEncoding: base64url}
                drawn: {type: string, contentMediaType: image/png, contentEncoding: base64}
                csv: {type: array, items: {type: integer}}
                deep: {type: object, properties: {n: {type: integer}}}
            encoding:
              photo:
                contentType: image/png, image/jpeg
                headers: {X-Kind: {schema: {const: front}}, X-Rate: {schema: {type: integer}}}
              csv: {explode: false, contentType: application/json}
              deep: {style: deepObject}
"""


def test_a_part_has_the_headers_that_its_schema_and_its_encoding_say(made: Make) -> None:
    wire = Wire(made(SERVER + PARTS))
    body = wire.package.models.ABody(
        photo=File(b"P", headers={"X-Rate": "5"}),
        scan=b"%PDF",
        coded="aGk=",
        old="aGk=",
        raw=b"\x00",
        safe="aGk",
        drawn="aGk=",
        csv=[1, 2],
        deep=wire.package.models.ABodyDeep(n=3),
    )

    found = parts(wire.send("a", body=body))

    said = {name: [(k, v) for k, v in part.items()][1:] for name, part in found.items()}
    base64 = ("Content-Transfer-Encoding", "base64")
    assert said == {
        "photo": [("Content-Type", "image/png"), ("X-Kind", "front"), ("X-Rate", "5")],
        "scan": [("Content-Type", "application/pdf")],
        "coded": [("Content-Type", "application/octet-stream"), base64],
        "old": [("Content-Type", "application/octet-stream")],
        "raw": [("Content-Type", "application/octet-stream")],
        "safe": [
            ("Content-Type", "application/octet-stream"),
            ("Content-Transfer-Encoding", "base64url"),
        ],
        "drawn": [("Content-Type", "image/png"), base64],
        "csv": [],
        "deep[n]": [],
    }
    assert found["csv"].get_payload() == "1,2"
    assert found["coded"].get_payload(decode=True) == b"hi"
    assert (found["raw"].get_payload(), found["safe"].get_payload()) == ("\x00", "aGk")
    codec: Any = Registry(builtins(), environ={}).codec("multipart/form-data")
    request = wire.send("a", body=body)
    (media,) = wire.package.SERVICE.operations[0].body.media_types
    read = media.parse(codec.decode(request.content, media.schema, None))
    assert (read.coded, read.drawn, read.safe, read.raw) == ("aGk=", "aGk=", "aGk", b"\x00")
    assert (read.csv, read.deep) == (body.csv, body.deep)


def test_before_3_1_a_style_does_not_count_in_parts(made: Make) -> None:
    text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n" + SERVER + PARTS
    wire = Wire(made(text.replace("const: front", "enum: [front]")))

    request = wire.send("a", body=wire.package.models.ABody(csv=[1, 2]))

    assert request.content.count(b'name="csv"\r\nContent-Type: application/json') == 2


@pytest.mark.parametrize("name", ["Content-Type", "no token", "X-Line"])
def test_a_file_brings_no_header_that_would_break_its_part(made: Make, name: str) -> None:
    wire = Wire(made(SERVER + PARTS))
    photo = File(b"P", headers={name: "a\r\nb" if name == "X-Line" else "a"})

    with pytest.raises(ValueError, match="header"):
        wire.send("a", body=wire.package.models.ABody(photo=photo))


def test_a_file_is_sent_as_what_it_says_it_is(made: Make) -> None:
    wire = Wire(
        made(
            f"{SERVER}paths: {{/a: {{put: {{operationId: a, {DONE}, requestBody: {{content: "
            "{image/png: {}, image/*: {}, application/octet-stream: {}}}}}}\n"
        )
    )

    for given in ("image/png", "image/webp", "application/octet-stream"):
        request = wire.send("a", body=File(b"x", media_type=given))
        assert request.headers["content-type"] == given
    for body in (b"x", File(b"x")):
        assert wire.send("a", body=body).headers["content-type"] == "image/png"
    table = wire.send("a", body=File(b"x", media_type="text/csv"))  # no image, whatever is first
    assert table.headers["content-type"] == "application/octet-stream"


def test_an_empty_list_that_xml_does_not_write_is_not_missed(made: Make) -> None:
    kind = "{type: string, enum: [%s]}"
    package = made(
        "paths: {}\ncomponents: {schemas: {Home: {type: object, properties: {at: {oneOf: ["
        "{$ref: '#/components/schemas/Short'}, {$ref: '#/components/schemas/Long'}]}}},\n"
        f" Short: {{type: object, required: [k], properties: {{k: {kind % 'a, b'}}}}},\n"
        f" Long: {{type: object, required: [k, lines], properties: {{k: {kind % 'b, c'},"
        " lines: {type: array, items: {type: string}}}}}}\n"
    )
    models = package.models
    codec: Any = Registry(builtins(), environ={}).codec("application/xml")

    for inner in (models.Long(k="c", lines=[]), models.Short(k="a"), models.Short(k="b")):
        home = models.Home(at=inner)
        content = codec.encode(home.to_dict(), models.Home.SCHEMA)
        assert models.Home.from_dict(codec.decode(content, models.Home.SCHEMA, None)) == home


FORMS = """
paths:
  /a:
    post:
      operationId: a
      responses: {'204': {description: d}}
      parameters:
        - {name: flat, in: query, schema: {$ref: '#/components/schemas/Flat'}}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            encoding: {m: {style: deepObject}, deep: {style: deepObject}}
            schema:
              type: object
              additionalProperties: false
              properties:
                m: {$ref: '#/components/schemas/Priced'}
                n: {$ref: '#/components/schemas/Priced'}
                endless: {$ref: '#/components/schemas/Endless'}
                deep: {$ref: '#/components/schemas/Deep'}
                closed: {$ref: '#/components/schemas/Closed'}
components:
  schemas:
    Price: {type: object, required: [cents], properties: {cents: {type: integer}}}
    Priced: {type: object, additionalProperties: {$ref: '#/components/schemas/Price'}}
    Endless: {type: object, additionalProperties: {$ref: '#/components/schemas/Endless'}}
    Flat: {type: object, properties: {a: {type: integer}, l: {type: array, items: {}}}}
    Closed: {type: object, additionalProperties: false, properties: {
      x: {type: object, additionalProperties: false, properties: {
        y: {type: array, items: {$ref: '#/components/schemas/Price'}}}}}}
    Deep: {type: object, required: [q], properties: {
      q: {type: array, items: {type: string}}, w: {type: array, items: {
        type: object, required: [lines], properties: {
          lines: {type: array, items: {$ref: '#/components/schemas/Price'}},
          more: {type: array, items: {type: string}}}}}}}
"""


def test_no_operation_is_lost_as_no_form_has_words_for_what_was_made_up(made: Make) -> None:
    wire = Wire(made(SERVER + FORMS))
    models = wire.package.models

    body = models.ABody(m=models.Priced.from_dict({"eur": {"cents": 1}}), deep=models.Deep(q=[]))
    with pytest.raises(ValueError, match=r"deep: is an empty object"):
        wire.send("a", body=body)
    line = models.DeepWItem(lines=[], more=["x"])
    sent = wire.send("a", body=models.ABody(deep=models.Deep(q=[], w=[line])))
    assert sent.content == b"deep%5Bw%5D%5B0%5D%5Bmore%5D=x"


def test_a_place_within_a_form_is_said_as_one(made: Make) -> None:
    wire = Wire(made(SERVER + FORMS))
    models = wire.package.models
    lines = [models.DeepWItem(lines=[models.Price(cents=1)], more=[])]

    with pytest.raises(ValueError, match=r"deep\.w\[0\]\.more: an empty list would vanish"):
        wire.send("a", body=models.ABody(deep=models.Deep(q=["x"], w=lines)))
    with pytest.raises(ValueError, match=r"flat\.l: an empty list would vanish"):
        wire.send("a", flat=models.Flat(a=1, l=[]))


def test_a_field_may_be_the_text_of_its_element(made: Make) -> None:
    models = made(
        "openapi: 3.2.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {\n"
        "M: {type: object, xml: {name: m}, properties: {id: {type: integer, xml: {nodeType: "
        "attribute}}, size: {$ref: '#/components/schemas/Size'}, a: {type: string}, "
        "said: {type: string, xml: {nodeType: cdata}}}},\n"
        "Size: {type: object, required: [n], properties: {unit: {type: string, "
        "xml: {attribute: true}}, n: {type: number, xml: {nodeType: text}}}}}}\n"
    ).models
    codec: Any = Registry(builtins(), environ={}).codec("application/xml")

    model = models.M(id=1, size=models.Size(n=2.5, unit="cm"), a="x", said="<b>]]></b>")
    content = codec.encode(model.to_dict(), models.M.SCHEMA)

    root = etree.fromstring(content)
    assert [child.tag for child in root] == ["size", "a"]
    assert (root.get("id"), root.findtext("size"), root[0].get("unit")) == ("1", "2.5", "cm")
    assert root[-1].tail == "<b>]]></b>"
    assert content.count(b"<![CDATA[") == 2
    assert models.M.from_dict(codec.decode(content, models.M.SCHEMA, None)) == model
    indented = b"<m>\n  <size> 3 </size>\n  <a>y</a>\n</m>"
    read = models.M.from_dict(codec.decode(indented, models.M.SCHEMA, None))
    assert read == models.M(size=models.Size(n=3), a="y")
    with pytest.raises(ValueError, match="said: a text of nothing but blanks would vanish"):
        codec.encode({"said": " "}, models.M.SCHEMA)


def test_null_is_a_body_where_the_document_demands_one_that_may_be_null(made: Make) -> None:
    bodies = {
        "model": "{oneOf: [{$ref: '#/components/schemas/M'}, {type: 'null'}]}",
        "number": "{type: [integer, 'null']}",
        "several": "{oneOf: [{type: array}, {type: integer}, {type: 'null'}]}",
        "text": "{type: string}",
    }
    lines = [
        f"  /{name}: {{put: {{operationId: {name}, {DONE}, requestBody: {{required: true, "
        f"content: {{application/json: {{schema: {schema}}}}}}}}}}}"
        for name, schema in bodies.items()
    ]
    models = "components: {schemas: {M: {type: object, properties: {a: {type: integer}}}}}\n"
    wire = Wire(made("\n".join([f"{SERVER}paths:", *lines, models])))

    for name in ("model", "number", "several"):
        request = wire.send(name, body=None)
        assert (request.content, request.headers["content-type"]) == (b"null", "application/json")
    assert wire.send("model", body=wire.package.models.M(a=1)).content == b'{"a":1}'
    with pytest.raises(ValueError, match="text needs a body"):
        wire.send("text", body=None)


def test_what_is_null_by_default_is_left_out_where_nothing_says_null(made: Make) -> None:
    fields = (
        "type: object, properties: {a: {type: integer}, "
        "n: {anyOf: [{type: integer}, {type: 'null'}], default: null}, "
        "t: {anyOf: [{type: string}, {type: 'null'}], default: null}, "
        "s: {anyOf: [{type: string}, {type: 'null'}]}"
    )
    wire = Wire(
        made(
            f"{SERVER}paths: {{/a: {{post: {{operationId: a, {DONE}, parameters: [{{name: p, "
            f"in: query, schema: {{{fields}}}}}}}, {{name: d, in: query, style: deepObject, "
            f"schema: {{$ref: '#/components/schemas/F'}}}}], requestBody: {{content: {{"
            "multipart/form-data: &f {schema: {$ref: '#/components/schemas/F'}}, "
            "application/x-www-form-urlencoded: *f, application/json: *f}}}}}\n"
            f"components: {{schemas: {{F: {{{fields}}}}}}}}}\n"
        )
    )
    models = wire.package.models
    form = models.F(a=1)

    assert list(parts(wire.send("a", body=form))) == ["a"]
    urlencoded = "application/x-www-form-urlencoded"
    assert wire.send("a", body=form, content_type=urlencoded).content == b"a=1"
    json = wire.send("a", body=form, content_type="application/json")
    assert json.content == b'{"a":1,"n":null,"t":null}'
    assert wire.send("a", p=models.AP(a=1), d=form).url.endswith("?a=1&d%5Ba%5D=1")
    with pytest.raises(ValueError, match="s: null has no part"):
        wire.send("a", body=models.F(s=None))


@pytest.mark.parametrize("media_type", ["application/json", "application/xml"])
@pytest.mark.parametrize(
    "schema", ["{$ref: '#/components/schemas/M'}", "{type: array, items: {type: integer}}"]
)
def test_a_reply_is_null_where_the_document_allows_that(
    made: Make, schema: str, media_type: str
) -> None:
    content = f"{{{media_type}: {{schema: {{anyOf: [{schema}, {{type: 'null'}}]}}}}}}"
    package = made(
        f"{SERVER}paths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: d, "
        f"content: {content}}}}}}}}}}}\n"
        "components: {schemas: {M: {type: object, required: [a], properties: {a: {}}}}}\n"
    )
    nil = b'<M xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    null = b"null" if media_type.endswith("json") else nil

    assert Wire(package, answer=reply(200, null, media_type)).call("a") is None
    if media_type.endswith("json"):
        with pytest.raises(DecodingError, match="holds string where"):
            Wire(package, answer=reply(200, b'"x"', media_type)).call("a")


def test_a_service_that_answers_null_is_played_so(made: Make) -> None:
    made(
        f"{SERVER}paths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: d, "
        "content: {application/json: {schema: {type: 'null'}}}}}}}}\n"
    )

    all_are_answered()


def all_are_answered(operations: int = 1) -> None:
    """Call each operation of what was made, sync and awaited, as the sandbox plays it."""
    answered = [law for law in laws.laws("small_clients.small", 1) if "answered" in law.name]
    assert len(answered) == 2 * operations
    for law in answered:
        law()


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, properties: {b: {type: integer}}, additionalProperties: {type: number}}",
        "{type: integer, oneOf: [{const: 0}, {const: 1}]}",
        "{anyOf: [{type: boolean}, {type: number, minimum: 2}]}",
        "{enum: [0, 'x']}",
        "{enum: [true, 'x']}",
    ],
)
@pytest.mark.parametrize("place", ["query", "cookie"])
def test_a_required_parameter_of_any_shape_reaches_the_sandbox(
    made: Make, schema: str, place: str
) -> None:
    made(
        f"{SERVER}paths: {{/a: {{get: {{operationId: a, {DONE}, parameters: ["
        f"{{name: p, in: {place}, required: true, schema: {schema}}},"
        f"{{name: q, in: {place}, schema: {{type: boolean}}}}]}}}}}}\n"
    )

    all_are_answered()


def test_what_other_parameters_are_is_no_member_of_an_open_object(made: Make) -> None:
    package = made(
        f"{SERVER}security: [{{key: []}}]\n"
        f"paths: {{/a: {{get: {{operationId: a, {DONE}, parameters: ["
        "{name: p, in: query, required: true, schema:"
        " {type: object, additionalProperties: {type: integer}}},"
        "{name: q, in: query, schema: {type: string}},"
        "{name: r, in: query, style: deepObject, schema: {type: object}}]}}}\n"
        "components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}\n"
    )
    all_are_answered()
    (key, *_) = (sandbox := Sandbox([package.SERVICE])).account.api_keys(package.SERVICE)

    def answer(query: str) -> Response:
        url = f"http://sandbox/{package.SERVICE.name}/a?key={key.key}&{query}"
        return sandbox.handle(Request("GET", url, {}, b""))

    assert answer("x=1").status == 204
    assert b"p is missing" in answer("q=x&r[a]=x").content
    assert b"p is not" in answer("x=y").content


def test_an_identifier_of_a_body_keeps_its_shape(made: Make) -> None:
    made(
        f"{SERVER}paths: {{/a: {{post: {{operationId: a, {DONE}, requestBody: {{required: true,"
        " content: {application/json: {schema: {type: object, required: [client_id],"
        " properties: {client_id: {type: string, pattern: '^[0-9]+$'}}}}}}}}}\n"
    )

    all_are_answered()


def test_operations_of_one_address_are_each_answered(made: Make) -> None:
    def operation(name: str, key: str) -> str:
        return (
            f"{{get: {{operationId: {name}, responses: {{'200': {{description: d, content:"
            f" {{application/json: {{schema: {{type: object, required: [{key}],"
            f" properties: {{{key}: {{type: string}}}}}}}}}}}}}}}}}}"
        )

    one, two, three = operation("one", "a"), operation("two", "b"), operation("three", "c")
    made(f"{SERVER}paths: {{/a: {one}, '/a#b': {two}, /a/x: {three}}}\n")

    all_are_answered(3)
