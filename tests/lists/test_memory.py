"""A job's memory takes up unfinished jobs and nothing else; the list itself has the last word."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sandbox_harness import IMPATIENT, QUICK, SandboxHarness, hashed, people, write

from adlists import ArgumentError, ConnectionLost, Request, Response
from adlists.lists import JobStoppedError, Report, upload

SMALL = 1200  # bytes: so many batches that three in a row fail, whatever the workers do


def job(desk: SandboxHarness, key: object, source: Path, **options: Any) -> Report:
    given: Any = {
        "identifier": "email",
        "hash": "sha256",
        "delivery": QUICK,
        "state": source.parent / "state",
        "advertiser": 1,
        **options,
    }
    with desk.criteo() as api:
        return upload(api, str(key), source, **given)


def clear(desk: SandboxHarness, key: object) -> None:
    store = desk.sandbox.store
    with store.transaction():
        found = store.find("criteo_v1", str(key))
        assert found is not None
        store.clear(found, 0)


def strangers(desk: SandboxHarness, key: object, names: list[str]) -> None:
    store = desk.sandbox.store
    with store.transaction():
        found = store.find("criteo_v1", str(key))
        assert found is not None
        store.add(found, "email", hashed(names), 0)


def lose_after(desk: SandboxHarness, count: int) -> None:
    def lose(request: Request, response: Response) -> None:
        if len(desk.patches) > count:
            msg = "gone"
            raise ConnectionLost(msg)

    desk.after = lose


def test_opt_outs_stay_out_although_everybody_was_added_again(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    everybody, optouts = tmp_path / "all.csv", write(tmp_path / "out.csv", people(5))
    for count in (20, 21):
        write(everybody, people(count))
        assert job(desk, key, everybody).outcome == "done"
        assert job(desk, key, optouts, operation="remove").outcome == "done"
        assert desk.members(key) == hashed(people(count - 5, 5))


def test_the_same_again_is_sent_again_whatever_was_done_elsewhere(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(20))
    for elsewhere in (False, True):
        if elsewhere:
            clear(desk, key)
        assert job(desk, key, source).outcome == "done"
        assert desk.members(key) == hashed(people(20))
    write(tmp_path / "gone.csv", people(20))
    assert job(desk, key, tmp_path / "gone.csv", operation="remove").ok
    assert job(desk, key, source).ok
    assert desk.members(key) == hashed(people(20))


def test_an_unfinished_job_begins_anew_where_the_list_was_emptied(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))
    lose_after(desk, 4)
    with pytest.raises(JobStoppedError):
        job(desk, key, source, max_bytes=SMALL, delivery=IMPATIENT)
    desk.after = lambda *_: None
    clear(desk, key)
    report = job(desk, key, source, max_bytes=SMALL)
    assert report.outcome == "done"
    assert report.skipped == 0
    assert "everything is sent" in report.notes[0]
    assert desk.members(key) == hashed(people(400))


def test_another_job_in_between_makes_an_unfinished_one_begin_anew(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))
    lose_after(desk, 4)
    with pytest.raises(JobStoppedError):
        job(desk, key, source, max_bytes=SMALL, delivery=IMPATIENT)
    desk.after = lambda *_: None
    some = write(tmp_path / "some.csv", people(10))
    report = job(desk, key, some, operation="remove")
    assert "this one takes its place" in report.notes[0]
    report = job(desk, key, source, max_bytes=SMALL)
    assert report.skipped == 0
    assert desk.members(key) == hashed(people(400))


def test_a_list_made_just_now_has_no_past(tmp_path: Path) -> None:
    source = write(tmp_path / "people.csv", people(30))
    for _ in range(2):  # a sandbox that was restarted gives the same id again
        desk = SandboxHarness()
        report = job(desk, "VIP", source, create=True, snapshot=True)
        assert report.outcome == "done"
        assert desk.members(report.list_id) == hashed(people(30))


def test_a_replace_sees_that_another_state_folder_has_changed_the_list(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(10))
    assert job(desk, key, source, snapshot=True).outcome == "done"
    other = write(tmp_path / "more.csv", people(5, 50))
    assert job(desk, key, other, state=tmp_path / "elsewhere").outcome == "done"
    for dry in (True, False):
        with pytest.raises(ArgumentError, match=r"holds 15 identifiers, and 10 after"):
            job(desk, key, source, operation="replace", dry_run=dry)
    assert job(desk, key, source, operation="replace", replace_all=True).outcome == "done"
    assert desk.members(key) == hashed(people(10))


def test_the_snapshot_of_a_part_is_not_kept(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    strangers(desk, key, people(5, 100))
    source = write(tmp_path / "people.csv", people(10))
    report = job(desk, key, source, snapshot=True)
    assert report.outcome == "done"
    assert "no snapshot was kept" in report.notes[-1]
    with pytest.raises(ArgumentError, match="no snapshot"):
        job(desk, key, source, operation="replace")


def test_what_the_list_holds_is_compared_with_what_it_must_hold(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(10))

    def meddle(request: Request, response: Response) -> None:
        if request.method == "PATCH":
            strangers(desk, key, people(5, 100))

    desk.after = meddle
    report = job(desk, key, source)
    assert (report.outcome, report.ok) == ("unfinished", False)
    assert (report.size_before, report.size, report.expected) == (0, 15, (10, 10))
    assert "holds 15 identifiers, expected 10" in report.notes[-1]
    desk.after = lambda *_: None
    again = job(desk, key, source)
    assert again.outcome == "done"
    assert again.skipped == 0


def test_digests_are_compared_where_a_job_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(400))
    lose_after(desk, 4)
    monkeypatch.setattr(sys.modules["adlists.lists.upload"], "_fingerprint", lambda _: "the same")
    with pytest.raises(JobStoppedError):
        job(desk, key, source, max_bytes=SMALL, delivery=IMPATIENT)
    desk.after = lambda *_: None
    write(source, people(400, 1000))
    report = job(desk, key, source, max_bytes=SMALL)
    assert set(desk.members(key)) >= set(hashed(people(400, 1000)))
    assert report.sent == 400


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ({"nbValidIdentifiers": 0, "nbInvalidIdentifiers": 3}, "none of the 3"),
        ({"nbValidIdentifiers": 2, "nbInvalidIdentifiers": 0}, "of 3 identifiers the reply counts"),
        ({"nbValidIdentifiers": 3, "nbInvalidIdentifiers": 0, "errors": ["x"]}, "errors"),
        ({"nbValidIdentifiers": 1 << 70, "nbInvalidIdentifiers": 0}, "does not count"),
        ({"ok": True}, "does not count"),
    ],
)
def test_a_200_that_does_not_say_so_is_no_success(
    tmp_path: Path, reply: dict[str, Any], problem: str
) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(3))
    handle = desk.handle

    def answer(request: Request) -> Response:
        if request.method != "PATCH":
            return handle(request)
        content = json.dumps(
            {"operation": "add", "schema": "email", "sampleInvalidIdentifiers": [], **reply}
        )
        return Response(200, {"content-type": "application/json"}, content.encode())

    desk.handle = answer  # type: ignore[method-assign]  # the desk answers for the service
    report = job(desk, key, source)
    assert report.outcome == "unfinished"
    assert problem in report.failures[0].reason


@pytest.mark.parametrize("headers", [{"retry-after": "Tue, 01 Jan 2099 00:00:00 GMT"}])
def test_a_wait_that_is_too_long_ends_the_job(tmp_path: Path, headers: dict[str, str]) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(3))
    handle = desk.handle

    def answer(request: Request) -> Response:
        return handle(request) if request.method != "PATCH" else Response(429, headers, b"")

    desk.handle = answer  # type: ignore[method-assign]  # the desk answers for the service
    with pytest.raises(JobStoppedError, match=r"would have to wait .* more than the 15 min"):
        job(desk, key, source)


def test_an_add_does_not_renew_a_snapshot_that_others_have_made_void(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(10))
    assert job(desk, key, source, snapshot=True).outcome == "done"
    strangers(desk, key, people(1, 100))
    assert "its snapshot is void" in job(desk, key, source).notes[0]
    assert job(desk, key, source).outcome == "done"
    with pytest.raises(ArgumentError, match="no snapshot"):
        job(desk, key, source, operation="replace")


def test_a_replace_looks_at_its_source_again_before_it_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adlists.lists import Extract, SourceError

    desk = SandboxHarness()
    key = desk.audience()
    source = write(tmp_path / "people.csv", people(10))
    read = Extract.batches

    def grows(self: Extract, *given: Any, **options: Any) -> Any:
        yield from read(self, *given, **options)
        with source.open("a") as file:
            file.write("late@example.org\n")

    monkeypatch.setattr(Extract, "batches", grows)
    with pytest.raises(SourceError):
        job(desk, key, source, operation="replace", replace_all=True)
    assert desk.patches == []
    assert desk.members(key) == []
