"""Snapshots of a state that machines share, in an object store or a folder of their own."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from bucket_server import storing
from sandbox_harness import QUICK, SandboxHarness, hashed, people, write

from adlists import AdlistsError, ArgumentError, ConfigurationError
from adlists.cli import main
from adlists.lists import JobStoppedError, Report, upload
from adlists.lists.sending import object_folder
from adlists.lists.sending.object_folder import LostObjectError, ObjectFolder
from adlists.lists.sending.state import state_of

pytestmark = pytest.mark.filterwarnings("ignore")  # of the store's own server and client
KINDS = ("memory", "s3", "folder")


@pytest.fixture(scope="module")
def bucket() -> Generator[Any]:
    with storing("snapshots") as system:
        yield system


class Place:
    """Where snapshots lie: what is in there, as its owner sees it."""

    def __init__(self, address: str, system: Any, root: str) -> None:
        self.address = address
        self.system = system
        self._root = root

    def objects(self) -> list[str]:
        self.system.invalidate_cache()
        return [str(path) for path in self.system.find(self._root)]

    def read(self) -> bytes:
        (path,) = self.objects()
        content: bytes = self.system.cat_file(path)
        return content

    def change(self, edit: Callable[[bytes], bytes | None]) -> None:
        for path in self.objects():
            content = edit(self.system.cat_file(path))
            if content is None:
                self.system.rm_file(path)
            else:
                self.system.pipe_file(path, content)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    filesystem: Any = import_module("fsspec").filesystem
    name = tmp_path.name
    if request.param == "s3":
        system = request.getfixturevalue("bucket")
        found = Place(f"s3://snapshots/{name}", system, f"snapshots/{name}")
    elif request.param == "memory":
        found = Place(f"memory://{name}", filesystem("memory"), f"/{name}")
    else:
        found = Place(str(tmp_path / "shared"), filesystem("file"), str(tmp_path / "shared"))
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", found.address)
    # Each job is a machine of its own: nothing is left in its temporary folder.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return found


class Desk:
    """A list, a source, and jobs on it."""

    def __init__(self, folder: Path, state: str) -> None:
        self.desk = SandboxHarness()
        self.key = self.desk.audience()
        self.source = folder / "people.csv"
        self.state = state

    def job(self, rows: list[str], **more: Any) -> Report:
        write(self.source, rows)
        told: dict[str, Any] = {"identifier": "email", "hash": "sha256", "advertiser": 1}
        with self.desk.criteo() as api:
            return upload(
                api, str(self.key), self.source, delivery=QUICK, state=self.state, **told | more
            )

    def break_off(self, rows: list[str], after: int) -> None:
        """Kill a replace after so many of its batches."""
        sent = len(self.desk.patches)

        def kill(_: object) -> None:
            if len(self.desk.patches) >= sent + after:
                raise KeyboardInterrupt

        self.desk.before = kill
        with pytest.raises(KeyboardInterrupt):
            self.job(rows, operation="replace", batch=4, parallel=1)
        self.desk.before = lambda _: None
        assert not list(Path(tempfile.gettempdir()).glob("adlists-*/pending/*"))

    @property
    def members(self) -> list[str]:
        return self.desk.members(self.key)


def kept(address: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as db:
        return db.execute("SELECT name, object FROM adlists_object ORDER BY name").fetchall()


def test_one_object_lies_there_and_serves_any_machine(
    address: str, place: Place, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    (first,) = place.objects()

    report = desk.job(people(30, 20), operation="replace")

    assert (report.outcome, report.to_add, report.to_remove) == ("done", 10, 20)
    assert desk.members == hashed(people(30, 20))
    (second,) = place.objects()
    assert second != first
    with psycopg.connect(address) as db:
        assert db.execute("SELECT count(*) FROM adlists_file").fetchone() == (0,)
    (tmp_path / "seen").write_bytes(place.read())
    rows = duckdb.execute(f"FROM read_parquet('{tmp_path / 'seen'}') ORDER BY 1").fetchall()
    assert [digest for (digest,) in rows] == hashed(people(30, 20))


def test_a_replace_broken_off_on_one_machine_goes_on_on_another(
    address: str, place: Place, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    desk.break_off(people(40, 20), after=4)
    assert len(place.objects()) == 4  # the snapshot, and what is to be added, removed and held

    report = desk.job(people(40, 20), operation="replace", batch=4)

    assert report.outcome == "done", (report.failures, report.notes)
    assert report.skipped >= 3
    assert desk.members == hashed(people(40, 20))
    assert len(place.objects()) == len(kept(address)) == 1


def spoil(content: bytes) -> bytes:
    return content[:-9] + b"x" + content[-8:]


def lose(_: bytes) -> None:
    return None


@pytest.mark.parametrize("edit", [spoil, lose])
def test_a_lost_snapshot_is_said_and_never_believed(
    address: str, place: Place, tmp_path: Path, edit: Callable[[bytes], bytes | None]
) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    place.change(edit)

    for dry in (True, False):
        with pytest.raises(ArgumentError, match=r"or damaged .* not believed.* no snapshot"):
            desk.job(people(30, 20), operation="replace", dry_run=dry)
    report = desk.job(people(30, 20), operation="replace", replace_all=True)

    assert report.ok
    assert desk.members == hashed(people(30, 20))
    assert desk.job(people(7), operation="replace").ok
    assert desk.members == hashed(people(7))
    assert len(place.objects()) == 1


def test_a_broken_off_replace_whose_objects_are_lost_begins_anew(
    address: str, place: Place, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    desk.break_off(people(40, 20), after=4)
    snapshot = next(held for name, held in kept(address) if name.startswith("snapshots/"))
    for path in place.objects():
        if not path.endswith(snapshot):
            place.system.rm_file(path)

    with pytest.raises(ArgumentError, match=r"missing or damaged .* broken off"):
        desk.job(people(5, 900), operation="replace")  # what was on its way is not known
    report = desk.job(people(40, 20), operation="replace", batch=4)

    assert report.outcome == "done"
    assert report.skipped == 0
    assert any("missing or damaged" in note for note in report.notes)
    assert any("begins anew" in note for note in report.notes)
    assert desk.members == hashed(people(40, 20))
    assert len(place.objects()) == 1


def test_what_cannot_be_kept_leaves_the_job_unfinished_and_is_made_up(
    address: str, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, address)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "planted")

    with monkeypatch.context() as patch:
        for files in (object_folder._Mounted, object_folder._Stored):
            patch.setattr(files, "put", full)
        with pytest.raises(JobStoppedError, match=r"not be kept in .*No space left") as caught:
            desk.job(people(40), snapshot=True)
    assert "planted" not in str(caught.value)
    sent = len(desk.desk.patches)

    assert desk.job(people(40), snapshot=True).ok

    assert len(desk.desk.patches) == sent
    assert len(place.objects()) == 1


def test_pruned_jobs_leave_no_object(address: str, place: Place, tmp_path: Path) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    place.system.pipe_file(f"{place.objects()[0].rpartition('/')[0]}/orphan.parquet", b"x")

    assert main(["jobs", "--state", address, "--prune", "0"]) == 0

    assert place.objects() == []
    assert kept(address) == []


def test_a_machine_that_is_told_of_another_place_says_so(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", str(tmp_path / "one"))
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    for other in ("", str(tmp_path / "two")):
        monkeypatch.setenv("ADLISTS_SNAPSHOTS", other)
        with pytest.raises(AdlistsError, match=r"lies in .*one.* told of .*ADLISTS_SNAPSHOTS"):
            desk.job(people(4), operation="replace")
    assert desk.members == hashed(people(40))


def test_what_the_database_held_before_is_found_there(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, address)
    assert desk.job(people(40), snapshot=True).ok
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", str(tmp_path / "one"))

    assert desk.job(people(4), operation="replace").ok

    assert desk.members == hashed(people(4))
    with psycopg.connect(address) as db:
        assert db.execute("SELECT count(*) FROM adlists_file").fetchone() == (0,)


def test_a_folder_is_private(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "shared"
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", str(folder))
    desk = Desk(tmp_path, address)
    assert desk.job(people(4), snapshot=True).notes == ()
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}

    assert modes == {True: 0o700, False: 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    assert any("Others may enter" in note for note in desk.job(people(4)).notes)


def test_what_an_address_holds_to_log_in_is_never_shown(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", "sftp://me:planted@127.0.0.1:9/snapshots?k=planted")
    with pytest.raises(AdlistsError) as caught:
        Desk(tmp_path, address).job(people(4), snapshot=True)
    assert "sftp://me@127.0.0.1:9/snapshots" in str(caught.value)
    assert "planted" not in str(caught.value)
    assert caught.value.__cause__ is None
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", "planted://nowhere")
    with pytest.raises(ConfigurationError, match="no scheme that is known"):
        state_of(address)


def test_with_a_folder_of_journals_it_goes_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", str(tmp_path))
    with pytest.raises(ConfigurationError, match="a state that machines share"):
        state_of(tmp_path)


def test_a_fetched_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = ObjectFolder(str(tmp_path / "shared"))
    stored = folder.put("a", write(tmp_path / "x", people(3)))
    (tmp_path / "shared" / stored.name).write_bytes(b"planted")

    with pytest.raises(LostObjectError):
        folder.get(stored, tmp_path / "fetched")

    assert not list(tmp_path.glob("fetched*"))


def test_a_bucket_that_is_not_there_is_said_and_not_made(
    address: str, bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADLISTS_SNAPSHOTS", "s3://another/prefix")
    with pytest.raises(JobStoppedError, match=r"s3://another/prefix is not there"):
        Desk(tmp_path, address).job(people(4), snapshot=True)
    bucket.invalidate_cache()
    assert not bucket.exists("another")
