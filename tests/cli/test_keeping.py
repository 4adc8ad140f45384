"""What is kept of a job: reports as files, notices, journals that go; and a job in a notebook."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from adlists.cli import main
from adlists.sandbox import Fault, Running

PEOPLE = [f"planted{index}@example.org" for index in range(300)]


@pytest.fixture
def job(tmp_path: Path) -> list[str]:
    path = tmp_path / "people.csv"
    path.write_text("email\n" + "\n".join(PEOPLE) + "\n")
    return [
        *("upload", str(path), "--service", "criteo_v1", "--audience", "<VIP|>", "--create"),
        *("--advertiser", "1", "--identifier", "email", "--hash", "sha256", "-q"),
    ]


@pytest.fixture
def notices() -> Generator[tuple[str, list[dict[str, Any]]]]:
    held: list[dict[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            held.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/planted-token", held
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("suffix", [".md", ".html", ".json"])
def test_a_report_is_written_with_a_picture(
    here: Running, job: list[str], tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"report{suffix}"
    assert main([*job, "--report", str(file), "--max-bytes", "5000"]) == 0
    text = file.read_text("utf-8")
    assert "planted" not in text
    assert file.stat().st_mode & 0o077 == 0
    if suffix == ".json":
        told = json.loads(text)
        assert told["sent"] == told["moments"][-1]["done"] == 300
        return
    assert "<VIP" not in text
    picture = text[text.index("<svg") : text.index("</svg>") + 6]
    line = ET.fromstring(picture).find("{http://www.w3.org/2000/svg}polyline")
    assert line is not None
    assert len(line.attrib["points"].split()) > 1


def test_a_report_of_another_kind_is_refused_before_anything_is_sent(
    here: Running, job: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*job, "--report", "report.pdf"]) == 2
    assert ".md, .html, .json" in capfd.readouterr().err


@pytest.mark.parametrize("faults", [[Fault(status=400, operation="add_remove_users_to_audience")]])
def test_a_job_that_ends_badly_is_told_once_and_names_nobody(
    here: Running,
    job: list[str],
    notices: tuple[str, list[dict[str, Any]]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    address, held = notices
    assert main([*job, "--notify", address]) == 1
    (told,) = held
    assert told["outcome"] == "unfinished"
    assert "criteo_v1" in told["text"]
    assert "planted" not in json.dumps(told)
    out, err = capfd.readouterr()
    assert "planted-token" not in out + err
    assert main([*job, "--notify", "http://127.0.0.1:1/planted-token"]) == 1
    out, err = capfd.readouterr()
    assert "planted-token" not in out + err


def test_a_good_job_posts_nothing_and_its_journal_may_go(
    here: Running,
    job: list[str],
    notices: tuple[str, list[dict[str, Any]]],
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    address, held = notices
    assert main([*job, "--notify", address]) == 0
    assert held == []
    assert main(["jobs", "--prune", "1"]) == 0
    assert len(list((tmp_path / "state").glob("*.journal"))) == 1
    assert main(["jobs", "--prune", "0"]) == 0
    assert not list((tmp_path / "state").glob("*.journal"))
    assert "1 journals removed" in capfd.readouterr().err


NOTEBOOK = """
import adlists
from adlists import lists, sandbox
from adlists_api import criteo_v1

with sandbox.running() as here:
    at = here.services["criteo_v1"]
    login = adlists.ClientCredentials(at["client_id"], at["client_secret"])
    with adlists.connect(criteo_v1.Api, login, base_url=at["base_url"]) as api:
        people = [f"planted{n}@example.org" for n in range(300)]
        report = lists.upload(api, "VIP", people, identifier="email", hash="sha256",
                              advertiser=1, create=True, watch=lists.ProgressLine())
report
"""
MISTAKE = "lists.extract('nowhere.csv', identifier='email', hash='none')"


@pytest.mark.filterwarnings("ignore")  # of the kernel's own sockets and loops
def test_a_plain_kernel_shows_progress_a_table_and_a_short_traceback() -> None:
    import nbclient
    import nbformat

    made: Any = nbformat.v4
    book = made.new_notebook(cells=[made.new_code_cell(NOTEBOOK), made.new_code_cell(MISTAKE)])
    client: Any = nbclient.NotebookClient(book, timeout=120, allow_errors=True)
    client.execute()
    first, second = (cell["outputs"] for cell in book["cells"])
    streams = "".join(output.get("text", "") for output in first)
    assert "300 of 300" in streams
    (shown,) = [output["data"] for output in first if output["output_type"] == "execute_result"]
    assert shown["text/html"].startswith("<table>")
    assert "<td style='text-align:left'>300</td>" in shown["text/html"]
    (error,) = second
    assert error["ename"] == "SourceError"
    trace = "\n".join(error["traceback"])
    assert "nowhere.csv: cannot be read" in trace
    assert "opening.py" not in trace
    assert len(error["traceback"]) < 12
    assert "planted" not in json.dumps([first, second])


def test_a_report_takes_the_place_of_nothing_that_is_read_or_written(
    job: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "people.json"
    source.write_text('[{"email": "a@example.com"}]')

    assert main(["upload", str(source), *job[2:], "--report", str(source)]) == 2
    same = str(tmp_path / "same.html")
    assert main([*job, "--rejects", same, "--report", same]) == 2

    assert "name another file" in capsys.readouterr().err
    assert source.read_text() == '[{"email": "a@example.com"}]'
    assert not Path(same).exists()
