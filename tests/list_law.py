"""Whatever is done to a list in whatever order: after "done" it holds what it must hold.

Jobs, jobs that are killed midway, changed files, changes from elsewhere, a server that forgets
everything, another state folder; over every service that ships. Where nobody but these jobs has
touched the list, that holds after whatever a job calls no failure: also where the service
tells no size.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from any_service import AnyService, identifier_of, shipped
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sandbox_harness import IMPATIENT, SandboxHarness, hashed

from adlists import AdlistsError, Request, Response
from adlists.lists import Report, sync, upload
from adlists.sandbox import Fault

MEMBERS = st.sets(st.integers(0, 30), min_size=1, max_size=12)


class KilledError(BaseException):
    """Stands for whatever ends a process: no handler of ours may catch it."""


class ListLaw(RuleBasedStateMachine):
    """One list of one service, and what is done to it."""

    realm: ClassVar[str]
    kind: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.file = self.folder / "source.txt"
        self.state = 0
        self.last = "add"
        self.disturbed = False  # by whoever leaves no trace that a job could see
        self.begin()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def begin(self) -> None:
        """Start a server that knows nothing, and make the list under the same id."""
        self.desk: Any = SandboxHarness()
        self.key: object = self.make()
        self.sent = 0

    def make(self) -> object:
        raise NotImplementedError

    def values(self, members: set[int]) -> set[str]:
        raise NotImplementedError

    def perform(self, operation: str, **options: Any) -> Report:
        raise NotImplementedError

    def held(self) -> set[str]:
        return set(self.desk.members(self.key, self.realm, self.kind))

    def store(self, act: str, members: set[int]) -> None:
        store = self.desk.sandbox.store
        with store.transaction():
            found = store.find(self.realm, str(self.key))
            assert found is not None
            if act == "clear":
                store.clear(found, 0)
            else:
                getattr(store, act)(found, self.kind, sorted(self.values(members)), 0)

    def write(self, members: set[int]) -> None:
        raise NotImplementedError

    @initialize(members=MEMBERS)
    def first(self, members: set[int]) -> None:
        self.members = members
        self.write(members)

    @rule()
    def the_same_again(self) -> None:
        self.job(self.last, None, lost=False)

    @rule(members=MEMBERS)
    def edit_the_file(self, members: set[int]) -> None:
        self.members = members
        self.write(members)

    @rule(members=MEMBERS)
    def others_add(self, members: set[int]) -> None:
        self.disturbed = True
        self.store("add", {member + 100 for member in members})

    @rule()
    def others_empty_it(self) -> None:
        self.disturbed = True
        self.store("clear", set())

    @rule()
    def the_server_forgets_everything(self) -> None:
        self.disturbed = True
        self.begin()

    @rule()
    def use_another_state_folder(self) -> None:
        self.disturbed = True
        self.state = 1 - self.state

    @rule(
        operation=st.sampled_from(["add", "remove", "replace", "replace all"]),
        killed=st.one_of(st.none(), st.integers(0, 3)),
        lost=st.booleans(),
    )
    def job(self, operation: str, killed: int | None, *, lost: bool) -> None:
        self.last = operation
        before, file = self.held(), self.values(self.members)
        count = 0

        def end(request: Request, *_: Response) -> None:
            nonlocal count
            if request.method in {"PATCH", "POST"} and "token" not in request.url:
                count += 1
                if killed is not None and count > killed:
                    raise KilledError

        nothing: Any = lambda *_: None  # noqa: E731 - stands for a hook
        self.desk.before, self.desk.after = (nothing, end) if lost else (end, nothing)
        try:
            report = self.perform(
                operation.split(maxsplit=1)[0],
                replace_all=operation == "replace all",
                state=self.folder / f"state{self.state}",
                delivery=IMPATIENT,
            )
        except KilledError:
            return
        except AdlistsError:  # says why not
            return
        finally:
            self.desk.before = self.desk.after = nothing
        if report.outcome != "done":
            assert report.notes or report.failures
        if report.outcome != "done" and (self.disturbed or not report.ok):
            return
        expected = {
            "add": before | file,
            "remove": before - file,
            "replace": file,
            "replace all": file,
        }[operation]
        assert self.held() == expected


class AudienceLaw(ListLaw):
    """A list that cannot be read, and tells its size."""

    realm = "criteo_v1"
    kind = "email"

    def make(self) -> object:
        return self.desk.audience()

    def values(self, members: set[int]) -> set[str]:
        return set(hashed(f"person{member}@example.org" for member in members))

    def write(self, members: set[int]) -> None:
        lines = sorted(f"person{member}@example.org" for member in members)
        self.file.write_text("\n".join(lines) + "\n")

    def perform(self, operation: str, **options: Any) -> Report:
        with self.desk.criteo() as api:
            return upload(
                api,
                str(self.key),
                self.file,
                identifier="email",
                hash="sha256",
                advertiser=1,
                operation=operation,  # type: ignore[arg-type]  # one of three
                snapshot=operation == "add",
                batch=3,
                rate="100000/s",
                **options,
            )


class AppListLaw(ListLaw):
    """A list that can be read."""

    realm = "applovin_v1"
    kind = "app"

    def make(self) -> object:
        return self.desk.app_list("Apps")

    def values(self, members: set[int]) -> set[str]:
        return {f"com.example.app{member}" for member in members}

    def write(self, members: set[int]) -> None:
        self.file.write_text("\n".join(sorted(self.values(members))) + "\n")

    def perform(self, operation: str, **options: Any) -> Report:
        del options["replace_all"]
        with self.desk.applovin() as api:
            if operation == "replace":
                return sync(
                    api, "Apps", self.file, prune=True, max_removals=100, batch=3, **options
                )
            return upload(api, "Apps", self.file, operation=operation, batch=3, **options)  # type: ignore[arg-type]  # one of three


class ServiceLaw(ListLaw):
    """A list of any service, by its document alone."""

    def begin(self) -> None:
        service = shipped()[self.realm]
        assert service.lists is not None
        late = [Fault(asks=0)] if service.lists.status is not None else []
        self.desk = AnyService(service, late)
        self.key = self.desk.make()
        self.list_it()
        self.sent = 0

    def list_it(self) -> None:
        """Let a list be there that is made elsewhere."""
        store = self.desk.sandbox.store
        with store.transaction():
            if store.find(self.realm, str(self.key)) is None:
                store.create(self.realm, "", str(self.key), None, 0, str(self.key))

    def held(self) -> set[str]:
        found: set[str] = self.desk.members(self.key)
        return found

    def values(self, members: set[int]) -> set[str]:
        found: set[str] = self.desk.leaving(members)
        return found

    def write(self, members: set[int]) -> None:
        self.file.write_text("".join(f"{row}\n" for row in self.desk.rows(sorted(members))))

    def perform(self, operation: str, **options: Any) -> Report:
        keeps = operation == "add" and self.desk.lists.members is None
        with self.desk.connect() as api:
            return upload(
                api,
                str(self.key),
                self.file,
                operation=operation,  # type: ignore[arg-type]  # one of three
                snapshot=keeps,
                batch=3,
                rate="100000/s",
                **self.desk.told,
                **options,
            )


def _law(name: str) -> type[ListLaw]:
    service = shipped()[name]
    assert service.lists is not None
    own = {"realm": name, "kind": identifier_of(service.lists).name}
    return type(f"Law_{name}", (ServiceLaw,), own)


def over_shared_state(law: type[ListLaw], state: Callable[[], str]) -> type[ListLaw]:
    """Return a law whose jobs run on several machines of one state, empty at first."""

    class Shared(law):  # type: ignore[valid-type, misc]  # one of those below
        def begin(self) -> None:
            if not hasattr(self, "address"):
                self.address = state()
            super().begin()

        def perform(self, operation: str, **options: Any) -> Report:
            found: Report = super().perform(operation, **options | {"state": self.address})
            return found

        @rule()
        def use_another_state_folder(self) -> None:
            """Nothing changes: another machine knows what this one does."""

    return Shared


LAWS: dict[str, type[ListLaw]] = {
    "audience": AudienceLaw,
    "app list": AppListLaw,
    **{name: _law(name) for name in shipped() if name not in {"criteo_v1", "applovin_v1"}},
}
