"""A service made up for these tests, of another shape than any that ships.

Members of a library's reading circles: everything stands in an envelope, lists are found page by
page in one of four ways, a new one's id comes in a header, rows are objects, batches are worked
through later, and a circle can be replaced in a numbered session.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode

from adlists.contract import (
    Body,
    Field,
    MediaType,
    Operation,
    Parameter,
    Reply,
    Schema,
    Scheme,
    Service,
    is_dict,
)
from adlists.contract.list_steps import (
    Create,
    Criterion,
    Find,
    IdentifierType,
    Input,
    Limits,
    Lists,
    Members,
    Outputs,
    PageField,
    Paging,
    Problems,
    RateLimit,
    Rejected,
    Size,
    Status,
    Step,
)
from adlists.messages import Request, Response
from adlists.sandbox import Sandbox

JSON: Final = MediaType("application/json", "application/json")
TEXT, NUMBER, FLAG, ANY = Schema("string"), Schema("integer"), Schema("boolean"), Schema("any")


def obj(required: str = "", **fields: Schema) -> Schema:
    """Make an object's schema without a model."""
    schema = Schema("object")
    needed = required.split()
    made = tuple(Field(name, required=name in needed, schema=kind) for name, kind in fields.items())
    object.__setattr__(schema, "_fields", made)
    return schema


def array(items: Schema, most: int | None = None) -> Schema:
    return Schema("array", items=items, max_items=most)


def _call(
    name: str, method: str, path: str, body: Schema | None, reply: Schema | None, *query: str
) -> Operation[Any]:
    parameters = [
        Parameter(part, part, "path", required=True, schema=TEXT)
        for part in ("circle", "job")
        if f"{{{part}}}" in path
    ]
    for known in query:
        kind = NUMBER if known in {"offset", "number", "most"} else TEXT
        kind = FLAG if known == "rehearse" else kind
        parameters.append(Parameter(known, known, "query", required=False, schema=kind))
    good = Reply(200, 200) if reply is None else Reply(200, 200, (JSON,), reply, lambda data: data)
    bad = obj(
        ok=FLAG,
        trouble=array(obj(code=TEXT, message=TEXT, at=NUMBER)),
    )
    return Operation(
        id=name,
        method=method,
        path=path,
        tag="circles",
        security=(("token",),),
        idempotent=method != "POST",
        replies=(
            good,
            *(Reply(code, code, (JSON,), bad, lambda data: data) for code in (400, 401, 404, 409)),
        ),
        parameters=tuple(parameters),
        body=None if body is None else Body((JSON,), body, lambda data: data),
    )


CIRCLE: Final = obj("key", key=TEXT, label=TEXT, about=TEXT, members=NUMBER)
ROW: Final = obj("card", card=obj("numbers", numbers=array(TEXT)))
BATCH: Final = obj(
    "circle act rows", circle=TEXT, act=TEXT, kind=TEXT, rows=array(ROW, 1000), rehearse=FLAG
)
SESSION: Final = obj(id=TEXT, number=NUMBER, final=FLAG)
REPLACE: Final = obj("rows", rows=array(ROW, 1000), session=SESSION)
TAKEN: Final = obj(
    "ok", ok=FLAG, good=NUMBER, bad=TEXT, job=TEXT, trouble=array(obj("code", code=TEXT, at=NUMBER))
)

REFUSED: Final = obj(why=TEXT, many=NUMBER, at=array(NUMBER))

PAGINGS: Final[dict[str, Paging]] = {
    "offset": Paging(
        by="offset",
        size=PageField(place="query", name="most"),
        start=PageField(place="query", name="offset"),
        total="/envelope/total",
    ),
    "page": Paging(
        by="page",
        size=PageField(place="query", name="most"),
        start=PageField(place="query", name="number"),
        first=0,
        total="/envelope/total",
    ),
    "token": Paging(
        by="token", start=PageField(place="query", name="token"), next="/envelope/next"
    ),
    "link": Paging(by="link", next="/envelope/next"),
}


