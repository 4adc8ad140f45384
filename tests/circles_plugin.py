"""The made-up service by hand: what a plugin gives to `adlists_lists` in place of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adlists.contract import Call, Encoded, NextPage, Service
from adlists.contract.list_steps import IdentifierType, Input, Limits, StepName
from adlists.errors import AdlistsError, ApiError
from adlists.hookspecs import hookimpl
from adlists.lists.service.frame import Frame, split
from adlists.lists.service.listing import links, plain
from adlists.lists.service.protocol import (
    BatchResult,
    BatchState,
    Dialogue,
    Encode,
    ExistingList,
    ListSize,
    Part,
    Replied,
    WithHeaders,
)
from adlists.lists.service.template import Variables

JSON = "application/json"
STATES = {"waiting": "running", "reading": "running", "read": "done", "half-read": "partly"}


class CircleLists:
    """Reading circles: found by link, made with an id in a header, filled by amendments."""

    noun = "circle"
    inputs = (
        Input(name="branch", type="integer", needed=("find", "create", "size"), env=True),
        Input(name="desk", needed=("find",), sensitive=True),
        Input(name="shelf", values=("open", "closed"), default="open"),
        Input(name="club", type="integer", identifiers=("card",)),
    )
    identifiers: Mapping[str, IdentifierType] = {
        "card": IdentifierType(name="card", value="CARD", normalize=("trim", "upper", "no-zeros")),
        "email": IdentifierType(
            name="email",
            value="MAIL",
            normalize=("trim", "lower"),
            hash=("sha256", "sha512"),
            encode="base64",
        ),
    }
    limits = Limits(items=40, bytes=100_000, parallel=3)
    session = False
    delay = 0.0
    every = 1.0
    within = 30.0

    def __init__(self, service: Service) -> None:
        self._operation: Callable[[str], Any] = service.operation

    def offers(self, step: StepName) -> bool:
        return step not in {"members", "replace"}

    def takes(self, step: StepName) -> tuple[str, ...]:
        return ("branch", "desk") if step in {"find", "create", "size"} else ("desk",)

    def looks_like_id(self, text: str) -> bool:
        return text.isdigit()

    def _call(self, name: str, scope: Variables, body: Any = None, **arguments: Any) -> Call[Any]:
        operation = self._operation(name)
        asked = {"x_desk": scope.inputs["desk"], **arguments}
        made = {} if body is None else {"body": operation.body.parse(body)}
        return Call(operation, asked, **made)

    def find(self, scope: Variables) -> Dialogue[list[ExistingList]]:
        call = self._call("browse", scope, branch=scope.inputs["branch"], most=3)
        found: list[ExistingList] = []
        while True:
            replied: Replied = yield WithHeaders(call)
            circles = plain(replied.value)["envelope"]["circles"]
            found += [ExistingList(circle["key"], circle["label"]["text"]) for circle in circles]
            told = links(replied.headers.get("link", ""))
            following = next((link.target for link in told if "next" in link.relations), None)
            if following is None:
                return found
            call = NextPage(call.operation, call.arguments, address=following)

    def create(self, scope: Variables) -> Dialogue[ExistingList]:
        body: dict[str, Any] = {"label": {"text": scope.list_name}, "shelf": scope.inputs["shelf"]}
        body["kind"] = {"CARD": "CARDS", "MAIL": "MAILS"}[str(scope.identifier_type)]
        if scope.list_description is not None:
            body["about"] = scope.list_description
        branch = scope.inputs["branch"]
        replied: Replied = yield WithHeaders(self._call("found", scope, body, branch=branch))
        return ExistingList(replied.headers["x-circle"], scope.list_name)

    def is_taken(self, error: AdlistsError) -> bool:
        return isinstance(error, ApiError) and b"label-in-use" in error.content

    def wait_after_create(self) -> float:
        return 0.0

    def members(self, scope: Variables) -> Dialogue[list[str]]:
        raise NotImplementedError

    def size(self, scope: Variables) -> Dialogue[ListSize | None]:
        begin, branch = 0, scope.inputs["branch"]
        while True:
            body = {"want": "sizes", "window": {"begin": begin, "length": 2}}
            sizes = plain((yield self._call("weigh", scope, body, branch=branch)))["sizes"]
            for told in sizes:
                if str(told["circle"]) == scope.list_id:
                    return ListSize(int(told["cards"]), told["known"])
            if not sizes:
                return None
            begin += len(sizes)

    def clear(self, scope: Variables) -> Dialogue[str | None]:
        key: str = plain((yield self._call("empty", scope, circle=scope.list_id)))["job"]
        return key

    def frame(self, part: Part, scope: Variables, media_type: str | None, encode: Encode) -> Frame:
        del media_type
        act = {"circle": int(str(scope.list_id)), "act": "put" if part == "add" else "take"}
        mail = scope.identifier_type == "MAIL"

        def write(rows: list[Any]) -> bytes:
            do: dict[str, Any] = {**act, "kind": scope.identifier_type}
            if not mail:
                do["club"] = scope.inputs["club"]
            return encode([{"do": {**do, "rows": rows}}], self._operation("amend"), JSON)

        def row(value: str) -> Any:
            made: dict[str, Any] = {"card": {"numbers": [value]}}
            return {**made, "proof": "mail"} if mail else made

        return split(write, row, JSON, JSON)

    def batch(self, part: Part, scope: Variables, media_type: str, content: bytes) -> Call[Any]:
        del part
        asked = {"x_desk": scope.inputs["desk"]}
        return Call(self._operation("amend"), asked, body=Encoded(media_type, content))

    def repeatable(self, part: Part) -> bool:
        del part
        return True

    def result(self, reply: Any, sent: int) -> BatchResult:
        told = plain(reply)
        trouble = told.get("trouble", [])
        rows = {item["at"]: f"{item['code']}: {item['words']}" for item in trouble if "at" in item}
        general = [item["code"] for item in trouble if "at" not in item]
        problem = general[0] if general or not told["ok"] else None
        if problem is None and (not told["good"] or told["good"] + int(told["bad"]) != sent):
            problem = "the counts do not add up"
        return BatchResult(
            valid=told["good"],
            invalid=int(told["bad"]),
            rows=rows,
            problem=problem,
            key=told["job"],
        )

    def refused(self, error: AdlistsError) -> Mapping[int, str]:
        del error
        return {}

    def state(self, scope: Variables) -> Dialogue[BatchState]:
        call = self._call("progress", scope, job=scope.outputs["key"])
        (part,) = plain((yield call))["parts"]
        state: Any = STATES.get(part["state"], "failed")
        refused = part.get("refused", [])
        return BatchState(
            state=state,
            rejected=sum(item["many"] for item in refused),
            rows={index: item["why"] for item in refused for index in item["at"]},
        )


class CirclePlugin:
    """Gives the circles to a session, in place of what the document says."""

    name = "circles"

    @hookimpl
    def adlists_lists(self, service: Service) -> object | None:
        return CircleLists(service) if service.name == "reading_circles_v3" else None
