"""What every generated client is: a service, and a way to reach it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ClassVar, Final, ParamSpec, Protocol, Self, TypeVar, cast

from adlists.contract.operations import Call
from adlists.contract.raw_reply import RawReply
from adlists.contract.services import Service

P = ParamSpec("P")
T = TypeVar("T")


class Send(Protocol):
    """How a sync client reaches the runtime."""

    def __call__(self, call: Call[T], /) -> T:
        """Perform the call; return what its 2xx reply holds, or raise."""
        ...


class AsyncSend(Protocol):
    """How an async client reaches the runtime."""

    async def __call__(self, call: Call[T], /) -> T:
        """Perform the call; return what its 2xx reply holds, or raise."""
        ...


class Client:
    """What every generated `Api` is: a service and a way to reach it."""

    SERVICE: ClassVar[Service]

    def __init__(self, send: Send) -> None:
        self.send: Final = send

    def with_options(
        self,
        *,
        timeout: object = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        plugins: Iterable[object] = (),
        tags: Mapping[str, str] | None = None,
    ) -> Self:
        """Return the same client with options for its calls; `adlists.Session.with_options`."""
        made = _session(self.send).with_options(
            timeout=timeout, headers=headers, query=query, plugins=plugins, tags=tags
        )
        return cast("Self", made.api)

    def raw(self, method: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> RawReply[T]:
        """Call a method of this client; return its result together with the reply.

        reply = api.raw(api.audiences.get_audiences, advertiser_id=1)
        reply.status, reply.request_id, reply.result
        """
        function = _over(method, _session(self.send).raw)
        return cast("RawReply[T]", function(*arguments, **named))


class AsyncClient:
    """What every generated `AsyncApi` is: a service and a way to reach it."""

    SERVICE: ClassVar[Service]

    def __init__(self, send: AsyncSend) -> None:
        self.send: Final = send

    def with_options(
        self,
        *,
        timeout: object = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        plugins: Iterable[object] = (),
        tags: Mapping[str, str] | None = None,
    ) -> Self:
        """Return the same client with options for its calls; `adlists.Session.with_options`."""
        made = _session(self.send).with_options(
            timeout=timeout, headers=headers, query=query, plugins=plugins, tags=tags
        )
        return cast("Self", made.api)

    async def raw(
        self, method: Callable[P, Awaitable[T]], /, *arguments: P.args, **named: P.kwargs
    ) -> RawReply[T]:
        """Await a method of this client; return its result together with the reply."""
        function = _over(method, _session(self.send).raw)
        return cast("RawReply[T]", await function(*arguments, **named))


def _session(send: object) -> Any:
    """Return the session that a client sends through."""
    session = getattr(send, "__self__", None)
    if not hasattr(session, "with_options"):
        msg = "This client was made by hand, without a session; make one with connect()."
        raise TypeError(msg)
    return session


def _over(method: Callable[..., Any], send: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same method of a client of the same class that sends by another function."""
    owner, function = getattr(method, "__self__", None), getattr(method, "__func__", None)
    if owner is None or function is None or not hasattr(owner, "_send"):
        msg = "raw() takes a method of a client, as api.TAG.OPERATION is."
        raise TypeError(msg)
    return cast("Callable[..., Any]", function.__get__(type(owner)(send)))
