"""Lists of any service, from what its document says alone: a service of another shape."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from sandbox.made_up import PAGINGS, Reader, service
from sandbox.visitor import Clock

from adlists.errors import ConfigurationError
from adlists.sandbox import Fault, Sandbox


def reader(paging: str = "token", *faults: str, polled: bool = True, **more: object) -> Reader:
    known = service(paging, polled=polled)
    parsed = [Fault.parse(fault) for fault in faults]
    return Reader(Sandbox([known], faults=parsed, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("paging", PAGINGS)
def test_lists_are_told_page_by_page_each_once(paging: str) -> None:
    visitor = reader(paging, page_size=2)
    made = [visitor.found(f"Circle {number}") for number in range(5)]
    visitor.found("Elsewhere", branch="South")
    seen: list[str] = []
    query: dict[str, object] = {"branch": "North"}
    path = "/circles"

    for number in range(4):
        told = visitor.ask("GET", path, **query)["envelope"]
        page = [circle["key"] for circle in told.get("circles", ())]
        seen += page
        if paging in {"token", "link"} and "next" not in told:
            break
        assert len(page) == (2 if number < 2 else 5 - len(seen) + len(page))
        if paging == "link":
            path, query = told["next"], {}
        elif paging == "token":
            query["token"] = told["next"]
        else:
            assert told["total"] == 5
            query["number" if paging == "page" else "offset"] = (
                number + 1 if paging == "page" else len(seen)
            )

    assert seen == made


def test_a_page_that_nobody_told_of_is_refused() -> None:
    assert reader().send("GET", "/circles", branch="North", token="?").status == 400


def test_a_list_is_found_by_its_name_in_quotes() -> None:
    visitor = reader()
    visitor.found("Plain")
    odd = visitor.found('The "odd" \\ one', about="Of all books")

    told = visitor.ask("GET", "/circles", named='label is "The \\"odd\\" \\\\ one"')["envelope"]

    assert told["circles"] == [
        {"key": odd, "label": 'The "odd" \\ one', "about": "Of all books", "members": 0}
    ]
    assert visitor.send("GET", "/circles", named="anything").status == 400


def test_a_name_that_is_taken_is_told_by_the_documents_code() -> None:
    visitor = reader()
    visitor.found("Poets")

    reply = visitor.send("POST", "/circles", {"who": {"branch": "North"}, "label": "Poets"})

    assert reply.status == 409
    assert json.loads(reply.content)["trouble"][0]["code"] == "label-in-use"
    assert visitor.found("Poets", branch="South")


def test_rows_are_found_in_their_template_and_counted() -> None:
    visitor = reader()
    circle = visitor.found("Poets")

    added = visitor.amend("put", circle, ["A1", "A2", "A2", "", "A3"])
    taken = visitor.amend("take", circle, ["A1", "A9"])

    assert {name: added[name] for name in ("ok", "good", "bad", "trouble")} == {
        "ok": True,
        "good": 4,
        "bad": "1",
        "trouble": [{"code": "identifier-invalid", "at": 3}],
    }
    assert (taken["good"], taken["bad"]) == (2, "0")
    assert visitor.sandbox.members("reading_circles", circle) == ["A2", "A3"]


def test_several_identifiers_in_a_row_all_count() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    rows = [{"card": {"numbers": ["A1", "A2"]}}]

    visitor.ask("POST", "/circles/rows", {"do": {"circle": circle, "act": "put", "rows": rows}})

    assert visitor.sandbox.members("reading_circles", circle) == ["A1", "A2"]


def test_a_hash_has_to_look_like_one() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    good = sha256(b"a").hexdigest()

    told = visitor.amend("put", circle, [good, good[1:], "a"], kind="DIGEST")

    assert (told["good"], told["bad"]) == (1, "2")
    assert visitor.sandbox.members("reading_circles", circle, "digest") == [good]


def test_what_only_validates_is_stored_nowhere() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    visitor.amend("put", circle, ["A1"])

    for act in ("put", "take"):
        assert visitor.amend(act, circle, ["A1", "A2"], rehearse=True)["good"] == 2
    data = {"who": {"branch": "North"}, "label": "Dry"}
    assert visitor.send("POST", "/circles", data, rehearse="true").status == 200

    assert visitor.sandbox.members("reading_circles", circle) == ["A1"]
    assert len(visitor.ask("GET", "/circles")["envelope"]["circles"]) == 1


def test_an_act_that_the_document_does_not_know_changes_nothing() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    do = {"circle": circle, "act": "shuffle", "rows": []}

    assert visitor.send("POST", "/circles/rows", {"do": do}).status == 400


def test_a_list_of_somebody_else_is_not_there() -> None:
    visitor = reader()
    assert visitor.send("DELETE", "/circles/99/rows").status == 404
    do = {"circle": "99", "act": "put", "rows": []}
    assert visitor.send("POST", "/circles/rows", {"do": do}).status == 404


def test_members_are_told_page_by_page() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    visitor.amend("put", circle, [f"A{number}" for number in range(5)])

    pages = [
        visitor.ask("GET", f"/circles/{circle}/rows", most=2, number=number) for number in (1, 2, 3)
    ]

    told = [row["card"]["number"] for page in pages for row in page["rows"]]
    assert told == [f"A{number}" for number in range(5)]
    assert {page["total"] for page in pages} == {5}


def test_a_session_replaces_after_its_last_batch_and_in_order() -> None:
    visitor = reader()
    circle = visitor.found("Poets")
    visitor.amend("put", circle, ["old", "kept"])

    def swap(card: str, number: int, *, final: bool = False) -> int:
        session = {"id": "s1", "number": number, "final": final}
        data = {"rows": [{"card": {"numbers": [card]}}], "session": session}
        return visitor.send("PUT", f"/circles/{circle}.json", data).status

    assert swap("kept", 1) == 200
    assert swap("late", 3) == 400
    assert visitor.sandbox.members("reading_circles", circle) == ["kept", "old"]
    assert swap("new", 2, final=True) == 200
    assert visitor.sandbox.members("reading_circles", circle) == ["kept", "new"]
    assert swap("again", 1, final=True) == 200
    assert visitor.sandbox.members("reading_circles", circle) == ["again"]


def test_a_list_just_made_cannot_be_filled_yet() -> None:
    clock = Clock()
    visitor = Reader(Sandbox([service(wait=5)], clock=clock))
    circle = visitor.found("Poets")
    do = {"circle": circle, "act": "put", "kind": "CARD", "rows": [{"card": {"numbers": ["A"]}}]}

    assert visitor.send("POST", "/circles/rows", {"do": do}).status == 404
    clock.now += 5
    assert visitor.send("POST", "/circles/rows", {"do": do}).status == 200


# Jobs.


def states(visitor: Reader, job: str, times: int = 3) -> list[str]:
    return [visitor.ask("GET", f"/jobs/{job}")["state"] for _ in range(times)]


def test_a_job_runs_and_is_done_after_it_was_asked_for_or_after_some_time() -> None:
    clock = Clock()
    visitor = reader(clock=clock)
    circle = visitor.found("Poets")
    first, second = (visitor.amend("put", circle, ["A1"])["job"] for _ in range(2))

    assert states(visitor, first) == ["reading", "read", "read"]
    clock.now += 60
    assert states(visitor, second, 1) == ["read"]
    assert visitor.send("GET", "/jobs/unheard-of").status == 404


@pytest.mark.parametrize(
    ("fault", "told", "held"),
    [
        ("job=failed", ["reading", "unread"], []),
        ("job=never", ["reading", "reading"], ["A1"]),
        ("asks=0", ["read", "read"], ["A1"]),
        ("asks=2,count=1", ["reading", "reading"], ["A1"]),
        ("reject=1", ["reading", "half-read"], []),
    ],
)
def test_a_job_ends_as_a_fault_wants_it(fault: str, told: list[str], held: list[str]) -> None:
    visitor = reader("token", f"{fault},operation=amend")
    circle = visitor.found("Poets")

    job = visitor.amend("put", circle, ["A1"])["job"]

    assert states(visitor, job, 2) == told
    assert visitor.sandbox.members("reading_circles", circle) == held


def test_rows_that_a_job_rejects_are_named_and_the_same_again() -> None:
    visitor = reader("token", "reject=0.5,operation=amend")
    circle = visitor.found("Poets")
    cards = [f"A{number}" for number in range(40)]

    told = []
    for _ in range(2):
        job = visitor.amend("put", circle, cards)["job"]
        states(visitor, job, 1)
        [rejected] = visitor.ask("GET", f"/jobs/{job}")["refused"]
        assert rejected["many"] == len(rejected["at"]) > 0
        told.append(rejected["at"])

    left = [card for index, card in enumerate(cards) if index not in told[0]]
    assert told[0] == told[1]
    assert visitor.sandbox.members("reading_circles", circle) == sorted(left)


# Faults in what is told.


def test_rows_are_refused_by_a_share_always_the_same() -> None:
    visitor = reader("token", "refuse=0.5", polled=False)
    circle = visitor.found("Poets")
    cards = [f"A{number}" for number in range(40)]

    first, second = (visitor.amend("put", circle, cards)["trouble"] for _ in range(2))

    refused = {trouble["at"] for trouble in first}
    assert 0 < len(refused) < 40
    assert first == second
    left = [card for index, card in enumerate(cards) if index not in refused]
    assert visitor.sandbox.members("reading_circles", circle) == sorted(left)
    assert visitor.amend("put", circle, left)["trouble"] == []


@pytest.mark.parametrize(
    ("fault", "told", "held"),
    [
        ("valid=0", {"ok": True, "good": 0, "bad": "2"}, []),
        ("valid=1", {"ok": True, "good": 1, "bad": "1"}, ["A1"]),
        ("errors", {"ok": False, "good": 0, "bad": "2"}, []),
    ],
)
def test_a_200_that_is_none(fault: str, told: dict[str, object], held: list[str]) -> None:
    visitor = reader("token", f"{fault},operation=amend")
    circle = visitor.found("Poets")

    reply = visitor.amend("put", circle, ["A1", "A2"])

    assert {name: reply[name] for name in told} == told
    assert reply["trouble"]
    assert visitor.sandbox.members("reading_circles", circle) == held


def size(visitor: Reader) -> int:
    [circle] = visitor.ask("GET", "/circles")["envelope"]["circles"]
    found: int = circle["members"]
    return found


def test_a_size_is_exact_unless_a_fault_lies() -> None:
    for faults, expected in (((), 2), (("size=-1",), 1), (("size=5",), 7)):
        visitor = reader("token", *faults)
        visitor.amend("put", visitor.found("Poets"), ["A1", "A2"])

        assert size(visitor) == expected


@pytest.mark.parametrize(("lag", "seconds"), [("lag=100", 100), ("lag=0", 3600)])
def test_a_size_lags_as_long_as_asked_or_as_the_document_says(lag: str, seconds: int) -> None:
    clock = Clock(36_000_000.0)
    visitor = reader("token", lag, clock=clock)
    circle = visitor.found("Poets")
    visitor.amend("put", circle, ["A1", "A2"])
    assert size(visitor) == 0
    clock.now += seconds / 2
    visitor.amend("put", circle, ["A3"])
    assert size(visitor) == 0
    clock.now += seconds / 2
    assert size(visitor) == 3


def test_several_rates_hold_at_once_as_the_document_names_them() -> None:
    clock = Clock(36_000_000.0)
    visitor = reader("token", "limits", clock=clock)

    def statuses(count: int) -> list[tuple[int, str, str]]:
        replies = [visitor.send("GET", "/circles") for _ in range(count)]
        names = ("x-ratelimit-limit", "x-ratelimit-remaining")
        return [(reply.status, *(reply.headers[name] for name in names)) for reply in replies]  # type: ignore[misc]

    assert statuses(4) == [(200, "3", "2"), (200, "3", "1"), (200, "3", "0"), (429, "3", "0")]
    clock.now += 10
    assert [status for status, *_ in statuses(2)] == [200, 429]  # the call refused counts, too
    reply = visitor.send("GET", "/circles")
    assert reply.headers["retry-after"] == "3590"
    assert reply.headers["x-ratelimit-reset"] == "36003600"


@pytest.mark.parametrize(
    ("reset", "told"),
    [("milliseconds", "36000060000"), ("duration", "60"), ("seconds", "36000060")],
)
def test_a_limit_says_its_end_in_several_ways(reset: str, told: str) -> None:
    visitor = reader("token", "limit=1", f"reset={reset}", clock=Clock(36_000_000.0))

    assert visitor.send("GET", "/circles").headers["x-ratelimit-reset"] == told


def test_a_fault_that_can_never_come_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="works through batches later"):
        reader("token", "job=never", polled=False)
    with pytest.raises(ConfigurationError, match="no service has any"):
        Sandbox([], faults=[Fault(refuse=0.5)])
