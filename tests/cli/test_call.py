from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adlists import catalog, sandbox
from adlists.cli import main
from adlists.cli.schema_options import flag, options
from adlists.contract import Body, Field, MediaType, Operation, Parameter, Place, Schema

OPERATIONS = [
    (name, operation)
    for name in catalog.names()
    if (service := catalog.find(name)) is not None
    for operation in service.operations
]


@pytest.fixture(scope="module")
def served() -> Iterator[sandbox.Running]:
    with sandbox.running() as running:
        yield running


@pytest.fixture
def here(served: sandbox.Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Point the command line at the sandbox, and at no settings file of the machine's."""
    for name, told in served.services.items():
        for key, value in told.items():
            monkeypatch.setenv(f"ADLISTS_{name}_{key}".upper(), value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def call(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    got = main(["call", *arguments])
    out, err = capsys.readouterr()
    assert got == code, err
    return out, err


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(call(capsys, *arguments, "--json")[0])


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


# --- help -----------------------------------------------------------------------------------


def test_help_of_call_lists_every_operation(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = call(capsys, "--help")
    assert OPERATIONS
    assert all(operation.id in out for _, operation in OPERATIONS)


@pytest.mark.parametrize(
    ("service", "operation"), OPERATIONS, ids=[f"{name}.{one.id}" for name, one in OPERATIONS]
)
def test_help_of_an_operation_tells_what_the_document_says(
    service: str,
    operation: Operation[Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out, _ = call(capsys, service, operation.id.replace("_", "-"), "--help")
    words = " ".join(out.split())
    assert operation.summary in words
    assert f"{operation.method} {operation.path}" in words
    for parameter in operation.parameters:
        assert flag(parameter.argument) in words
        assert parameter.description in words
    if operation.body is not None:
        for field in operation.body.schema.fields:
            assert flag(field.name) in words
            assert field.description
            assert field.description in words
        assert all(media.name in words for media in operation.body.media_types)
    assert all(str(one.low) in words for one in operation.replies)


# --- calls ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
def test_an_audience_is_made_filled_listed_and_deleted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    new = ("create_audience", "--advertiser-id", "2", "--name", "A name, spaced")
    key = str(ask(capsys, "criteo_v1", *new)["audienceId"])
    users = tmp_path / "users.txt"
    users.write_text("\ufeff# users\nc@example.com\r\n\n  d@example.com  \n", "utf-8")
    change = ("add-remove-users-to-audience", "--audience-id", key, "--schema", "email")
    patched = ask(
        capsys,
        "criteo-v1",
        *(*change, "--operation", "add", "--content-type", "application/xml"),
        *("--identifiers", "a@example.com", "--identifiers", f"@{users}"),
    )
    assert patched["nbValidIdentifiers"] == 3
    listed = ask(capsys, "criteo_v1", "get_audiences", "--advertiser-id", "2")["audiences"]
    assert {(str(one["id"]), one["name"], one["nbLines"]) for one in listed} >= {
        (key, "A name, spaced", 3)
    }
    out, err = call(capsys, "criteo_v1", "get_audiences", "--advertiser-id", "2")
    assert f"\n  {key}\t2\tA name, spaced\t" in out
    assert err.startswith("get_audiences: 200 in ")
    gone = call(capsys, "criteo_v1", "delete_audience", "--audience-id", key)
    assert gone[0] == ""
    assert "204" in gone[1]
    assert "the reply is empty" in gone[1]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "body",
    [
        '{"advertiserId": 3, "name": "NAME"}',
        "<AudienceCreateRequest><advertiserId>3</advertiserId></AudienceCreateRequest>",
        "advertiserId=3&name=NAME",
    ],
    ids=["JSON", "XML", "form"],
)
def test_a_body_is_read_by_its_first_sign_and_options_win_over_it(
    body: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"From {body[:1]}"
    give(monkeypatch, body)
    made = ask(capsys, "criteo_v1", "create_audience", "--body", "-", "--name", name)
    listed = ask(capsys, "criteo_v1", "get_audiences", "--advertiser-id", "3")["audiences"]
    assert (made["audienceId"], name) in {(one["id"], one["name"]) for one in listed}


@pytest.mark.usefixtures("here")
def test_a_list_is_sent_from_a_file_from_text_and_as_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    key = ask(capsys, "applovin_v1", "create", "--name", "Some apps")["app_list_id"]
    apps = tmp_path / "apps.txt"
    apps.write_text("# games\ncom.example.one\n\n310633997\n", "utf-8")
    for body in (f"@{apps}", '["com.example.two"]', "com.example.three"):
        sent = ask(capsys, "applovin_v1", "append", "--app-list-id", key, "--body", body)
        assert sent["failed_apps"] == 0
    listed = ask(capsys, "applovin_v1", "list_apps", "--app-list-id", key)
    assert [one["application"] for one in listed["apps"]] == [
        "310633997",
        "com.example.one",
        "com.example.three",
        "com.example.two",
    ]


@pytest.mark.usefixtures("here")
def test_sensitive_values_are_shown_only_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = ["criteo_v1", "create_token", "--grant-type", "client_credentials"]
    token += ["--client-id", "sandbox-client", "--client-secret", "-"]
    for shown, wanted in ((), "[secure]"), (("--show-sensitive",), None):
        give(monkeypatch, "sandbox-secret\n")
        told = ask(capsys, *token, *shown)["access_token"]
        assert told == wanted if wanted else len(told) > 10


# --- what goes wrong ------------------------------------------------------------------------

CREATE = ("criteo_v1", "create_audience")
TOKEN = ("criteo_v1", "create_token", "--client-id", "x", "--grant-type", "client_credentials")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("criteo_v1", "nothing"), "nothing"),
        (("criteo_v1", "get_audiences"), "Missing option '--advertiser-id'"),
        (("criteo_v1", "get_audiences", "--advertiser-id", "one"), "no whole number"),
        (("criteo_v1", "get_audiences", "--advertiser-id", str(2**31)), "more than 32 bits"),
        ((*CREATE, "--name", "x"), "The body lacks --advertiser-id"),
        ((*CREATE, "--body", '{"name": "private'), "read as application/json"),
        ((*CREATE, "--body", "<name>private"), "read as application/xml"),
        ((*CREATE, "--body", "[]"), "object"),
        ((*CREATE, "--body", "@/no/such/file"), "cannot be read"),
        ((*CREATE, "--body", "{}", "--content-type", "text/csv"), "text/csv"),
        ((*TOKEN, "--client-secret", "hunter2"), "@FILE"),
        (("applovin_v1", "append", "--app-list-id", "x"), "Missing option '--body'"),
        (("applovin_v1", "list_lists", "--timeout", "0"), "above zero"),
        (("applovin_v1", "list_lists", "--plugin", "nope"), "nope"),
        (("applovin_v1", "list_lists", "--base-url", "example.com"), "https://host/path"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = call(capsys, *arguments, code=2)
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert "hunter2" not in err
    assert "private" not in err


@pytest.mark.usefixtures("here")
def test_refusals_of_the_service_exit_1_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, err = call(capsys, "criteo_v1", "delete_audience", "--audience-id", "9999", code=1)
    assert err.startswith("Error: delete_audience: 404")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.usefixtures("here")
def test_wrong_credentials_are_told_without_showing_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_CRITEO_V1_CLIENT_SECRET", "hunter2")
    monkeypatch.setenv("ADLISTS_APPLOVIN_V1_API_KEY", "hunter2")
    _, err = call(capsys, "criteo_v1", "get_audiences", "--advertiser-id", "1", code=1)
    assert "401" in err
    _, other = call(capsys, "applovin_v1", "list_lists", code=1)
    assert "403" in other
    assert "hunter2" not in err + other


def test_missing_credentials_are_a_matter_of_usage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ADLISTS_APPLOVIN_V1_API_KEY", raising=False)
    _, err = call(capsys, "applovin_v1", "list_lists", code=2)
    assert "ADLISTS_APPLOVIN_V1_API_KEY" in err


@pytest.mark.usefixtures("here")
def test_an_unreachable_host_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    create = ("applovin_v1", "create", "--name", "x", "--plugin", "no:retry")
    _, err = call(capsys, *create, "--base-url", "http://127.0.0.1:9", code=1)
    assert "Error: No connection to http://127.0.0.1:9" in err


class Page(BaseHTTPRequestHandler):
    """Answers everything as a captive portal would."""

    def do_GET(self) -> None:
        content = b"<!DOCTYPE html><title>Sign in</title>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.usefixtures("here")
def test_an_html_page_instead_of_a_reply_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    with portal() as url:
        _, err = call(capsys, "applovin_v1", "list_lists", "--base-url", url, code=1)
    assert err.startswith("Error: ")
    assert "HTML page" in err or "text/html" in err


# --- as a process ---------------------------------------------------------------------------


def environment(told: dict[str, dict[str, str]]) -> dict[str, str]:
    named = {
        f"ADLISTS_{name}_{key}".upper(): value
        for name, one in told.items()
        for key, value in one.items()
    }
    return {**os.environ, **named, "NO_PROXY": "127.0.0.1"}


def test_sandbox_announces_itself_serves_calls_and_stops_cleanly(tmp_path: Path) -> None:
    adlists = [sys.executable, "-m", "adlists"]
    store = tmp_path / "lists.db"
    server = subprocess.Popen(
        [*adlists, "sandbox", "--json", "--port", "0", "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())["services"]
        assert set(told["criteo_v1"]) == {"base_url", "client_id", "client_secret"}
        assert set(told["applovin_v1"]) == {"base_url", "api_key"}
        made = subprocess.run(
            [*adlists, "call", "applovin_v1", "create", "--name", "x", "--json"],
            env=environment(told),
            capture_output=True,
            check=True,
            timeout=30,
        )
        assert len(json.loads(made.stdout)["app_list_id"]) == 32
        assert made.stderr == b""
    finally:
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=30)
    assert (server.returncode, out, err) == (0, "", "")
    assert store.stat().st_size > 0


def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "adlists", "call", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_ctrl_c_during_a_call_exits_130_quietly(served: sandbox.Running, tmp_path: Path) -> None:
    told = {"applovin_v1": served.services["applovin_v1"]}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told["applovin_v1"]["base_url"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-m", "adlists", "call", "applovin_v1", "list_lists"],
            env={**environment(told), "XDG_CONFIG_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)  # the request is on its way, and the call waits
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert (out, err.strip()) == (b"", b"")


# --- options of any document ----------------------------------------------------------------

TEXT = Schema("string")


def parameter(name: str, place: Place, schema: Schema = TEXT) -> Parameter:
    return Parameter(name, name, place, required=place == "path", schema=schema)


def made_up(*parameters: Parameter, fields: tuple[Field, ...] = ()) -> Operation[None]:
    schema = Schema("object")
    object.__setattr__(schema, "_fields", fields)
    return Operation(
        id="op",
        method="POST",
        path="/{id}",
        tag="things",
        security=(),
        idempotent=False,
        replies=(),
        parameters=parameters,
        body=Body((MediaType("application/json", "application/json"),), schema, lambda data: data),
    )


def test_names_that_collide_say_where_they_go() -> None:
    operation = made_up(
        parameter("id", "path"),
        parameter("timeout", "query"),
        fields=(
            Field("id", required=True, schema=TEXT),
            Field("json", required=False, schema=TEXT),
        ),
    )
    made = options(operation, ["--timeout", "--json"])
    assert [option.opts[0] for _, option in made] == [
        "--id",
        "--query-timeout",
        "--body-id",
        "--body-json",
    ]
    assert [(target.name, target.in_body) for target, _ in made] == [
        ("id", False),
        ("timeout", False),
        ("id", True),
        ("json", True),
    ]


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("advertiserId", "--advertiser-id"),
        ("app_list_id", "--app-list-id"),
        ("X-Team", "--x-team"),
        ("gumCallerID", "--gum-caller-id"),
        ("filter[name]", "--filter-name"),
        ("page2Size", "--page2-size"),
    ],
)
def test_wire_names_become_options(name: str, option: str) -> None:
    assert flag(name) == option


@pytest.mark.parametrize(
    ("schema", "given", "value"),
    [
        (Schema("boolean"), "true", True),
        (Schema("number"), "1.5", 1.5),
        (Schema("integer", format="int64"), str(2**40), 2**40),
        (Schema("any", variants=(Schema("integer"), TEXT)), "12", 12),
        (Schema("any"), "twelve", "twelve"),
        (Schema("object"), '{"a": [1]}', {"a": [1]}),
        (Schema("array", items=Schema("object")), "[{}]", [{}]),
        (Schema("string", enum=("a", "b")), "b", "b"),
    ],
)
def test_values_are_read_by_kind(schema: Schema, given: str, value: object) -> None:
    [(_, option)] = options(made_up(parameter("x", "query", schema)), [])
    assert option.type.convert(given, option, None) == value
