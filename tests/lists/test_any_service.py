"""A service that nobody has written a line of Python for: its document alone, in all its ways."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from circles import INPUTS, PAGINGS, WAYS, Circles, document, generated
from circles_plugin import CirclePlugin
from sandbox_harness import QUICK

from adlists.errors import AdlistsError, ArgumentError, ConnectionLost, RedirectRefused
from adlists.lists import JobStoppedError, Report, sync, upload
from adlists.lists.service.listing import links
from adlists.messages import Request, Response
from adlists.sandbox import Fault, running

CARDS = [f" a{number:03d}" for number in range(1, 101)]
LEFT = [f"A{number:03d}" for number in range(1, 101)]
READ = ("is replaced in a session", "is replaced by difference", "is answered at once")


@pytest.fixture(scope="module", params=WAYS)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with generated(document(request.param), tmp_path_factory.mktemp("way")) as found:
        found.WAY = request.param
        yield found


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with generated(document("is replaced in a session"), tmp_path_factory.mktemp("run")) as found:
        yield found


def job(
    desk: Circles,
    source: Any,
    state: Path,
    operation: str = "add",
    *,
    plugins: tuple[object, ...] = (),
    **options: Any,
) -> Report:
    told: dict[str, Any] = {
        **INPUTS,
        "identifier": "card",
        "club": 1,
        "create": True,
        "delivery": QUICK,
        "state": state,
        "operation": operation,
        **options,
    }
    if told["identifier"] != "card":
        del told["club"]
    with desk.api(*plugins) as api:
        return upload(api, "Poets", source, **told)


def test_a_list_is_made_filled_emptied_and_replaced(package: Any, tmp_path: Path) -> None:
    desk = Circles(package)
    for number in range(5):
        desk.sandbox.create_list(package.SERVICE.name, f"Circle {number}", branch=7)
    if package.SERVICE.lists.add is not None:
        assert job(desk, CARDS[:60], tmp_path).outcome == "done"
        assert desk.members("Poets") == LEFT[:60]
        assert job(desk, CARDS[:10], tmp_path, "remove").outcome == "done"
        assert desk.members("Poets") == LEFT[10:60]
    for part in (slice(20, 55), slice(30, 60)):
        report = job(
            desk,
            CARDS[part],
            tmp_path,
            "replace",
            replace_all=package.SERVICE.lists.clear is not None,
        )
        assert report.outcome == "done"
        assert report.size == part.stop - part.start
        assert desk.members("Poets") == LEFT[part]
    with desk.api() as api:
        told = {**INPUTS, "identifier": "card", "club": 1, "state": tmp_path, "delivery": QUICK}
        with pytest.raises(ArgumentError, match="max_removals"):
            sync(api, "Poets", CARDS[:5], prune=True, **told)
        sync(api, "Poets", CARDS[:5], prune=True, max_removals=100, **told)
    assert desk.members("Poets") == LEFT[:5]


def test_a_dry_run_changes_nothing(package: Any, tmp_path: Path) -> None:
    desk = Circles(package)
    operation = "add" if package.SERVICE.lists.add is not None else "replace"
    report = job(desk, CARDS[:30], tmp_path, operation, dry_run=True)
    assert (report.outcome, report.batches) == ("dry run", 1)
    assert {request.method for request in desk.requests} <= {"GET", "POST"}
    assert not desk.members("Poets")
    assert all("rehearse" not in request.url for request in desk.requests)


def test_hashes_travel_in_the_documents_encoding(package: Any, tmp_path: Path) -> None:
    desk = Circles(package)
    people = [f"planted{number}@example.org" for number in range(30)]
    report = job(desk, people, tmp_path, "replace", identifier="email", hash="sha512",
                 replace_all=package.SERVICE.lists.clear is not None)  # fmt: skip
    assert report.outcome == "done"
    found = desk.members("Poets", "email")
    assert len(found) == 30
    assert all(len(value) == 88 and value.endswith("==") for value in found)


def test_rows_are_of_the_types_of_their_places(package: Any, tmp_path: Path) -> None:
    """An id that was text in a header is the number that the body takes, and the reverse."""
    desk = Circles(package)
    job(desk, CARDS[:30], tmp_path, "replace",
        replace_all=package.SERVICE.lists.clear is not None)  # fmt: skip
    bodies = [
        json.loads(request.content) for request in desk.requests if b"numbers" in request.content
    ]
    assert bodies
    for body in bodies:
        if isinstance(body, list):
            assert isinstance(body[0]["do"]["circle"], int)
            assert isinstance(body[0]["do"]["club"], int)
        elif "session" in body:
            assert isinstance(body["session"]["id"], str)
            assert body["session"]["note"] == f"run {body['session']['id']}"


@pytest.mark.parametrize("paging", PAGINGS)
def test_a_list_is_found_on_whatever_page_it_is(paging: str, tmp_path: Path) -> None:
    with generated(document("is answered at once", paging), tmp_path) as package:
        desk = Circles(package)
        for number in range(7):
            desk.sandbox.create_list(package.SERVICE.name, f"Circle {number}", branch=7)
        with desk.api() as api:
            told = {**INPUTS, "identifier": "card", "club": 1, "state": tmp_path / "s"}
            for name in ("Circle 6", "Circle 0"):
                upload(api, name, CARDS[:3], **told)
                assert desk.members(name) == LEFT[:3]
            with pytest.raises(ArgumentError, match="Meant: 'Circle 6'") as refused:
                upload(api, "Circle 7", CARDS[:3], **told)
            assert INPUTS["desk"] not in str(refused.value)


def test_a_next_page_elsewhere_is_refused(sessions: Any, tmp_path: Path) -> None:
    desk = Circles(sessions)
    for number in range(7):
        desk.sandbox.create_list(sessions.SERVICE.name, f"Circle {number}", branch=7)
    sent = desk.sandbox.handle

    def elsewhere(request: Request) -> Response:
        assert "evil" not in request.url
        response = sent(request)
        headers = dict(response.headers)
        if "link" in headers:
            headers["link"] = '<https://evil.example/v3/circles?after=x>; rel="next"'
        return Response(response.status, headers, response.content)

    desk.sandbox.handle = elsewhere  # type: ignore[method-assign]  # a server that lies
    with pytest.raises(RedirectRefused, match="neither body nor credential"):
        job(desk, CARDS[:3], tmp_path)


def test_links_are_read_as_rfc_8288_has_them() -> None:
    told = (
        '<https://a.example/?q="x",y>; title="a, b; c\\"d"; rel="prev first", '
        "</two>;rel=next;rel=prev , <>; rel*=x, <three> ; REL = Next"
    )
    found = [(link.target, sorted(link.relations)) for link in links(told)]
    assert found == [
        ('https://a.example/?q="x",y', ["first", "prev"]),
        ("/two", ["next"]),
        ("", []),
        ("three", ["next"]),
    ]
    for broken in ("", "<", "<x", "x>", ";;", '<x>; rel="next', "<x>;=;=,<y>;"):
        list(links(broken))


def test_a_session_that_breaks_off_changes_nothing_and_begins_anew(
    sessions: Any, tmp_path: Path
) -> None:
    desk = Circles(sessions)
    job(desk, CARDS[:50], tmp_path)
    swaps = 0

    def lose(request: Request) -> None:
        nonlocal swaps
        swaps += request.method == "PUT"
        if swaps > 1 and request.method == "PUT":
            msg = "gone"
            raise ConnectionLost(msg)

    desk.before = lose
    report = job(desk, CARDS[10:], tmp_path, "replace")
    assert (report.outcome, desk.members("Poets")) == ("unfinished", LEFT[:50])
    assert "is what it was" in report.notes[-1]
    desk.before = lambda _: None
    report = job(desk, CARDS[10:], tmp_path, "replace")
    assert (report.outcome, report.batches) == ("done", 3)
    assert desk.members("Poets") == LEFT[10:]
    numbers = [
        request.url.rpartition("number=")[2] for request in desk.requests if request.method == "PUT"
    ]
    assert numbers[-3:] == ["1", "2", "3"]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_batch_of_a_session_goes_again_when_its_reply_is_lost(
    sessions: Any, tmp_path: Path, after: int
) -> None:
    desk = Circles(sessions)
    swaps = 0

    def lose(request: Request, response: Response) -> None:
        nonlocal swaps
        swaps += request.method == "PUT"
        if swaps == after and request.method == "PUT":
            msg = "gone, although it was done"
            raise ConnectionLost(msg)

    desk.after = lose
    assert job(desk, CARDS, tmp_path, "replace").outcome == "done"
    assert desk.members("Poets") == LEFT


@pytest.mark.parametrize("operation", ["add", "replace"])
@pytest.mark.parametrize("fault", ["refuse", "reject"])
def test_rows_that_are_not_taken_are_in_the_rejects_file_with_their_lines(
    sessions: Any, tmp_path: Path, operation: str, fault: str
) -> None:
    source, rejects = tmp_path / "cards.csv", tmp_path / "rejects.csv"
    source.write_text("card\n" + "".join(f"{card}\n" for card in [*CARDS, *CARDS[:50]]))
    desk = Circles(sessions, [Fault(**{fault: 0.2})])  # type: ignore[arg-type]  # by its name
    report = job(desk, source, tmp_path / "s", operation, rejects=rejects)
    missing = sorted(set(LEFT) - set(desk.members("Poets")))
    assert missing
    with rejects.open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [int(row["line"]) for row in rows]
    expected = [number for number, card in enumerate([*LEFT, *LEFT[:50]], 2) if card in missing]
    assert sorted(lines) == expected
    assert {row["value"].strip().upper() for row in rows} == set(missing)
    assert (report.invalid, report.refused) == (len(missing), len(missing))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(errors=True, operation="amend"), "internal-error"),
        (Fault(valid=0, operation="amend"), "none of the"),
        (Fault(job="failed", operation="amend"), "unread"),
        (Fault(job="lost", operation="amend"), "does not know of the batch"),
    ],
)
def test_a_success_that_is_none_is_unfinished_and_the_same_job_mends_it(
    sessions: Any, tmp_path: Path, fault: Fault, told: str
) -> None:
    desk = Circles(sessions, [fault])
    try:
        report = job(desk, CARDS[:30], tmp_path)
    except JobStoppedError as stopped:
        report = stopped.report
    assert report.outcome == "unfinished"
    reasons = [failure.reason for failure in report.failures]
    assert told in reasons[0] or (told == "unread" and "failed" in reasons[0]), reasons
    well = Circles(sessions, store=desk.sandbox.store)
    assert job(well, CARDS[:30], tmp_path).ok
    assert well.members("Poets") == LEFT[:30]


def test_its_secrets_are_in_no_output(package: Any, tmp_path: Path) -> None:
    desk = Circles(package)
    report = job(desk, CARDS[:30], tmp_path, "replace",
                 replace_all=package.SERVICE.lists.clear is not None)  # fmt: skip
    text = json.dumps(report.to_dict(), default=str) + repr(report)
    text += "".join(path.read_bytes().decode("latin1") for path in tmp_path.rglob("*.journal"))
    assert INPUTS["desk"] not in text


def test_the_commands_know_it_by_its_package(sessions: Any, tmp_path: Path) -> None:
    desk = Circles(sessions)
    source = tmp_path / "cards.txt"
    source.write_text("\n".join(CARDS))
    name = sessions.SERVICE.name
    folder = Path(sessions.__file__).parents[1]
    module = f"{folder.name}.{name}"
    with running(desk.sandbox) as here:
        told = here.services[name]
        environment = {
            **os.environ,
            f"ADLISTS_{name}_TOKEN".upper(): told["token"],
            f"ADLISTS_{name}_BASE_URL".upper(): told["base_url"],
            f"ADLISTS_{name}_DESK".upper(): INPUTS["desk"],
            "ADLISTS_STATE": str(tmp_path / "state"),
            "PYTHONPATH": os.pathsep.join([str(folder.parent), os.environ.get("PYTHONPATH", "")]),
            "NO_PROXY": "127.0.0.1",
        }

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "adlists", *words]
            return subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )

        shown = run("upload", "--service", module, "--help").stdout
        for word in (
            "--circle",
            "--branch",
            "--shelf",
            "--club",
            "ADLISTS_READING_CIRCLES_V3_DESK",
        ):
            assert word in shown
        assert "--desk" not in shown
        done = run("upload", str(source), "--service", module, "--circle", "Poets", "--create",
                   "--branch", "7", "--club", "1", "--identifier", "card", "--json")  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert desk.members("Poets") == LEFT
        called = run("call", module, "browse", "--branch", "7", "--x-desk", "k", "--json")
        assert "Poets" in called.stdout, called


# One service, both ways.


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with generated(document("is replaced by difference"), tmp_path_factory.mktemp("both")) as found:
        yield found


@pytest.mark.parametrize(
    ("kind", "fault"),
    [("email", "none"), *(("card", fault) for fault in ("refuse", "reject", "errors", "job"))],
)
def test_a_plugin_does_what_the_document_does(
    differences: Any, tmp_path: Path, kind: str, fault: str
) -> None:
    """The same jobs, by the document and by a plugin's hook: reports, rows and lists are equal."""
    faults: dict[str, list[Fault]] = {
        "none": [],
        "refuse": [Fault(refuse=0.1)],
        "reject": [Fault(reject=0.1)],
        "errors": [Fault(errors=True, count=1, operation="amend")],
        "job": [Fault(job="failed", count=1, operation="amend")],
    }
    source = CARDS if kind == "card" else [f"planted{number}@example.org" for number in range(90)]
    jobs: list[tuple[str, slice, dict[str, Any]]] = [
        ("add", slice(0, 70), {}),
        ("remove", slice(0, 20), {}),
        ("replace", slice(10, 60), {"replace_all": True}),
        ("replace", slice(20, 80), {}),
        ("add", slice(0, 5), {"once": True}),
    ]
    ends: list[list[Any]] = []
    for way, plugins in (("document", ()), ("hook", (CirclePlugin(),))):
        desk = Circles(differences, faults[fault], seed=3)
        for number in range(4):
            desk.sandbox.create_list(differences.SERVICE.name, f"Circle {number}", branch=7)
        end: list[Any] = []
        for operation, part, more in jobs:
            rejects = tmp_path / f"{way}.csv"
            try:
                report = job(
                    desk, source[part], tmp_path / way, operation, plugins=plugins,
                    identifier=kind, rejects=rejects, parallel=1, **more,
                    **({"hash": "sha256"} if kind == "email" else {}),
                )  # fmt: skip
            except AdlistsError as error:
                end.append((operation, str(error)))
            else:
                end.append((operation, _comparable(report), rejects.read_text()))
            end.append(desk.members("Poets"))
        end.append(sorted(r.content for r in desk.requests if b"numbers" in r.content))
        ends.append(end)
    assert ends[0] == ends[1]
    assert ends[0][1]


def _comparable(report: Report) -> dict[str, Any]:
    """Return what two reports of equal jobs have in common: no times, places and words."""
    told = report.to_dict()
    moments = ("seconds", "waited", "rows_per_second", "journal", "notes", "requests")
    for name in moments:
        told.pop(name)
    told["failures"] = [(found["part"], found["number"]) for found in told["failures"]]
    return told
