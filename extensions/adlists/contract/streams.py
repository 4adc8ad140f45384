"""A reply that is a sequence: lines of JSON, or events that the server sends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, Final, Generic, TypeVar

from adlists.contract.schemas import is_list

T_co = TypeVar("T_co", covariant=True)


class Stream(Generic[T_co]):
    """The items of a reply, each built when it is reached; `for` and `async for` alike.

    An item that does not have the shape that the document describes is a `DecodingError`
    when it is reached, and those before it have been given by then. It can be gone through
    again.
    """

    def __init__(
        self,
        items: Iterable[Any],
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
        for index, item in enumerate(self._items):
            yield self._made(index, item)

    async def __aiter__(self) -> AsyncIterator[T_co]:
        for index, item in enumerate(self._items):
            yield self._made(index, item)

    def _made(self, index: int, item: Any) -> Any:
        try:
            return self._build(item)
        except Exception as error:
            if self._failed is None:
                raise
            raise self._failed(index, error) from None  # the original quotes the item

    def __repr__(self) -> str:  # what services send may be personal
        return "<Stream>"


def streamed(build: Callable[[Any], Any], data: Any) -> Any:
    """Build the stream of a reply's items; TypeError where there is no list."""
    if not is_list(data):
        msg = "not a list"
        raise TypeError(msg)
    return Stream[Any](data, build)
