"""The page on moving from Criteo v1 runs, is well typed, and leaves out no call of v1."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from adlists import sandbox
from adlists.contract import Service
from adlists_api import criteo_2026_07, criteo_v1

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "moving-from-criteo-v1.md"
SERVICES: Final = (criteo_v1.SERVICE, criteo_2026_07.SERVICE)


@pytest.fixture
def _settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name the sandbox in the environment, where the page's clients look."""
    with sandbox.running() as here:
        for service in SERVICES:
            for name, value in here.services[service.name].items():
                monkeypatch.setenv(f"ADLISTS_{service.name}_{name}".upper(), value)
        yield


@pytest.mark.usefixtures("_settings")
def test_the_snippets_run_in_their_order() -> None:
    examples = list(Sybil([PythonCodeBlockParser()]).parse(PAGE).examples())

    for example in examples:
        example.evaluate()

    assert len(examples) > 10


def test_the_snippets_pass_the_type_checker(tmp_path: Path) -> None:
    examples = Sybil([PythonCodeBlockParser()]).parse(PAGE).examples()
    module = tmp_path / "page.py"
    module.write_text("\n".join(example.parsed for example in examples), encoding="utf-8")
    settings = ["--strict", "--config-file", str(ROOT / "pyproject.toml"), str(module)]

    done = subprocess.run(
        [sys.executable, "-m", "mypy", *settings], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_call_stands_on_the_page(service: Service) -> None:
    text = PAGE.read_text("utf-8")
    beyond = {"create_token", "compute_audience_segments_sizes"}  # a plugin's; what v1 has not

    for operation in service.operations:
        assert operation.id in beyond or f".{operation.id}(" in text, operation.id
