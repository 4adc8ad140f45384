"""Paths that hold a query, or differ after a `#` alone: on the wire, and in the sandbox."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from document_laws import PACKAGE, imported

import adlists
from adlists.contract import Call, Schema
from adlists.messages import Request, Response
from adlists.regenerate import regenerate
from adlists.sandbox import Sandbox, unstyled
from adlists.transports.in_process import InProcess

AWKWARD = "a&b=c d/?#é{id}"
WRITTEN = "a%26b%3Dc%20d%2F%3F%23%C3%A9%7Bid%7D"


def parameter(name: str, place: str, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}}


def answering(schema: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "parameters": [*parameters],
        "responses": {"200": {"description": "d", "content": content}},
    }


def taking(name: str, value: str, reply: str) -> dict[str, Any]:
    """Return an operation that takes one value of a field, and tells by its reply who it is."""
    body = {"type": "object", "required": [name], "properties": {name: {"enum": [value]}}}
    content = {"application/json": {"schema": body}}
    return {**answering({"const": reply}), "requestBody": {"required": True, "content": content}}


def made(folder: Path, paths: dict[str, Any], *, partial: bool = False) -> Any:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Paths", "version": "1"},
        "servers": [{"url": "https://paths.example"}],
        "paths": paths,
    }
    path = folder / "any.json"
    path.write_text(json.dumps(document), "utf-8")
    return regenerate([path], folder / PACKAGE, allow_partial=partial)


QUERIES = [
    ("/1/{id}?app={app}", "path path", f"/1/{WRITTEN}?app={WRITTEN}"),
    ("/2/{id}?app={app}", "path query", f"/2/{WRITTEN}?app={WRITTEN}"),
    ("/3/{id}?v=2&app={app}&w=1", "path query", f"/3/{WRITTEN}?v=2&w=1&app={WRITTEN}"),
    ("/4?by=id:{id},app:{app}", "path path", f"/4?by=id:{WRITTEN},app:{WRITTEN}"),
    ("/5/{id}{?app}", "path query", f"/5/{WRITTEN}?app={WRITTEN}"),
    ("/6?v=2{&id,app}", "query query", f"/6?v=2&id={WRITTEN}&app={WRITTEN}"),
]
NOBODY = [
    ("/7?{app}", "{app} stands in the query of the path in place of a name"),
    ("/8?other={app}", "{app} stands in the path, but no parameter says what it is"),
    ("/9{?app,more}", "{more} stands in the path, but no parameter says what it is"),
    ("/10?more={more}", "{more} stands in the path, but no parameter says what it is"),
]


def test_a_query_in_a_path_arrives_or_is_refused(tmp_path: Path) -> None:
    paths = {
        path: {"get": answering({"const": path}, *map(parameter, ("id", "app"), places.split()))}
        for path, places, _ in QUERIES
    }
    paths |= {path: {"get": answering({}, parameter("app", "query"))} for path, _ in NOBODY}

    report = made(tmp_path, paths, partial=True)

    for missing, (path, said) in zip(report.missing, NOBODY, strict=True):
        assert said in missing
        assert f"(GET {path} cannot be made)" in missing
    with imported(tmp_path):
        module = importlib.import_module(f"{PACKAGE}.any")
        sandbox = Sandbox([module.SERVICE])
        seen: list[Request] = []

        def handle(request: Request) -> Response:
            seen.append(request)
            route = sandbox.route(request)
            assert {*route.path, *route.query} >= {"id", "app"}
            return sandbox.handle(request)

        with adlists.connect(
            module.Api, base_url="http://sandbox/any", transport=InProcess(handle)
        ) as session:
            for operation, (path, _, address) in zip(
                module.SERVICE.operations, QUERIES, strict=True
            ):
                assert session.send(Call(operation, {"id": AWKWARD, "app": AWKWARD})) == path
                assert seen[-1].url == f"http://sandbox/any{address}"


def test_whichever_fits_answers_where_paths_differ_after_a_hash(tmp_path: Path) -> None:
    paths = {
        "/chat": {"post": taking("whole", "yes", "whole")},
        "/chat#stream": {"post": taking("streamed", "yes", "streamed")},
        "/chat/{one}": {"get": answering({}, parameter("one", "path"))},
        "/chat/{two}": {"delete": answering({}, parameter("two", "path"))},
        "/chat/{two}#all": {"delete": answering({}, parameter("two", "path"))},
    }
    report = made(tmp_path, paths)

    (package,) = report.packages
    told = [note for note in package.notes if "is one address with" in note]
    assert len(told) == 2  # a GET and a DELETE of one address are told by their methods
    assert "/chat: is one address with /chat#stream: a sandbox answers" in told[0].replace(
        "~1", "/"
    )
    with imported(tmp_path):
        module = importlib.import_module(f"{PACKAGE}.any")
        sandbox = Sandbox([module.SERVICE])
        for name in ("whole", "streamed"):
            sent = Request(
                "POST",
                "http://sandbox/any/chat",
                {"content-type": "application/json"},
                json.dumps({name: "yes"}).encode(),
            )
            assert json.loads(sandbox.handle(sent).content) == name
        refused = Request("POST", "http://sandbox/any/chat", {}, b"{}")
        assert b"whole is missing" in sandbox.handle(refused).content


def test_two_objects_may_have_a_member_of_one_name() -> None:
    def read(text: str, schema: Schema) -> str | bool:
        if schema.kind == "string":
            return text
        if text != "true":
            raise ValueError(text)
        return True

    boolean = Schema("boolean")
    assert unstyled._first(["example", "true"], Schema("string"), read) == "example"
    assert unstyled._first(["example", "true"], boolean, read) is True
    with pytest.raises(ValueError, match="other"):
        unstyled._first(["example", "other"], boolean, read)
