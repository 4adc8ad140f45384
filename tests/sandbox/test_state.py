"""The sandbox against a model in plain Python: any order of calls, the same answers."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sandbox.visitor import Visitor

from adlists.sandbox import Sandbox

ADVERTISERS = st.sampled_from([1, 9, 10])
NAMES = st.sampled_from(["A", "B", "a b", ""])
EMAILS = st.lists(st.sampled_from(["a@b.co", "c@d.ef", "ab" * 16, "bad"]), max_size=6)
MADIDS = st.lists(st.sampled_from(["3f097372-f01e-4b64-984c-395ae5828ee6", "bad"]), max_size=3)
APPS = st.lists(st.sampled_from(["com.a", "com.b", "553834731", "x\x01"]), max_size=5)
SENT = EMAILS.map(lambda one: ("email", one)) | MADIDS.map(lambda one: ("madid", one))


class Machine(RuleBasedStateMachine):
    """Audiences by id, app lists by id; both as sets."""

    def __init__(self) -> None:
        super().__init__()
        self.visitor = Visitor(Sandbox())
        self.audiences: dict[int, dict[str, Any]] = {}
        self.lists: dict[str, dict[str, Any]] = {}

    def _pick(self, data: st.DataObject, known: dict[Any, Any], unknown: Any) -> Any:
        return data.draw(st.sampled_from([*[*known] * 4, unknown]))

    def _taken(self, advertiser: int, name: str, but: int | None = None) -> bool:
        return any(
            (one["advertiser"], one["name"]) == (advertiser, name)
            for number, one in self.audiences.items()
            if number != but
        )

    @initialize()
    def begin(self) -> None:
        self.create_audience(1, "first")
        self.create_list("first")

    @rule(advertiser=ADVERTISERS, name=NAMES)
    def create_audience(self, advertiser: int, name: str) -> None:
        data = {"advertiserId": advertiser, "name": name}
        reply = self.visitor.criteo("POST", "/userlist", data)
        if not name:
            expected = 400
        elif advertiser > 9:
            expected = 403
        else:
            expected = 409 if self._taken(advertiser, name) else 200
        assert reply.status == expected
        if expected == 200:
            number = json.loads(reply.content)["audienceId"]
            assert number not in self.audiences
            self.audiences[number] = {"advertiser": advertiser, "name": name, "members": set()}

    @rule(data=st.data(), name=NAMES)
    def rename(self, data: st.DataObject, name: str) -> None:
        number = self._pick(data, self.audiences, 999)
        reply = self.visitor.criteo("PUT", f"/{number}", {"name": name})
        one = self.audiences.get(number)
        if not name:
            expected = 400
        elif one is None:
            expected = 404
        else:
            expected = 409 if self._taken(one["advertiser"], name, number) else 204
        assert reply.status == expected
        if expected == 204 and one:
            one["name"] = name

    @rule(
        data=st.data(),
        operation=st.sampled_from(["add", "remove"]),
        sent=SENT,
    )
    def patch(self, data: st.DataObject, operation: str, sent: tuple[str, list[str]]) -> None:
        number = self._pick(data, self.audiences, 999)
        schema, identifiers = sent
        reply = self.visitor.patch(number, identifiers, operation=operation, schema=schema)
        valid = [one for one in identifiers if one != "bad"]
        if identifiers and number not in self.audiences:
            assert reply.status == 404
        elif not valid:
            assert reply.status == 400
        else:
            told = json.loads(reply.content)
            assert told["nbValidIdentifiers"] == len(valid)
            assert told["nbInvalidIdentifiers"] == len(identifiers) - len(valid)
            members = self.audiences[number]["members"]
            change = members.update if operation == "add" else members.difference_update
            change((schema, one) for one in valid)

    @rule(data=st.data())
    def clear(self, data: st.DataObject) -> None:
        number = self._pick(data, self.audiences, 999)
        reply = self.visitor.criteo("DELETE", f"/userlist/{number}/users")
        assert reply.status == (204 if number in self.audiences else 404)
        if number in self.audiences:
            self.audiences[number]["members"].clear()

    @rule(data=st.data())
    def delete_audience(self, data: st.DataObject) -> None:
        number = self._pick(data, self.audiences, 999)
        reply = self.visitor.criteo("DELETE", f"/{number}")
        assert reply.status == (204 if self.audiences.pop(number, None) else 404)

    @rule(name=NAMES)
    def create_list(self, name: str) -> None:
        reply = self.visitor.applovin("create", name=name)
        if not name:
            expected = 400
        else:
            expected = 406 if name in [one["name"] for one in self.lists.values()] else 200
        assert reply.status == expected
        if expected == 200:
            made = json.loads(reply.content)["app_list_id"]
            self.lists[made] = {"name": name, "apps": set()}

    @rule(data=st.data(), adds=st.booleans(), apps=APPS)
    def change_apps(self, data: st.DataObject, adds: bool, apps: list[str]) -> None:
        identity = self._pick(data, self.lists, "0" * 32)
        command = "append" if adds else "deleteApps"
        reply = self.visitor.applovin(command, "\r\n".join(apps).encode(), app_list_id=identity)
        if not apps:
            assert reply.status == 400
        elif identity not in self.lists:
            assert reply.status == 404
        else:
            told = json.loads(reply.content)
            valid = [one for one in apps if one.isprintable()]
            held = self.lists[identity]["apps"]
            assert told["failed_apps"] == len(apps) - len(valid)
            assert told["processed_apps"] == (len(valid) if adds else len(held & set(valid)))
            (held.update if adds else held.difference_update)(valid)

    @rule(data=st.data())
    def delete_list(self, data: st.DataObject) -> None:
        identity = self._pick(data, self.lists, "0" * 32)
        reply = self.visitor.applovin("delete", app_list_id=identity)
        assert reply.status == (200 if self.lists.pop(identity, None) else 404)

    @invariant()
    def audiences_agree(self) -> None:
        for advertiser in (1, 9):
            told = {
                one["id"]: (one["name"], one["nbLines"], one["nbLinesEmail"])
                for one in self.visitor.audiences(advertiser)
            }
            assert told == {
                number: (
                    one["name"],
                    len(one["members"]),
                    len([kind for kind, _ in one["members"] if kind == "email"]),
                )
                for number, one in self.audiences.items()
                if one["advertiser"] == advertiser
            }

    @invariant()
    def lists_agree(self) -> None:
        told = json.loads(self.visitor.applovin("list").content)
        assert {one["app_list_id"]: one["app_count"] for one in told["app_lists"]} == {
            identity: len(one["apps"]) for identity, one in self.lists.items()
        }
        for identity, one in self.lists.items():
            assert set(self.visitor.apps(identity)) == one["apps"]

    def teardown(self) -> None:
        self.visitor.sandbox.store.close()


Machine.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestTheSandboxBehavesAsItsModel = Machine.TestCase
