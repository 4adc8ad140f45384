"""What every generated client is: a service, and a way to reach it."""

from __future__ import annotations

from typing import ClassVar, Final, Protocol, TypeVar

from adlists.contract.operations import Call, Service

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


class AsyncClient:
    """What every generated `AsyncApi` is: a service and a way to reach it."""

    SERVICE: ClassVar[Service]

    def __init__(self, send: AsyncSend) -> None:
        self.send: Final = send
