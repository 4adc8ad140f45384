"""Secrets and people planted before every command; all that comes of it is searched."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import html
from planted import FORMS
from ui.surfer import Surfer

from adlists.cli import main
from adlists.flow import Flow
from adlists.messages import Request, Response
from adlists.sandbox import Accesses, Running, Sandbox, running
from adlists.sandbox.security import Account
from adlists.ui import job_site, sandbox_site

PLANTED: Final = "pl4nted"
APP: Final = "pl4y"  # of nobody, so that the pages of a sandbox may show it
PEOPLE: Final = [f"{PLANTED}.p3rson{number}@example.com" for number in range(60)]
APPS: Final = [f"com.{APP}.game{number}" for number in range(20)]
ACCOUNT: Final = Account(
    "the-client", f"{PLANTED}-s3cret/+=%", f"{PLANTED}-k3y+with/signs==", f"{PLANTED}-t0ken"
)
VOICES: Final[tuple[list[str], ...]] = (
    ["-vv"],
    ["-vv", "--log", "json"],
    ["--log", "json"],
    ["-q"],
    [],
)
REPORTS: Final = ("report.json", "report.html", "report.md")


class Echoing(Sandbox):
    """Answers some requests with all that it was sent."""

    def __init__(self) -> None:
        super().__init__(account=ACCOUNT)
        self.told: list[bytes] = []
        self.count = 0
        self.every = 0
        self.ever = False
        self.status = 400
        self.lines: list[str] = []
        self.accesses = Accesses(self, self.lines.append)

    def respond(self, request: Request) -> Flow[Response]:
        if request.url.endswith("/notices"):
            self.told.append(request.content)
            return Response(204, {}, b"")
        self.count += 1
        if not self.every or self.count % self.every:
            return (yield from super().respond(request))
        self.ever = True
        shape = list(FORMS.values())[self.count % len(FORMS)]
        held = [request.url, *request.headers.values(), request.content.decode("utf-8", "replace")]
        said = shape(" ".join(held)[:6000])
        line = "".join(letter for letter in said if " " <= letter <= "~")
        content = json.dumps({"message": said, "errors": [{"code": said, "detail": said}]})
        return Response(
            self.status,
            {"content-type": "application/json", "x-request-id": line[:2000]},
            content.encode(),
        )


@pytest.fixture(scope="module")
def server() -> Generator[Running]:
    sandbox = Echoing()
    site = sandbox_site(sandbox, sandbox.accesses)
    with running(sandbox, site=site, accesses=sandbox.accesses) as server:
        yield server


@pytest.fixture
def sandbox(server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Echoing]:
    monkeypatch.chdir(tmp_path)
    for service, told in server.services.items():
        for name, value in told.items():
            monkeypatch.setenv(f"ADLISTS_{service.upper()}_{name.upper()}", value)
    for name in ("STATE", "SETTINGS", "PROFILES"):
        monkeypatch.setenv(f"ADLISTS_{name}", str(tmp_path / name.lower()))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("ADLISTS_PLUGIN_RETRY_ATTEMPTS", "1")
    monkeypatch.setenv("ADLISTS_NOTIFY", f"{server.address}/criteo_v1/notices")
    (tmp_path / "scratch").mkdir()
    (tmp_path / "settings").write_text(f"ADLISTS_GOOGLE_DATA_MANAGER_V1_TOKEN={PLANTED}-in-file\n")
    (tmp_path / "settings").chmod(0o600)
    monkeypatch.delenv("ADLISTS_PROFILES")
    sandbox = server.sandbox
    assert isinstance(sandbox, Echoing)
    sandbox.every, sandbox.count = 0, 0
    sandbox.told.clear()
    yield sandbox
    sandbox.every = 0


def lines(folder: Path) -> Iterator[list[str]]:
    """Yield the command lines of a day's work, over two services that keep secrets otherwise."""
    people, apps = str(folder / "people.csv"), str(folder / "apps.csv")
    job = [people, "--service", "criteo_v1", "--identifier", "email", "--hash", "none"]
    job += ["--audience", "VIP", "--advertiser", "1", "--column", "email", "--max-bytes", "1000"]
    job += ["--max-wait", "0"]
    yield ["upload", *job, "--create"]
    yield ["upload", *job, "--snapshot", "--operation", "replace"]
    yield ["upload", *job, "--rejects", str(folder / "rejects")]
    yield ["upload", *job, "--dry-run"]
    lists = [apps, "--service", "applovin_v1", "--list", "Games", "--batch", "9", "--max-wait", "0"]
    yield ["upload", *lists, "--create"]
    yield ["sync", *lists, "--prune", "--dry-run"]
    yield ["sync", *lists, "--prune"]
    yield ["diff", *lists[:-4]]
    yield ["lists", "criteo_v1", "--advertiser", "1"]
    yield ["lists", "applovin_v1", "--json"]
    yield ["run", str(folder / "jobs.toml")]
    yield ["doctor"]
    yield ["doctor", "--json"]
    yield ["config"]
    yield ["config", "--json"]
    yield ["config", "set", "--profile", "agency", "criteo_v1.client_id", "else"]
    yield ["jobs"]
    yield ["jobs", "--json"]
    yield ["jobs", "--verify"]
    yield ["plugins", "--json"]
    body = json.dumps({"operation": "add", "schema": "email", "identifiers": PEOPLE[:3]})
    for verb in ("call", "explain"):
        named = [verb, "criteo_v1", "add-remove-users-to-audience", "--audience-id", "1"]
        yield [*named, "--body", body]
        yield [*named, "--body", body[:-3]]
        yield [verb, "applovin_v1", "list-lists"]
        yield [verb, "applovin_v1", "append", "--app-list-id", "1", "--body", '["com.a.b"]']


def shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """Run a command; yield all that came of it, with where."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    root, own = logging.getLogger(), logging.getLogger("adlists")
    levels = root.level, own.level
    root.addHandler(handler)
    root.setLevel(1)
    own.setLevel(1)
    try:
        main(arguments)
    finally:
        root.removeHandler(handler)
        root.setLevel(levels[0])
        own.setLevel(levels[1])
    told = capsys.readouterr()
    yield "out", told.out
    yield "err", told.err
    yield "log", log.getvalue()


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield all that lies in a folder, names and contents, but for what the user put there."""
    given = {"people.csv", "apps.csv", "settings", "jobs.toml", "rejects"}
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in given:
            yield str(path.relative_to(folder)), path.read_bytes().decode("latin-1")


def fill(folder: Path) -> None:
    rows = [*PEOPLE, f"{PLANTED} nonsense @ nowhere", f"{PLANTED}\x1b[31m@x"]
    (folder / "people.csv").write_text("name,email\n" + "".join(f"a,{row}\n" for row in rows))
    (folder / "apps.csv").write_text("\n".join([*APPS, f"{PLANTED} nonsense"]))
    (folder / "jobs.toml").write_text(
        '[[jobs]]\nname = "vip"\nservice = "criteo_v1"\nlist = "VIP"\nidentifier = "email"\n'
        'hash = "none"\ncolumn = "email"\nadvertiser = 1\nsource = "people.csv"\n'
    )


@pytest.mark.parametrize("every", [0, 1, 2, 3])
def test_nothing_planted_comes_out_of_a_command(
    sandbox: Echoing, tmp_path: Path, every: int, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path)
    for number, line in enumerate(lines(tmp_path)):
        sandbox.every = every if number > 1 else 0
        sandbox.status = (400, 401, 404, 403, 422)[number % 5] if every else 400
        said = VOICES[number % len(VOICES)]
        reports = ["--report", str(tmp_path / REPORTS[number % 3])] if line[0] in JOBS else []
        seen: list[tuple[str, Any]] = [*shown([*line, *said, *reports], capsys)]
        seen += written(tmp_path)
        seen += [("notice", content.decode()) for content in sandbox.told]
        for place, text in seen:
            assert PLANTED not in text.lower(), (line, place, excerpt(text))
            assert APP not in text.lower(), (line, place, excerpt(text, APP))
    for place, text in pages(sandbox, tmp_path / "state"):
        assert PLANTED not in text.lower(), (place, excerpt(text))


def pages(sandbox: Echoing, state: Path) -> Iterator[tuple[str, str]]:
    """Yield what can be looked at afterwards: the jobs, the sandbox, and the log of its calls."""
    for path, page in Surfer(job_site(state)).crawl():
        yield path, html.tostring(page, encoding="unicode")
    yield "access log", "\n".join(sandbox.lines)
    surfer = Surfer(sandbox_site(sandbox, sandbox.accesses), sandbox)
    waiting = {"/-/lists", "/-/calls", "/-/faults"}  # the first page tells the sandbox's own keys
    if not sandbox.ever:  # else what it echoes would stand there
        calls = surfer.get("/-/calls").xpath("//a[starts-with(@href, '/-/calls/')]/@href")
        waiting |= {*calls, *surfer.get("/-/lists").xpath("//a/@href[starts-with(., '/-/lists/')]")}
        assert len(waiting) > 20
    for path in waiting:
        yield path, html.tostring(surfer.get(path), encoding="unicode")


JOBS: Final = frozenset({"upload", "sync"})


def excerpt(text: str, word: str = PLANTED) -> str:
    """Return what stands around a planted word."""
    found = text.lower().find(word)
    return text[max(0, found - 80) : found + 120]
