"""Types of what is generated are checked strictly, where a project asks for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from small_documents import HEAD

from adlists._runtime import type_checks
from adlists.cli import main
from adlists.errors import ConfigurationError
from adlists.regenerate import generator, regenerate
from adlists.regenerate.documents import Document
from adlists.regenerate.locations import plan

DOCUMENT = f"""{HEAD}
servers: [{{url: "https://x.example"}}]
paths:
  /a/{{id}}:
    get:
      parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      responses:
        "200":
          description: d
          content: {{application/json: {{schema: {{$ref: "#/components/schemas/A"}}}}}}
components:
  schemas:
    A: {{type: object, properties: {{next: {{$ref: "#/components/schemas/A"}}, class: {{}}}}}}
"""


def written(folder: Path, name: str = "types.yaml") -> Path:
    path = folder / name
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_what_passes_is_put_in_place_whatever_it_is_called(tmp_path: Path) -> None:
    """A package `types` does not stand in for the standard library's, nor the other way round."""
    report = regenerate([written(tmp_path)], tmp_path / "clients", type_check=True)

    assert report.drifted
    assert (tmp_path / "clients" / "types" / "client.py").is_file()


def test_what_does_not_pass_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(document: Document, output: Path) -> None:
        generate(document, output)
        with (output / "models" / "a.py").open("a", encoding="utf-8") as file:
            file.write('\nwrong: int = "text"\n')

    path, output = written(tmp_path), tmp_path / "clients"
    regenerate([path], output)
    before = (output / "types" / "models" / "a.py").read_text(encoding="utf-8")
    generate = generator.generate
    monkeypatch.setattr(generator, "generate", spoilt)

    with pytest.raises(ConfigurationError, match="does not pass strict type checks") as caught:
        regenerate([path], output, type_check=True)

    assert "types/models/a.py:" in str(caught.value).replace("\\", "/")
    assert 'has type "str", variable has type "int"' in str(caught.value)
    assert (output / "types" / "models" / "a.py").read_text(encoding="utf-8") == before


def test_what_did_not_change_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    regenerate([path], tmp_path / "clients")
    monkeypatch.setattr(type_checks, "_run", pytest.fail)

    regenerate([path], tmp_path / "clients", type_check=True)


def test_without_a_checker_it_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "mypy", None)
    words = ["regenerate", str(written(tmp_path)), "--output", str(tmp_path / "clients")]

    assert main([*words, "--type-check"]) != 0

    assert "pip install mypy" in capsys.readouterr().err
    assert not (tmp_path / "clients").exists()


def test_a_project_says_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path, output = written(tmp_path), tmp_path / "clients"
    project = Path("pyproject.toml")

    assert not plan([str(path)], None, output, tmp_path).type_check
    project.write_text("[tool.adlists.regenerate]\ntype-check = true\n", encoding="utf-8")
    assert plan([str(path)], None, output, tmp_path).type_check
    project.write_text('[tool.adlists.regenerate]\ntype-check = "yes"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"type-check .* is true or false"):
        plan([str(path)], None, output, tmp_path)
