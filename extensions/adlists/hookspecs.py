"""The plugin contract: a few hooks. Each returns a collaborator; none does the work itself.

A plugin is an object, a module or a class with functions marked `adlists.hookimpl`, and
may take any subset of a hook's arguments by name:

    class TeamHeader:
        name = "team-header"

        @adlists.hookimpl
        def adlists_layer(self, operation):
            def layer(proceed):
                def exchange(request):
                    return (yield from proceed(request.with_header("x-team", "growth")))
                return exchange
            return layer

Hooks are called while a session is made or on the first use of an operation, never
once per request, with the exception of `adlists_event`. They run in the thread that
calls; what they return must bear several threads and tasks at once.

The order is pluggy's: `tryfirst`, then plain ones, last registered first, then `trylast`.
The first layer is the outermost one. A layer says where it stands: `hookimpl(place=…)` with
one of `PLACES`, which are in their order; pluggy's order counts among those of one place. A
plugin that has a built-in's name stands where that stood; any other that says nothing stands
outside retry, or, with `trylast`, inside the credentials. A plugin that has several layers has
a method for each, and tells by `specname` which hook it is:

    @adlists.hookimpl(specname="adlists_layer", place="inside retry")
    def count_attempts(self, operation): ...

A plugin that is loaded by its name is made with its settings: each argument of its class that
is text, a number, a flag, a choice or a list of these may stand in the environment or in the
settings file, as `ADLISTS_PLUGIN_<NAME>_<ARGUMENT>`. So do the built-ins' own, such as
`ADLISTS_PLUGIN_RETRY_ATTEMPTS=6`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeVar, get_args, overload

import pluggy

from adlists.contract import Operation, Schema, Service
from adlists.events import Event
from adlists.flow import CallLayer, Flow, Layer

if TYPE_CHECKING:
    from adlists.contract import Call

F = TypeVar("F", bound=Callable[..., Any])

LayerPlace = Literal[
    "outside retry", "retry", "inside retry", "redirect", "credentials", "inside credentials"
]
PLACES: Final[tuple[LayerPlace, ...]] = get_args(LayerPlace)

hookspec = pluggy.HookspecMarker("adlists")
_mark = pluggy.HookimplMarker("adlists")


class HookimplMarker:
    """Marks a function as what a plugin does for a hook; `adlists.hookimpl` is the only one.

    *place* says where a layer stands, *specname* which hook a function of another name is for;
    all else is pluggy's.
    """

    project_name: Final = _mark.project_name

    @overload
    def __call__(self, function: F) -> F: ...

    @overload
    def __call__(
        self,
        function: None = None,
        *,
        place: LayerPlace | None = None,
        specname: str | None = None,
        tryfirst: bool = False,
        trylast: bool = False,
        wrapper: bool = False,
    ) -> Callable[[F], F]: ...

    def __call__(
        self,
        function: F | None = None,
        *,
        place: LayerPlace | None = None,
        specname: str | None = None,
        tryfirst: bool = False,
        trylast: bool = False,
        wrapper: bool = False,
    ) -> F | Callable[[F], F]:
        """Mark a function."""

        def marked(function: F) -> F:
            function.adlists_place = place  # type: ignore[attr-defined]  # any function takes it
            return _mark(
                function, specname=specname, tryfirst=tryfirst, trylast=trylast, wrapper=wrapper
            )

        return marked if function is None else marked(function)


hookimpl: Final = HookimplMarker()


class Codec(Protocol):
    """Turns plain data into bytes and back; knows trees and schemas, never models."""

    def encode(self, data: Any, schema: Schema) -> bytes:
        """Write the data. Raises `EncodingError` with the place of what cannot be said."""
        ...

    def decode(self, content: bytes, schema: Schema | None, charset: str | None) -> Any:
        """Read the bytes. Raises `DecodingError` for whatever is not this format.

        `charset` is what the Content-Type names, None where it names none; `schema` is
        None where the document describes no body, and the result is then plain data.
        """
        ...


class SequenceReader(Protocol):
    """Reads a sequence while it arrives; `done` where nothing that follows belongs to it."""

    done: bool

    @property
    def held(self) -> int:
        """The bytes of an item that is not whole yet."""
        ...

    def feed(self, content: bytes) -> list[Any]:
        """Return the items that are whole now. Raises `DecodingError` as a codec does."""
        ...

    def end(self) -> list[Any]:
        """Return what is left at the end."""
        ...


class SequenceCodec(Codec, Protocol):
    """A codec whose replies may be read while they arrive."""

    def reader(self, schema: Schema | None, charset: str | None) -> SequenceReader:
        """Return a reader for one reply."""
        ...


class Invoke(Protocol):
    """Runs another call of the same service through the whole pipeline, as a flow."""

    def __call__(self, call: Call[Any], /) -> Flow[Any]:
        """Return the flow of the call; use it with `yield from`."""
        ...


FindCodec = Callable[[str], Codec | None]
Emit = Callable[[Event], None]
Register = Callable[..., None]


@hookspec(firstresult=True)
def adlists_codec(media_type: str, find: FindCodec) -> Codec | None:
    """Return the codec of a media type; the first answer wins.

    Called once per media type and session, on its first use.

    Args:
        media_type: its name in lower case, without parameters.
        find: returns the codec of another media type, for one whose parts are of several.

    Returns:
        The codec, or None to leave the media type to other plugins.
    """


@hookspec
def adlists_layer(
    operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
) -> Layer | None:
    """Return a layer around every exchange of an operation.

    Called once per operation and session, on its first use, by whichever thread comes first.
    The layer sees what travels: a request that may leave several times, and its responses.

    Args:
        operation: what the document says of it: method, path, security, replies.
        service: the service it belongs to; `service.server` is the address in use.
        invoke: runs another operation of the service, such as one that fetches a token.
        emit: tells observers what happened.

    Returns:
        The layer, or None where this operation needs none.
    """


@hookspec
def adlists_call(operation: Operation[Any], service: Service, emit: Emit) -> CallLayer | None:
    """Return a layer around every call of an operation, outside all that is done for it.

    Called once per operation and session, on its first use, by whichever thread comes first.
    The layer sees what the caller sees, once however often a request leaves: the arguments and
    the body's model in `call`, the typed result or the error that comes of them.

        def layer(proceed):
            def perform(call):
                result = yield from proceed(call)
                return result
            return perform

    Args:
        operation: what the document says of it: method, path, parameters, replies.
        service: the service it belongs to; `service.server` is the address in use.
        emit: tells observers what happened.

    Returns:
        The layer, or None where this operation needs none.
    """


@hookspec
def adlists_close(session: object) -> Flow[None] | None:
    """End what was begun for a session.

    Called once per session, when it is closed and before its connections are. Whatever is done
    here, by every plugin, is done before an error of one of them is raised.

    Args:
        session: the `adlists.Session` or `adlists.AsyncSession`, which can still send.

    Returns:
        A flow to run to its end, such as one that yields an `Await`; or None where nothing is
        left to do.
    """


@hookspec
def adlists_event(event: Event) -> None:
    """Observe what happened.

    Called in the midst of a call: be quick and do not block. What you raise is reported as a
    warning and changes nothing. A plugin with a method `listens()` is asked by it whether it
    wants what every call makes, `AttemptFinished` and `CallFinished`; where no observer does,
    they are not made.

    Args:
        event: one of `adlists.events`.
    """


@hookspec
def adlists_service() -> Service | None:
    """Return the service of a generated package, so that the command line knows it.

    Called when the command line or the sandbox starts.

    Returns:
        The service, or None where there is none to offer.
    """


@hookspec(firstresult=True)
def adlists_lists(service: Service) -> object | None:
    """Return what a job needs to know of a service's lists, where a document cannot say it.

    Called when a session or a job begins, and by a command that has to know its options, so
    that it must be cheap and change nothing. The first answer wins, and stands in place of the
    document's `x-lists`.

    Args:
        service: the service whose lists the job is for.

    Returns:
        An `adlists.lists.ListService`, or None to leave it to other plugins and the document.
    """


@hookspec
def adlists_command(register: Register) -> None:
    """Add commands to `adlists`.

    Called when the command line starts.

    Args:
        register: takes a `click.Command`; call it for each.
    """