def service(paging: str = "token", *, polled: bool = True, wait: float = 0.0) -> Service:
    """Make the service, with one of the ways to page, and with or without jobs."""
    envelope = obj(total=NUMBER, next=TEXT, circles=array(CIRCLE))
    operations = (
        _call("browse", "GET", "/{desk}/circles".replace("/{desk}", ""), None,
              obj(envelope=envelope), "branch", "offset", "number", "most", "token", "named",
              "cursor"),
        _call("found", "POST", "/circles", obj("who", who=obj(branch=TEXT), label=TEXT, about=TEXT),
              None, "rehearse"),
        _call("amend", "POST", "/circles/rows", obj("do", do=BATCH), TAKEN),
        _call("swap", "PUT", "/circles/{circle}.json", REPLACE, TAKEN),
        _call("empty", "DELETE", "/circles/{circle}/rows", None, None),
        _call("roster", "GET", "/circles/{circle}/rows", None,
              obj(rows=array(obj(card=obj(number=TEXT))), total=NUMBER), "number", "most"),
        _call("progress", "GET", "/jobs/{job}", None,
              obj("state", state=TEXT, refused=array(REFUSED))),
    )  # fmt: skip
    lists = Lists(
        noun="circle",
        inputs=(Input(name="branch", needed=("find", "create")),),
        find=Find(
            operation="browse",
            parameters={"branch": "$inputs.branch", "named": 'label is "{$list.name}"'},
            items="/envelope/circles",
            id="/key",
            name="/label",
            page=PAGINGS[paging],
        ),
        create=Create(
            operation="found",
            parameters={"rehearse": "$dry"},
            body={
                "who": {"branch": "$inputs.branch"},
                "label": "$list.name",
                "about": "$list.description",
            },
            header="X-Circle",
            taken_code="label-in-use",
            wait=wait,
        ),
        add=_amend("put"),
        remove=_amend("take"),
        clear=Step(operation="empty", parameters={"circle": "$list.id"}),
        replace=Step(
            operation="swap",
            parameters={"circle": "$list.id"},
            body={
                "rows": "$identifiers",
                "session": {
                    "id": "$session.id",
                    "number": "$session.seq",
                    "final": "$session.last",
                },
            },
            session=True,
        ),
        members=Members(
            operation="roster",
            parameters={"circle": "$list.id"},
            items="/rows",
            value="/card/number",
            page=Paging(
                by="page",
                size=PageField(place="query", name="most"),
                start=PageField(place="query", name="number"),
                total="/total",
            ),
        ),
        size=Size(
            operation="browse",
            parameters={"branch": "$inputs.branch"},
            items="/envelope/circles",
            id="/key",
            count="/members",
            delay=3600.0,
        ),
        outputs=Outputs(
            valid="/good",
            invalid="/bad",
            key="/job" if polled else None,
            problems=Problems(at=("/trouble",), code="/code", index="/at"),
            ok=Criterion(at="/ok", values=(True,)),
        ),
        status=Status(
            operation="progress",
            parameters={"job": "$outputs.key"},
            state="/state",
            running=("reading",),
            done=("read",),
            partly=("half-read",),
            failed=("unread",),
            rejected=Rejected(at="/refused", reason="/why", count="/many", rows="/at"),
        )
        if polled
        else None,
        identifiers=(
            IdentifierType(name="card", value="CARD", item={"card": {"numbers": ["$identifier"]}}),
            IdentifierType(
                name="digest",
                value="DIGEST",
                hash=("sha256",),
                item={"card": {"numbers": ["$identifier"]}},
            ),
        ),
        limits=Limits(
            rate=(RateLimit(calls=3, seconds=10), RateLimit(calls=5, seconds=3600)),
        ),
    )
    return Service(
        "reading_circles",
        "Reading circles",
        "1",
        "https://circles.example",
        operations,
        (Scheme("token", "http", scheme="bearer"),),
        load_lists=lambda: lists,
    )


def _amend(act: str) -> Step:
    return Step(
        operation="amend",
        body={
            "do": {
                "circle": "$list.id",
                "act": act,
                "kind": "$identifierType",
                "rows": "$identifiers",
                "rehearse": "$dry",
            }
        },
    )


class Reader:
    """Someone who calls the made-up service by hand, in process."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def send(self, method: str, path: str, data: Any = None, **query: object) -> Response:
        content = b"" if data is None else json.dumps(data).encode()
        address = path if path.startswith("http") else f"http://sandbox/reading_circles{path}"
        if query:
            address = f"{address}?{urlencode(query)}"
        headers = {"authorization": "Bearer sandbox-token", "content-type": "application/json"}
        return self.sandbox.handle(Request(method, address, headers, content))

    def ask(self, method: str, path: str, data: Any = None, **query: object) -> dict[str, Any]:
        reply = self.send(method, path, data, **query)
        assert reply.status == 200, (reply.status, reply.content)
        found = json.loads(reply.content or b"{}")
        assert is_dict(found)
        return found

    def found(self, label: str, branch: str = "North", **more: object) -> str:
        data = {"who": {"branch": branch}, "label": label, **more}
        reply = self.send("POST", "/circles", data)
        assert (reply.status, reply.content) == (200, b"")
        return reply.headers["x-circle"]

    def amend(self, act: str, circle: str, cards: list[str], **more: object) -> dict[str, Any]:
        rows = [{"card": {"numbers": [card]}} for card in cards]
        do = {"circle": circle, "act": act, "kind": "CARD", "rows": rows, **more}
        return self.ask("POST", "/circles/rows", {"do": do})
