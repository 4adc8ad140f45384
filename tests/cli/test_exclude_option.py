"""`--exclude FILE`, and the same in a manifest."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandbox_harness import people, write

from adlists.cli import main
from adlists.lists.manifest import Manifest


@pytest.mark.usefixtures("here")
def test_who_withdrew_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "people.csv", people(10))
    write(tmp_path / "out.csv", people(2))
    words = (
        *("upload", str(tmp_path / "people.csv"), "--service", "criteo_v1", "--audience", "VIP"),
        *("--create", "--advertiser", "1", "--identifier", "email", "--hash", "sha256"),
        *("--exclude", str(tmp_path / "out.csv"), "--state", str(tmp_path / "state")),
    )
    assert main([*words]) == 0
    told = capsys.readouterr().out
    assert "excluded" in told
    assert "who stands there was left out" in told
    assert "planted" not in told
    plan = tmp_path / "jobs.toml"
    plan.write_text(
        '[[jobs]]\nservice = "criteo_v1"\nlist = "VIP"\nsource = "people.csv"\nadvertiser = 1\n'
        'identifier = "email"\nhash = "sha256"\nexclude = "out.csv"\n'
    )
    assert Manifest.read(plan).jobs[0].options["exclude"] == tmp_path / "out.csv"
    plan.write_text(plan.read_text().replace('"out.csv"', '"s3://bucket/out.csv"'))
    assert Manifest.read(plan).jobs[0].options["exclude"] == "s3://bucket/out.csv"
