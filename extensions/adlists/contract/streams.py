"""A reply that is a sequence: lines of JSON, events that a server sends, pieces of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeVar, cast

from adlists.contract.schemas import is_list

T_co = TypeVar("T_co", covariant=True)


class Arrivals(Protocol):
    """What comes while it is gone through: by `for` in a sync session, else by `async for`."""

    @property
    def awaited(self) -> bool:
        """Tell whether it comes by `async for`."""
        ...

    def __iter__(self) -> Iterator[Any]: ...

    def __aiter__(self) -> AsyncIterator[Any]: ...

    def close(self) -> None:
        """Leave the rest, and give back the connection."""
        ...

    async def aclose(self) -> None:
        """Do so where the connection is awaited."""
        ...


class Stream(Generic[T_co]):
    """The items of a reply, each built when it is reached.

        with api.chat.complete(body=question) as events:
            for event in events:
                print(event)

    It is gone through by `for`, of an async session by `async for`. What still arrives can be
    gone through once; its connection is given back at the end, at the end of a `with` block,
    where the loop is left, or by `close()` (`await aclose()`). An item that does not have the
    shape that the document describes is a `DecodingError` when it is reached, and those before
    it have been given by then.
    """

    def __init__(
        self,
        items: Iterable[Any] | Arrivals,
        build: Callable[[Any], Any],
        failed: Callable[[int, Exception], Exception] | None = None,
    ) -> None:
        self._items: Final = items
        self._build: Final = build
        self._failed: Final = failed

    def refusing(self, failed: Callable[[int, Exception], Exception]) -> Stream[T_co]:
        """Return the stream with *failed* making the error for an item of another shape."""
        return Stream(self._items, self._build, failed)

    def __iter__(self) -> Iterator[T_co]:
        arrivals = _arrivals(self._items)
        if arrivals is not None and arrivals.awaited:
            msg = "this reply comes over an async session: use `async for`"
            raise TypeError(msg)
        return self._all()

    def _all(self) -> Iterator[T_co]:
        try:
            for index, item in enumerate(self._items):
                yield self._made(index, item)
        finally:
            self.close()

    async def __aiter__(self) -> AsyncIterator[T_co]:
        arrivals = _arrivals(self._items)
        if arrivals is None or not arrivals.awaited:
            for index, item in enumerate(self._items):
                yield self._made(index, item)
            return
        index = 0
        try:
            async for item in arrivals:
                yield self._made(index, item)
                index += 1
        finally:
            await self.aclose()

    def _made(self, index: int, item: Any) -> Any:
        try:
            return self._build(item)
        except Exception as error:
            if self._failed is None:
                raise
            raise self._failed(index, error) from None  # the original quotes the item

    def close(self) -> None:
        """Leave the rest of the reply; harmless where it has all been received."""
        arrivals = _arrivals(self._items)
        if arrivals is not None:
            arrivals.close()

    async def aclose(self) -> None:
        """Leave the rest of a reply of an async session."""
        arrivals = _arrivals(self._items)
        if arrivals is not None:
            await arrivals.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:  # what services send may be personal
        return "<Stream>"


def _arrivals(items: object) -> Arrivals | None:
    """Return what still arrives; None where all of it is here."""
    return cast("Arrivals", items) if hasattr(items, "awaited") else None


def streamed(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the stream of a reply's items; TypeError where there is no list."""
    if not is_list(data) and _arrivals(data) is None:
        msg = "not a list"
        raise TypeError(msg)
    return Stream[Any](data, build)
