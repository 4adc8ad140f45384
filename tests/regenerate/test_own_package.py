"""A package of your own: made in an empty folder, found by its name, never in our place."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_documents import HEAD

from adlists import catalog
from adlists.errors import ConfigurationError

API = HEAD + "servers: [{url: 'https://x.test'}]\npaths: {/pets: {get: {operationId: pets}}}\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adlists", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "my-api.yaml").write_text(API)
    return tmp_path


def test_a_package_is_made_called_and_served(home: Path) -> None:
    done = run(home, "regenerate", "my-api.yaml", "--output", "src/my_clients")
    assert (done.returncode, done.stderr) == (0, "")

    listed = run(home, "call", "src/my_clients.my_api")
    assert "pets  GET /pets." in listed.stderr
    command = [sys.executable, "-m", "adlists", "sandbox", "--json"]
    with subprocess.Popen(
        [*command, "--service", "src/my_clients.my_api"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())["services"]
        server.terminate()
    assert list(told) == ["my_api"]


def test_without_a_word_of_where_the_packages_go_nothing_is_made(home: Path) -> None:
    done = run(home, "regenerate", "my-api.yaml")

    assert (done.returncode, "src/my_clients. Here: --output." in done.stderr) == (2, True)
    assert [path.name for path in home.iterdir()] == ["my-api.yaml"]


@pytest.mark.parametrize("name", ["adlists_api", "src/adlists"])
def test_a_package_never_stands_in_for_ours(home: Path, name: str) -> None:
    done = run(home, "regenerate", "my-api.yaml", "--output", name)

    assert (done.returncode, "would stand in for ours" in done.stderr) == (2, True)
    assert [path.name for path in home.iterdir()] == ["my-api.yaml"]


def test_a_project_says_what_and_where(home: Path) -> None:
    project = home / "pyproject.toml"
    project.write_text(
        '[tool.adlists.regenerate]\ndocuments = ["my-api.yaml"]\noutput = "src/my_clients"\n'
    )
    assert run(home, "regenerate").returncode == 0
    assert (home / "src/my_clients/my_api/client.py").is_file()

    project.write_text("[tool.adlists.regenerate]\ndocument = []\n")
    done = run(home, "regenerate")
    assert (done.returncode, "is a table of documents" in done.stderr) == (2, True)


def test_a_folder_that_is_named_stands_for_its_documents(home: Path) -> None:
    folder = home / "documents"
    folder.mkdir()
    (home / "my-api.yaml").rename(folder / "my-api.yaml")

    done = run(home, "regenerate", "documents", "--output", "clients")

    assert (done.returncode, done.stderr) == (0, "")
    assert (home / "clients/my_api/client.py").is_file()


def test_packages_that_no_document_makes_are_told_and_removed_when_asked(home: Path) -> None:
    output = ("--spec-dir", ".", "--output", "clients")
    assert run(home, "regenerate", *output).returncode == 0
    (home / "my-api.yaml").rename(home / "your-api.yaml")
    (home / "clients/mine").mkdir()
    (home / "clients/mine/__init__.py").write_text("by_hand = True\n")

    told = run(home, "regenerate", *output)
    assert "my_api: no document makes it; --prune removes it" in told.stdout
    assert (home / "clients/my_api").is_dir()

    assert "my_api: removed" in run(home, "regenerate", *output, "--prune").stdout
    kept = sorted(path.name for path in (home / "clients").iterdir() if path.is_dir())
    assert kept == ["mine", "your_api"]


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(home))  # type: ignore[arg-type]

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_document_is_fetched_from_an_address_that_is_named(home: Path, address: str) -> None:
    done = run(home, "regenerate", f"{address}/my-api.yaml", "--output", "clients")
    assert done.returncode == 0, done.stderr
    assert (home / "clients/my_api").is_dir()

    done = run(home, "regenerate", f"{address}/absent.yaml", "--output", "clients")
    assert (done.returncode, "cannot be fetched" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("src/my_clients.my_api", "There is no package my_clients.my_api in"),
        ("no.such", r"There is no package no\.such in"),
        ("adlists.contract", "adlists.contract has no SERVICE"),
    ],
)
def test_a_name_that_leads_to_no_service_is_said(name: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        catalog.find(name)


def test_a_module_that_stands_elsewhere_is_not_taken_for_the_one_named(tmp_path: Path) -> None:
    (tmp_path / "adlists_api").mkdir()
    with pytest.raises(ConfigurationError, match="rename one of the two"):
        catalog.find(f"{tmp_path}/adlists_api.criteo_v1")


def test_a_generated_package_is_found_by_any_of_its_names() -> None:
    from adlists_api import criteo_v1

    found = [catalog.find(name) for name in ("criteo_v1", "criteo-v1", "adlists_api.criteo_v1")]

    assert found == [criteo_v1.SERVICE] * 3


def test_a_reference_leads_to_another_machine_where_its_address_is_named(
    home: Path, address: str
) -> None:
    (home / "parts").mkdir()
    (home / "parts" / "common.yaml").write_text("Pet: {$ref: 'more.yaml#/Pet'}\n")
    (home / "parts" / "more.yaml").write_text("Pet: {type: object, properties: {a: {}}}\n")
    reply = (
        "responses: {'200': {description: d, content: {application/json: {schema: {$ref: %r}}}}}"
    )
    for name, reference in (
        ("here", f"{address}/parts/common.yaml"),
        ("there", "parts/common.yaml"),
    ):
        operation = f"{{operationId: {name}, {reply % f'{reference}#/Pet'}}}"
        (home / f"{name}.yaml").write_text(f"{HEAD}paths: {{/a: {{get: {operation}}}}}\n")
    named = [f"--reference={address}/parts/{name}.yaml" for name in ("common", "more")]

    done = run(home, "regenerate", "here.yaml", "--output", "clients", named[1])
    assert (done.returncode, "nothing is fetched that was not named" in done.stderr) == (2, True)
    done = run(home, "regenerate", "here.yaml", "--output", "clients", *named)
    assert done.returncode == 0, done.stderr
    assert (home / "clients/here/models/pet.py").is_file()
    (home / "pyproject.toml").write_text(
        "[tool.adlists.regenerate]\nreferences = "
        + json.dumps([f"{address}/parts/{name}.yaml" for name in ("common", "more")])
    )
    done = run(home, "regenerate", f"{address}/there.yaml", "--output", "clients")
    assert done.returncode == 0, done.stderr
    assert (home / "clients/there/models/pet.py").is_file()
