"""Where the earlier state comes from: git, a named revision, or the copy in the package."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from adlists.cli.regenerate_command import command
from adlists.errors import ConfigurationError
from adlists.regenerate import regenerate
from adlists.regenerate.changes.baseline import baseline

ROOT: Final = Path(__file__).parents[3]
DOCUMENT: Final = (ROOT / "tests" / "generated" / "third.yaml").read_text(encoding="utf-8")


def git(home: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *arguments],
        cwd=home,
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two documents and their packages, kept by no git."""
    home = tmp_path_factory.mktemp("made")
    (home / "spec").mkdir()
    (home / "spec" / "third.yaml").write_text(DOCUMENT, encoding="utf-8")
    (home / "spec" / "fourth.yaml").write_text(DOCUMENT, encoding="utf-8")
    assert run(home).exit_code == 0
    return home


@pytest.fixture
def home(tmp_path: Path, made: Path) -> Path:
    """The same, committed."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    folders = ["--spec-dir", str(home / "spec"), "--output", str(home / "made")]
    return CliRunner().invoke(command, [*folders, *arguments], standalone_mode=False)


def code(result: Result) -> object:
    assert result.exception is None, result.exception
    return result.return_value


def edit(home: Path, old: str, new: str) -> None:
    path = home / "spec" / "third.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_changed_is_no_drift(home: Path) -> None:
    result = run(home, "--check")

    assert code(result) == 0
    assert "breaking" not in result.output


def test_a_compatible_edit_drifts_and_a_breaking_one_is_told_apart(home: Path) -> None:
    edit(home, "        note: {type", "        remark: {type: string}\n        note: {type")
    assert code(run(home, "--check")) == 1

    edit(home, "required: [stop]", "required: [stop, at]")
    result = run(home, "--check")
    assert code(result) == 3
    assert "third, as of HEAD" in result.output
    assert "has to be there now" in result.output


def test_a_change_stays_told_until_it_is_committed(home: Path) -> None:
    edit(home, "required: [stop]", "required: [stop, at]")
    first, second = run(home), run(home)

    assert "third.models.ParcelRouteItem.at: now required" in first.output
    assert "third.models.ParcelRouteItem.at: now required" in second.output
    assert code(run(home, "--check")) == 0

    git(home, "add", "-A")
    git(home, "commit", "-qm", "second")
    assert "now required" not in run(home).output
    assert "now required" in run(home, "--against", "HEAD~1").output


def test_a_document_that_is_gone_is_drift_that_breaks(home: Path) -> None:
    (home / "spec" / "fourth.yaml").unlink()
    result = run(home, "--check")

    assert code(result) == 3
    assert "fourth: its document fourth.yaml is gone from" in result.output


def test_a_named_document_says_nothing_of_the_others(home: Path) -> None:
    (home / "spec" / "fourth.yaml").unlink()

    assert code(run(home, "--check", str(home / "spec" / "third.yaml"))) == 0


def test_a_revision_that_is_none_is_an_error(home: Path) -> None:
    result = run(home, "--check", "--against", "--output=x")

    assert isinstance(result.exception, ConfigurationError)
    assert "git knows no revision" in str(result.exception)


def test_without_git_the_copy_in_the_package_is_the_earlier_state(
    tmp_path: Path, made: Path
) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    edit(tmp_path, "maxItems: 3", "maxItems: 2")
    result = run(tmp_path)

    assert "third, as last generated" in result.output
    assert "Parcel.labels (request): maxItems was 3, is 2" in result.output
    assert "maxItems" not in run(tmp_path).output
    with pytest.raises(ConfigurationError, match="in no git repository"):
        baseline(tmp_path / "spec" / "third.yaml", tmp_path / "made" / "third", "HEAD")


def test_without_any_earlier_document_the_report_says_so(tmp_path: Path, made: Path) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    (tmp_path / "made" / "third" / "document.txt").unlink()
    edit(tmp_path, "required: [stop]", "required: [stop, at]")
    report = regenerate([tmp_path / "spec" / "third.yaml"], tmp_path / "made", check=True)

    assert report.packages[0].said == (
        "no earlier state of the document is known, so only Python is compared"
    )
    assert report.breaking == ("third.models.ParcelRouteItem.at: now required",)


@pytest.mark.parametrize("ending", ["md", "json", "html"])
def test_a_report_names_the_change_its_severity_and_its_line(home: Path, ending: str) -> None:
    edit(home, "maxItems: 3", "maxItems: 2")
    # The line of the field, two above that of its limit.
    line = (home / "spec" / "third.yaml").read_text("utf-8").split("maxItems: 2")[0].count("\n")
    file = home / f"changes.{ending}"
    run(home, "--check", "--report", str(file))
    text = file.read_text(encoding="utf-8")

    assert "maxItems was 3, is 2" in text
    if ending == "json":
        (service,) = [one for one in json.loads(text)["services"] if one["name"] == "third"]
        change = next(one for one in service["changes"] if "maxItems" in one["text"])
        assert service["verdict"] == change["severity"] == "breaking"
        assert change["way"] == "request"
        assert change["line"] == line - 1
    else:
        assert f"line {line - 1}" in text


def test_a_report_of_another_kind_is_refused_before_anything_is_done(home: Path) -> None:
    result = run(home, "--report", str(home / "changes.pdf"))

    assert result.exception is not None
    assert ".md, .json, .html" in str(result.exception)


def test_a_document_cannot_write_markup_into_a_report(home: Path) -> None:
    edit(home, "title: Parcel Desk", 'title: "<script>alert(1)</script>"')
    for ending in ("md", "html"):
        file = home / f"changes.{ending}"
        run(home, "--check", "--report", str(file))
        assert "<script>" not in file.read_text(encoding="utf-8")
