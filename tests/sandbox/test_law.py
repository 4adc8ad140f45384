"""The generated clients and the sandbox, of every service that has lists, against plain sets.

Whatever is done to a list, in any order and through whichever client: it holds what the model
holds, it is found under its name, and what the service says of it is true. A service that is
generated tomorrow is in it with no line here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import adlists
from adlists._runtime import pointers
from adlists.contract import Call, plain
from adlists.contract.list_steps import Create, IdentifierType, Input, Lists, Step
from adlists.sandbox import Sandbox
from adlists.testing import strategies
from adlists.transports.in_process import AsyncInProcess, InProcess

PACKAGES = [name for name in strategies.packages() if import_module(name).SERVICE.lists is not None]
NAMES = st.sampled_from(["VIP", "Lapsed 2026", "a b", "New"])
PLACES = st.lists(st.integers(0, 7), min_size=1, max_size=5)


def render(template: Any, values: Mapping[str, Any]) -> Any:
    """Fill a template; what has no value drops its member."""
    if isinstance(template, dict):
        parts = {name: render(inner, values) for name, inner in template.items()}
        return {name: part for name, part in parts.items() if part is not None}
    if isinstance(template, list):
        return [render(inner, values) for inner in template]
    if not isinstance(template, str) or "$" not in template:
        return template
    if template.startswith("$"):
        return values.get(template)
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", str(value))
    return None if "{$" in template else template


def argument(known: Input) -> object:
    if known.values or known.default is not None:
        return known.values[0] if known.values else known.default
    return {"string": "1", "integer": 1, "number": 1.0, "boolean": True}[known.type]


def identifiers(kind: IdentifierType) -> list[str]:
    """Return eight values that a service takes for a kind."""
    words = [f"{kind.name}{number}" for number in range(8)]
    if kind.hash and "none" not in kind.hash:
        return [sha256(word.encode()).hexdigest() for word in words]
    if kind.name == "email":
        return [f"{word}@example.com" for word in words]
    if kind.name == "madid":
        return [str(UUID(int=number + 1)) for number in range(8)]
    return words


class Clients:
    """The generated client of a service, sync or async, over a sandbox in this process."""

    def __init__(self, package: ModuleType, sandbox: Sandbox, mode: str) -> None:
        info = sandbox.connection_info("http://sandbox")[package.SERVICE.name]
        credential: Any = adlists.BearerToken(info.get("token", "none"))
        if "api_key" in info:
            credential = adlists.ApiKey(info["api_key"])
        elif "token" not in info:
            credential = adlists.ClientCredentials(info["client_id"], info["client_secret"])
        address = info["base_url"]
        self._session: Any
        if mode == "sync":
            self._session = adlists.connect(
                package.Api, credential, base_url=address, transport=InProcess(sandbox.handle)
            )
        else:
            self._session = adlists.connect_async(
                package.AsyncApi,
                credential,
                base_url=address,
                transport=AsyncInProcess(sandbox.handle),
            )
        self._mode = mode

    def send(self, call: Call[Any]) -> Any:
        if self._mode == "sync":
            return self._session.send(call)
        return asyncio.run(self._session.send(call))


class Machine(RuleBasedStateMachine):
    """Lists by name: their ids, and what is on them."""

    package: ModuleType
    mode: str

    def __init__(self) -> None:
        super().__init__()
        self.service = self.package.SERVICE
        lists = self.service.lists
        assert lists is not None
        self.lists: Lists = lists
        self.sandbox = Sandbox(page_size=2)
        self.clients = Clients(self.package, self.sandbox, self.mode)
        self.kind = lists.identifiers[0]
        self.values = identifiers(self.kind)
        self.model: dict[str, tuple[str, set[str]]] = {}
        self.inputs = {
            f"$inputs.{known.name}": argument(known)
            for known in lists.inputs
            if not known.identifiers
        }

    def call(self, step: Step, **values: Any) -> Any:
        """Perform a step with the generated client; return the plain data of its reply."""
        known = {
            **self.inputs,
            "$identifierType": self.kind.value,
            "$identifierType.list": self.kind.list,
            **{f"${name.replace('__', '.')}": value for name, value in values.items()},
        }
        operation = self.service.operation(step.operation)
        wire = render(dict(step.parameters), known)
        arguments = {
            parameter.argument: _typed(wire[parameter.name], parameter.schema.kind)
            for parameter in operation.parameters
            if parameter.name in wire
        }
        if operation.body is None:
            return plain(self.clients.send(Call(operation, arguments)))
        body = operation.body.parse(render(step.body, known))
        return plain(self.clients.send(Call(operation, arguments, body)))

    def batch(self, step: Step, name: str, chosen: Iterable[int], **more: Any) -> None:
        rows = [
            render(self.kind.item or "$identifier", {"$identifier": self.values[place]})
            for place in chosen
        ]
        reply = self.call(step, list__id=self.model[name][0], identifiers=rows, **more)
        outputs = self.lists.outputs
        if outputs.valid is not None and step is self.lists.add:
            assert int(pointers.find(reply, outputs.valid)) == len(rows)
        if outputs.invalid is not None:
            assert int(pointers.find(reply, outputs.invalid)) == 0
        if outputs.key is not None and self.lists.status is not None and not more:
            self.wait(pointers.find(reply, outputs.key))

    def wait(self, key: str) -> None:
        status = self.lists.status
        assert status is not None
        for _ in range(3):
            told = self.call(status, outputs__key=key)
            items = [told] if status.each is None else pointers.find(told, status.each)
            states = {pointers.find(item, status.state) for item in items}
            if states <= set(status.done):
                return
            assert states <= set(status.running)
        pytest.fail("the job never ends")

    @initialize()
    def begin(self) -> None:
        self.make("VIP")

    @rule(name=NAMES)
    def make(self, name: str) -> None:
        create = self.lists.create
        if create is None:
            self.model.setdefault(name, (f"id.of.{name.replace(' ', '.')}", set()))
        elif name in self.model:
            with pytest.raises(adlists.ApiError) as caught:
                self.call(create, list__name=name)
            assert caught.value.status in {create.taken_status, 400, 409}
        else:
            self.model[name] = (self.made(create, name), set())

    def made(self, create: Create, name: str) -> str:
        reply = self.call(create, list__name=name, list__description=f"About {name}")
        assert create.id is not None
        return str(pointers.find(reply, create.id))

    def pick(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.model)))

    @rule(data=st.data(), chosen=PLACES)
    def add(self, data: st.DataObject, chosen: list[int]) -> None:
        name = self.pick(data)
        assert self.lists.add is not None
        self.batch(self.lists.add, name, chosen)
        self.model[name][1].update(self.values[place] for place in chosen)

    @precondition(lambda self: self.lists.remove is not None)
    @rule(data=st.data(), chosen=PLACES)
    def remove(self, data: st.DataObject, chosen: list[int]) -> None:
        name = self.pick(data)
        assert self.lists.remove is not None
        self.batch(self.lists.remove, name, chosen)
        self.model[name][1].difference_update(self.values[place] for place in chosen)

    @precondition(lambda self: self.lists.clear is not None)
    @rule(data=st.data())
    def clear(self, data: st.DataObject) -> None:
        name = self.pick(data)
        assert self.lists.clear is not None
        self.call(self.lists.clear, list__id=self.model[name][0])
        self.model[name][1].clear()

    @rule(data=st.data(), chosen=PLACES)
    def rehearse(self, data: st.DataObject, chosen: list[int]) -> None:
        for step in (self.lists.add, self.lists.remove):
            if step is not None and "$dry" in str(step):
                self.batch(step, self.pick(data), chosen, dry=True)

    @rule(chosen=PLACES)
    def reach_for_a_list_that_is_not_there(self, chosen: list[int]) -> None:
        add = self.lists.add
        if self.lists.create is not None and add is not None:
            self.model["nobody"] = ("999999999", set())
            with pytest.raises(adlists.ApiError):
                self.batch(add, "nobody", chosen)
            del self.model["nobody"]

    @invariant()
    def lists_are_found_by_their_names(self) -> None:
        find = self.lists.find
        if find is None or not self.model:
            return
        expected = {name: key for name, (key, _) in self.model.items()}
        assert self.listing(find, {}) == expected
        if "{$list.name}" in str(find):
            name = next(iter(expected))
            assert self.listing(find, {"list__name": name}) == {name: expected[name]}

    def listing(self, find: Any, values: dict[str, Any]) -> dict[str, str]:
        """Read a listing to its end, as its document says how it goes on."""
        found: dict[str, str] = {}
        more: dict[str, Any] = {}
        for _ in range(10):
            step = find
            if more:
                step = Step(operation=find.operation, parameters={**find.parameters, **more},
                            body=find.body)  # fmt: skip
            reply = self.call(step, **values)
            items = pointers.find(reply, find.items) or []
            for item in items:
                name = pointers.find(item, find.name)
                assert name not in found
                found[name] = str(pointers.find(item, find.id))
            page = find.page
            if page is None:
                return found
            if page.by == "token":
                token = pointers.find(reply, page.next)
                if not token:
                    return found
                more = {page.start.name: token}
            elif not items:
                return found
            else:
                start = len(found) if page.by == "offset" else page.first + len(more)
                more = {page.start.name: start}
        pytest.fail("the listing never ends")

    @invariant()
    def they_hold_what_the_model_holds(self) -> None:
        size = self.lists.size
        for key, held in self.model.values():
            with suppress(KeyError):  # where lists are made elsewhere, one unused is not there
                assert set(self.sandbox.members(self.service.name, key)) == held
                continue
            assert held == set()
        if size is not None and size.items is None:
            for key, held in self.model.values():
                told = self.call(size, list__id=key)
                assert int(pointers.find(told, size.count)) == len(held)
        elif size is not None:
            told = self.call(size)
            sizes = {
                str(pointers.find(item, size.id or "")): int(pointers.find(item, size.count))
                for item in pointers.find(told, size.items or "")
            }
            assert sizes == {key: len(held) for key, held in self.model.values()}

    @invariant()
    def they_tell_what_is_on_them(self) -> None:
        members = self.lists.members
        if members is not None and members.page is None:
            for key, held in self.model.values():
                items = pointers.find(self.call(members, list__id=key), members.items)
                assert {pointers.find(item, members.value) for item in items} == held

    def teardown(self) -> None:
        self.sandbox.store.close()


def _typed(value: Any, kind: str) -> Any:
    return int(value) if kind == "integer" and isinstance(value, str) else value


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("package", PACKAGES)
def test_clients_and_sandbox_agree_with_plain_sets(package: str, mode: str) -> None:
    machine = type("Chosen", (Machine,), {"package": import_module(package), "mode": mode})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=10, stateful_step_count=15, deadline=None)
    )
