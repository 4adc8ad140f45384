"""What a document is as a whole: its service, the ways to be let in, and its operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Self, overload

import attrs

from adlists.contract.hosts import Server, ServerVariable
from adlists.contract.operations import Operation

if TYPE_CHECKING:
    from adlists.contract.list_steps import Lists


@attrs.frozen
class Scheme:
    """A security scheme: what kind of credential, and where it goes.

    `kind` is the Security Scheme Object's `type`; `scheme` is the HTTP authentication
    scheme in lower case ("bearer", "basic") where `kind` is "http". `token_url` is that of
    client credentials, `refresh_url` that of the flows that somebody agrees to.
    """

    name: str
    kind: Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]
    scheme: str | None = None
    place: Literal["query", "header", "cookie"] | None = None
    parameter: str | None = None
    token_url: str | None = None
    scopes: tuple[str, ...] = ()
    refresh_url: str | None = None
    discovery_url: str | None = None


class Operations(Sequence[Operation[Any]]):
    """The operations of a service, in the order of its document.

    Those of a generated client are imported one by one, when they are asked for: a program
    calls a few, and there may be a thousand. So `known` says of each, by its id, what is to
    be known without it: method, path, and its module below the client's `api`. `security`
    and `servers` are those that operations have, each once.
    """

    def __init__(
        self,
        client: str,
        known: Mapping[str, tuple[str, str, str]],
        *,
        security: tuple[tuple[tuple[str, ...], ...], ...] = (),
        servers: tuple[tuple[Server, ...], ...] = (),
    ) -> None:
        self.known = known
        self.security = security
        self.servers = servers
        self._client = client
        self._loaded: dict[str, Operation[Any]] = {}

    @classmethod
    def of(cls, operations: Iterable[Operation[Any]]) -> Self:
        """Hold operations that are there already; ValueError where two have one id."""
        given = tuple(operations)
        held = {operation.id: operation for operation in given}
        if len(held) < len(given):
            msg = "Two operations of a service have the same id."
            raise ValueError(msg)
        made = cls(
            "",
            {name: (item.method, item.path, "") for name, item in held.items()},
            security=tuple(dict.fromkeys(known.security for known in given)),
            servers=tuple(dict.fromkeys(known.servers for known in given if known.servers)),
        )
        made._loaded.update(held)
        return made

    def named(self, name: str) -> Operation[Any]:
        """Return the operation of that id; KeyError where there is none."""
        found = self._loaded.get(name)
        if found is None:
            _, _, module = self.known[name]
            found = import_module(f".api.{module}", self._client.rpartition(".")[0]).OPERATION
            self._loaded[name] = found
        return found

    def __len__(self) -> int:
        return len(self.known)

    def __iter__(self) -> Iterator[Operation[Any]]:
        return map(self.named, self.known)

    @overload
    def __getitem__(self, at: int) -> Operation[Any]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Operation[Any], ...]: ...
    def __getitem__(self, at: int | slice) -> Operation[Any] | tuple[Operation[Any], ...]:
        found = tuple(self.known)[at]
        return self.named(found) if isinstance(found, str) else tuple(map(self.named, found))


def _operations(given: Iterable[Operation[Any]]) -> Operations:
    return given if isinstance(given, Operations) else Operations.of(given)


@attrs.frozen(eq=False, repr=False)
class Service:
    """One document: its name as a Python package, its server and its operations.

    `server` is an address without a slash at its end; a session replaces it by its own
    base URL, so that whoever holds a `Service` knows where credentials may go.
    `servers` is what the document lists; `server` is the first, its variables filled in.
    `load_lists` is called rather than held: only a job asks for what it gives.
    """

    name: str
    title: str
    version: str
    server: str
    operations: Operations = attrs.field(converter=_operations)
    schemes: tuple[Scheme, ...] = ()
    description: str = ""
    load_lists: Callable[[], Lists] | None = None
    servers: tuple[Server, ...] = ()

    def __repr__(self) -> str:
        return f"<Service {self.name} at {self.server}>"

    @property
    def lists(self) -> Lists | None:
        """What the document says of its lists (`x-lists`); None where it has none."""
        return None if self.load_lists is None else self.load_lists()

    @property
    def server_variables(self) -> tuple[ServerVariable, ...]:
        """The variables of the addresses that are called, those of operations included."""
        first = [held[:1] for held in (self.servers, *self.operations.servers)]
        found = [variable for held in first for server in held for variable in server.variables]
        return tuple({variable.name: variable for variable in reversed(found)}.values())[::-1]

    def operation(self, name: str) -> Operation[Any]:
        """Return the operation of that id; KeyError where there is none."""
        return self.operations.named(name)

    def token_operation(self, scheme: Scheme) -> Operation[Any] | None:
        """Return the operation that a scheme's token URL names, if this service has it."""
        if scheme.token_url is None:
            return None
        wanted = scheme.token_url.partition("?")[0].rstrip("/")
        for name, (method, path, _) in self.operations.known.items():
            if method == "POST" and wanted.endswith(path):
                return self.operations.named(name)
        return None
