"""Bodies and replies that are no object: texts, files, streams, several media types."""

from __future__ import annotations

import base64
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adlists import catalog, sandbox
from adlists.cli import main

DOCUMENT = """
openapi: 3.1.0
info: {title: Files, version: "1"}
servers: [{url: "https://api.example.test"}]
paths:
  /members:
    post:
      operationId: members
      requestBody:
        required: true
        content:
          text/csv: {schema: {type: string}}
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: {type: string, format: binary}
                mode: {type: string, enum: [add, remove]}
      responses: {"202": {description: taken}}
  /picture:
    put:
      operationId: picture
      requestBody: {required: true, content: {"image/*": {schema: {type: string, format: binary}}}}
      responses: {"200": {description: d, content: {text/plain: {schema: {type: string}}}}}
  /report:
    get:
      operationId: report
      responses:
        "200":
          description: d
          content: {application/pdf: {schema: {type: string, format: binary}}}
  /secret:
    get:
      operationId: secret
      responses:
        "200":
          description: d
          content: {application/pdf: {schema: {type: string, format: binary, x-sensitive: true}}}
  /rows:
    post:
      operationId: rows
      requestBody:
        required: true
        content:
          application/x-ndjson:
            schema: {type: array, items: {type: object, properties: {a: {type: integer}}}}
      responses:
        "200":
          description: d
          content:
            application/x-ndjson:
              schema:
                type: array
                items:
                  type: object
                  properties: {a: {type: integer}, s: {type: string, x-sensitive: true}}
  /value:
    put:
      operationId: value
      requestBody: {required: true, content: {application/json: {schema: {}}}}
      responses: {"200": {description: d, content: {application/json: {schema: {type: boolean}}}}}
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of a service of one's own, as the command line takes it."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "files.yaml").write_text(DOCUMENT)
    package = folder / "bodies_and_files"
    assert main(["regenerate", str(folder / "files.yaml"), "--output", str(package)]) == 0
    return f"{package}.files"


@pytest.fixture(scope="module")
def served(service: str) -> Iterator[sandbox.Running]:
    found = catalog.find(service)
    assert found is not None
    with sandbox.running(sandbox.Sandbox(services=[found])) as running:
        yield running


@pytest.fixture(autouse=True)
def _here(served: sandbox.Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADLISTS_FILES_BASE_URL", served.services["files"]["base_url"])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)


def run(capfdbinary: pytest.CaptureFixture[bytes], *words: str, code: int = 0) -> bytes:
    got = main(list(words))
    out, err = capfdbinary.readouterr()
    assert got == code, err
    return out if code == 0 else err


def sent(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[str, str]:
    """Return the media type and the body of the request that would leave."""
    found = json.loads(run(capfdbinary, "explain", *words, "--json"))
    return found["headers"]["content-type"], found["body"]


def test_a_text_is_sent_as_it_is(service: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = "a;b\r\n{1};2\r\n"
    Path("members.csv").write_bytes(text.encode("utf-8-sig"))
    kind, body = sent(capfdbinary, service, "members", "--body", "@members.csv")
    assert kind.startswith("text/csv")
    assert body == text
    assert sent(capfdbinary, service, "members", "--body", "[a, b]")[1] == "[a, b]"
    run(capfdbinary, "call", service, "members", "--body", "@members.csv")


def test_a_file_goes_as_a_part_of_the_type_that_has_its_field(
    service: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("members.csv").write_text("a,b\n")
    words = (service, "members", "--file", "@members.csv", "--mode", "add")
    kind, body = sent(capfdbinary, *words)
    assert kind.startswith("multipart/form-data")
    assert 'filename="members.csv"' in body
    assert "a,b" in body
    run(capfdbinary, "call", *words)
    for more, said in (
        (("--content-type", "text/csv"), b"given whole, by --body: leave out --file and --mode"),
        (("--body", "x", "--content-type", "text/csv"), b"leave out"),
    ):
        assert said in run(capfdbinary, "call", *words, *more, code=2)
    assert b"lacks --file" in run(capfdbinary, "call", service, "members", "--mode", "add", code=2)
    absent = ("call", service, "members", "--file", "@absent")
    assert b"absent cannot be read" in run(capfdbinary, *absent, code=2)
    assert b"Missing option '--body'" in run(capfdbinary, "call", service, "members", code=2)


def test_a_picture_is_sent_as_the_type_that_is_named(
    service: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("picture").write_bytes(bytes(range(256)))
    words = (service, "picture", "--body", "@picture")
    found = json.loads(run(capfdbinary, "explain", *words, "--content-type", "image/png", "--json"))
    assert found["headers"]["content-type"] == "image/png"
    assert (found["size"], found["body"]) == (256, None)
    run(capfdbinary, "call", *words, "--content-type", "image/png")
    wrong = run(capfdbinary, "call", *words, "--content-type", "text/plain", code=2)
    assert b"one of image/*" in wrong
    run(capfdbinary, "call", *words, code=2)


def test_lines_of_values_are_sent_and_shown_one_by_one(
    service: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    body = '{"a":1}\n{"a":2}\n'
    assert sent(capfdbinary, service, "rows", "--body", body)[1].split() == body.split()
    words = ("call", service, "rows", "--body", '[{"a":1}]')
    shown = run(capfdbinary, *words)
    assert b"s: [secure]" in shown
    lines = run(capfdbinary, *words, "--json").splitlines()
    assert {json.loads(line)["s"] for line in lines} == {"[secure]"}
    run(capfdbinary, *words, "--output", "rows.jsonl", "--show-sensitive")
    kept = [json.loads(line) for line in Path("rows.jsonl").read_text().splitlines()]
    assert len(kept) == len(lines)
    assert all(row["s"] != "[secure]" for row in kept)


@pytest.mark.parametrize(
    ("given", "body"), [("true", "true"), ('{"a": [1]}', '{"a":[1]}'), ("hello", '"hello"')]
)
def test_a_value_is_json_or_text(
    service: str, given: str, body: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert sent(capfdbinary, service, "value", "--body", given)[1] == body


def test_a_file_comes_whole(service: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    piped = run(capfdbinary, "call", service, "report")
    assert piped
    coded = json.loads(run(capfdbinary, "call", service, "report", "--json"))
    assert base64.b64decode(coded) == piped
    assert run(capfdbinary, "call", service, "report", "--output", "report.pdf") == b""
    assert Path("report.pdf").read_bytes() == piped
    assert Path("report.pdf").stat().st_mode & 0o077 == 0
    refused = run(capfdbinary, "call", service, "report", "--output", "no/where", code=2)
    assert b"there is no folder" in refused
    assert [path.name for path in Path().iterdir()] == ["report.pdf"]


def test_a_file_is_not_written_onto_a_terminal(service: str) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "adlists", "call", service, "report"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"--output" in done.stderr


def test_a_sensitive_file_is_written_on_request_alone(
    service: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ("call", service, "secret")
    assert b"[secure]" in run(capfdbinary, *words)
    assert b"--show-sensitive" in run(capfdbinary, *words, "--output", "a.pdf", code=2)
    assert not list(Path().iterdir())
    run(capfdbinary, *words, "--output", "a.pdf", "--show-sensitive")
    assert Path("a.pdf").stat().st_size
