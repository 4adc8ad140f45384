"""The notebooks run, cell by cell, through a kernel of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from guides.reader import ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def client(book: Any, **options: Any) -> NotebookClient:
    return NotebookClient(book, timeout=300, startup_timeout=300, kernel_name="python3", **options)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # of nbformat


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Jupyter's own libraries
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_its_first_cell_to_its_last(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    book = read(path)
    resources = {"metadata": {"path": str(tmp_path)}}

    client(book, resources=resources).execute()

    printed = str([cell.get("outputs") for cell in book.cells])
    assert "@example" not in printed
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cell_that_fails_would_be_noticed(tmp_path: Path) -> None:
    book = read(NOTEBOOKS[0])
    book.cells = [cell for cell in book.cells if cell.cell_type == "code"][:1]
    book.cells[0].source = "assert False"

    with pytest.raises(CellExecutionError):
        client(book).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_printed(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]

    assert [cell.outputs for cell in code if cell.outputs] == []
