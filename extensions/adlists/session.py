"""What users hold: a session, sync or async, over one generated client.

    with adlists.connect(criteo_v1.Api, adlists.ClientCredentials("id", "secret")) as criteo:
        criteo.audiences.get_audiences(advertiser_id=1)

A session may also be kept without `with`: use `session.api`, and call `session.close()`.
It opens its transport on the first call and may be shared by threads (sync) or by the
tasks of one event loop (async).

One rule says who closes what: a session closes the connections that it has opened itself,
and leaves open a transport or a client that was passed to it, which others may share.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, cast

import attrs

from adlists._runtime import drivers, redaction
from adlists.contract import AsyncClient, Call, Client, RawReply, Service, Stream
from adlists.errors import AdlistsError, ConfigurationError
from adlists.flow import Flow
from adlists.messages import MAX_REPLY, AsyncTransport, Timeout, Transport
from adlists.plugins import builtins
from adlists.plugins.credentials import Credential, from_environment
from adlists.version import __version__

if TYPE_CHECKING:
    from adlists._runtime.explanation import Explanation
    from adlists._runtime.pipeline import Pipeline
    from adlists.transports import AnyAsyncTransport, AnyTransport

A = TypeVar("A", bound=Client)
B = TypeVar("B", bound=AsyncClient)
T = TypeVar("T")

_USER_AGENT: Final = f"adlists/{__version__}"


def connect(
    api: type[A],
    *credentials: Credential,
    base_url: str | None = None,
    server_variables: Mapping[str, str] | None = None,
    plugins: Iterable[object] = (),
    transport: AnyTransport | None = None,
    timeout: float | Timeout | None = None,
    max_reply: int = MAX_REPLY,
    content_type: str | None = None,
    accept: str | None = None,
    profile: str | None = None,
) -> Session[A]:
    """Open a session over a generated `Api`.

    *credentials* and *base_url* come from the environment or the settings file where they
    are not given (`ADLISTS_<SERVICE>_CLIENT_ID`, …, `_BASE_URL`); with *profile*, from the
    profile of that name, which then wins over the environment. *server_variables* fills in
    the address that the document has, as `ADLISTS_<SERVICE>_SERVER_<VARIABLE>` does; a
    *base_url* takes its place, and that of operations' own. *plugins* holds names of
    installed plugins, plugin objects, or `"no:NAME"` to leave out a built-in. *transport*
    is "default", "fast", an `httpx2.Client` of yours, or any object with the methods
    of `adlists.messages.Transport`; what you pass stays yours to close. *timeout* is in
    seconds and per phase; pass a `Timeout` to bound phases, and the whole attempt, each by
    itself. *max_reply* is the most bytes that a reply may have, where its document does not
    say (`x-max-reply`). *content_type* and *accept* choose media types for every operation
    that lists them; each call may choose others.

    Raises `ConfigurationError` where no credential is found (`Anonymous()` does without one),
    or one that fits none of the service's security schemes, and for a profile that is not
    there.
    """
    limits = Timeout.of(timeout)
    media = content_type, accept
    place = base_url, server_variables
    try:
        pipeline = _pipeline(
            api.SERVICE, credentials, place, plugins, media, limits, max_reply, profile
        )
    except AdlistsError as error:
        failed = error
    else:
        return Session(api, pipeline, transport, limits)
    # As with the frames below: a traceback may be shown with its locals.
    del base_url, server_variables, place, plugins
    raise redaction.bare(failed)


def connect_async(
    api: type[B],
    *credentials: Credential,
    base_url: str | None = None,
    server_variables: Mapping[str, str] | None = None,
    plugins: Iterable[object] = (),
    transport: AnyAsyncTransport | None = None,
    timeout: float | Timeout | None = None,
    max_reply: int = MAX_REPLY,
    content_type: str | None = None,
    accept: str | None = None,
    profile: str | None = None,
) -> AsyncSession[B]:
    """Open an async session over a generated `AsyncApi`; arguments as for `connect`."""
    limits = Timeout.of(timeout)
    media = content_type, accept
    place = base_url, server_variables
    try:
        pipeline = _pipeline(
            api.SERVICE, credentials, place, plugins, media, limits, max_reply, profile
        )
    except AdlistsError as error:
        failed = error
    else:
        return AsyncSession(api, pipeline, transport, limits)
    # As with the frames below: a traceback may be shown with its locals.
    del base_url, server_variables, place, plugins
    raise redaction.bare(failed)


def _pipeline(
    service: Service,
    credentials: tuple[Credential, ...],
    place: tuple[str | None, Mapping[str, str] | None],
    plugins: Iterable[object],
    media: tuple[str | None, str | None],
    limits: Timeout,
    max_reply: int,
    profile: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Pipeline:
    # Imported here: a program that imports clients and makes no session pays for none of them.
    from adlists._runtime import addresses, settings
    from adlists._runtime.pipeline import Pipeline
    from adlists._runtime.registry import Registry
    from adlists.plugins.credentials import fitting

    found = from_environment(service, environ, profile)
    try:
        where = addresses.of_session(service, *place, found)
        service = addresses.moved(service, where.base)
    except ConfigurationError as error:
        name = f"ADLISTS_{service.name}_BASE_URL".upper()
        if place[0] is None and name in found.origins:
            msg = f"{error} It was read from: {name} in {found.origins[name]}."
            raise ConfigurationError(msg) from None
        raise
    chosen = credentials or found.credentials
    fitting.check(chosen, service)
    built_in = builtins()
    registry = Registry(built_in, [*chosen, *plugins], settings.merged(environ))
    lists = registry.lists(service) or service.lists
    inputs = found.inputs(() if lists is None else lists.inputs)
    secured = [fitting.needs(security, service) for security in service.operations.security]
    if any(secured) and not chosen and not registry.signs_beside(built_in):
        some = "" if all(secured) else " For operations that need none, pass Anonymous()."
        msg = f"{found.advice}{some}"
        raise ConfigurationError(msg)
    if max_reply < 1:
        msg = "max_reply has to be a number of bytes, and at least 1."
        raise ConfigurationError(msg)
    content_type, accept = media
    return Pipeline(
        service,
        registry,
        content_type=content_type,
        accept=accept,
        user_agent=_USER_AGENT,
        seconds=limits.total,
        max_reply=max_reply,
        settle=lambda operation: fitting.settled(operation, service, registry.credentials),
        place=where.of,
        credential_place="" if credentials else found.place,
        profile=profile,
        inputs=inputs,
    )


class _Connection(Generic[T]):
    """What both sessions have: a pipeline, and a transport that opens once, when needed.

    A copy with options sends over the transport of its *root*, the session it was made of.
    """

    def __init__(self, pipeline: Pipeline, transport: Any, timeout: Timeout) -> None:
        self.pipeline: Final = pipeline
        self._wanted = transport
        self._timeout = timeout
        self._opened: T | None = None
        self._closed = False
        self._closing = False
        self._root: Self | None = None
        self._lock = threading.Lock()

    def explain(self, call: Call[Any], *, show_sensitive: bool = False) -> Explanation:
        """Return the request that a call would send, without sending anything.

        `call` is what an operation's module makes: `create_audience.call(body=…)`. Sensitive
        values and what the layers add are masked, unless *show_sensitive*. Raises what the
        call would raise before it is sent.
        """
        from adlists._runtime.explanation import explain

        return explain(self.pipeline, call, show_sensitive=show_sensitive)

    def _varied(
        self,
        timeout: float | Timeout | None,
        headers: Mapping[str, str] | None,
        query: Mapping[str, str] | None,
        plugins: Iterable[object],
        tags: Mapping[str, str] | None,
    ) -> Pipeline:
        from adlists._runtime import call_options
        from adlists._runtime.varied_pipeline import VariedPipeline

        made = call_options.made(timeout, headers, query, tags, self.pipeline.seconds)
        return VariedPipeline(self.pipeline, made, list(plugins))

    def _closers(self) -> Flow[None] | None:
        """Return what the plugins of this session have to end; None where they have nothing."""
        others = self._root.pipeline.registry if self._root is not None else None
        ours = self.pipeline.registry.order("adlists_close")
        theirs = others.order("adlists_close") if others is not None else []
        names = [name for name in ours if name not in theirs]
        return self.pipeline.registry.closing(self, names) if names else None

    def __del__(self) -> None:
        opened: object = getattr(self, "_opened", None)
        if opened is not None and opened is not self._wanted:
            warnings.warn(f"{self!r} was not closed.", ResourceWarning, source=self, stacklevel=2)

    def _check_open(self) -> None:
        if self._closed:
            msg = "The session is closed; open another with connect()."
            raise ConfigurationError(msg)

    def _begin_to_close(self) -> bool:
        """Tell whether closing is still to be done, and by the caller."""
        with self._lock:
            begun, self._closing = self._closing, True
            return not begun

    def _take(self) -> T | None:
        """Mark the session closed; return its transport where it has opened that itself."""
        with self._lock:
            opened, self._opened, self._closed = self._opened, None, True
        return None if opened is self._wanted else opened

    def __repr__(self) -> str:
        service, registry = self.pipeline.service, self.pipeline.registry
        order = [*registry.order("adlists_call"), *registry.order("adlists_layer")]
        layers = " → ".join(order) or "none"
        return f"<{type(self).__name__} {service.name} at {service.server}, layers: {layers}>"


class Session(_Connection[Transport], Generic[A]):
    """A sync session; `api` is the generated client."""

    def __init__(
        self, api: type[A], pipeline: Pipeline, transport: AnyTransport | None, timeout: Timeout
    ) -> None:
        super().__init__(pipeline, transport, timeout)
        self.api: Final = api(self.send)

    def send(self, call: Call[T]) -> T:
        """Perform one call, blocking."""
        return drivers.run(self.pipeline.flow(call), self._opened or self._open())

    def stream(self, call: Call[Any]) -> Stream[bytes]:
        """Perform a call whose reply is handed on as it comes, in pieces of bytes.

        For what is too large to be held: a file, an export. `call` is what an operation's
        module makes. An error is raised as ever; what the reply holds is not checked.
        """
        return cast("Stream[bytes]", self.send(attrs.evolve(call, streamed=True)))

    def raw(self, call: Call[T]) -> RawReply[T]:
        """Perform one call; return its result together with the reply it was read of."""
        from adlists._runtime.kept_reply import keeping

        kept, watched = keeping(call)
        return kept.reply(self.send(watched))

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        plugins: Iterable[object] = (),
        tags: Mapping[str, str] | None = None,
    ) -> Session[A]:
        """Return a copy of this session with options for its calls; it shares the connections.

        *timeout* is in seconds, of each phase and at least of a whole attempt, or a `Timeout`
        (over "pyreqwest" calls with another timeout have connections to themselves). *headers*
        and *query* stand over what an operation sets. *plugins* come in beside those that are
        there; closing the copy ends them, and nothing else. *tags* are words of yours for
        observers: they stand in `CallFinished`, and in the call that plugins see.

        Raises `ConfigurationError` for what cannot be sent.
        """
        pipeline = self._varied(timeout, headers, query, plugins, tags)
        copy = Session(type(self.api), pipeline, self._wanted, self._timeout)
        copy._root = self._root or self
        return copy

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow over this session's connections: of a call, or of what is around it."""
        return drivers.run(flow, self._opened or self._open())

    def _open(self) -> Transport:
        from adlists import transports

        if self._root is not None:
            self._check_open()
            return self._root._opened or self._root._open()  # noqa: SLF001 - of the same kind
        with self._lock:
            self._check_open()
            if self._opened is None:
                self._opened = transports.open_sync(self._wanted, self._timeout)
            return self._opened

    def close(self) -> None:
        """Let the plugins end what they began, and close the connections.

        A transport or a client that was passed stays open: it is whose it was. A session that
        is closed cannot send any more.
        """
        if not self._begin_to_close():
            return
        try:
            if (closers := self._closers()) is not None:
                self.run(closers)
        finally:
            opened = self._take()
            if opened is not None:
                opened.close()

    def __enter__(self) -> A:
        return self.api

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class AsyncSession(_Connection[AsyncTransport], Generic[B]):
    """An async session, for the tasks of one event loop; `api` is the generated client."""

    def __init__(
        self,
        api: type[B],
        pipeline: Pipeline,
        transport: AnyAsyncTransport | None,
        timeout: Timeout,
    ) -> None:
        super().__init__(pipeline, transport, timeout)
        self.api: Final = api(self.send)

    async def send(self, call: Call[T]) -> T:
        """Perform one call, awaiting."""
        flow = self.pipeline.flow(call)
        return await drivers.run_async(flow, self._opened or self._open())

    async def stream(self, call: Call[Any]) -> Stream[bytes]:
        """Perform a call whose reply is handed on as it comes; else as `Session.stream`."""
        return cast("Stream[bytes]", await self.send(attrs.evolve(call, streamed=True)))

    async def raw(self, call: Call[T]) -> RawReply[T]:
        """Perform one call; return its result together with the reply it was read of."""
        from adlists._runtime.kept_reply import keeping

        kept, watched = keeping(call)
        return kept.reply(await self.send(watched))

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        plugins: Iterable[object] = (),
        tags: Mapping[str, str] | None = None,
    ) -> AsyncSession[B]:
        """Return a copy of this session with options for its calls; as `Session.with_options`."""
        pipeline = self._varied(timeout, headers, query, plugins, tags)
        copy = AsyncSession(type(self.api), pipeline, self._wanted, self._timeout)
        copy._root = self._root or self
        return copy

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow over this session's connections: of a call, or of what is around it."""
        return await drivers.run_async(flow, self._opened or self._open())

    def _open(self) -> AsyncTransport:
        from adlists import transports

        if self._root is not None:
            self._check_open()
            return self._root._opened or self._root._open()  # noqa: SLF001 - of the same kind
        with self._lock:
            self._check_open()
            if self._opened is None:
                self._opened = transports.open_async(self._wanted, self._timeout)
            return self._opened

    async def close(self) -> None:
        """Let the plugins end what they began, and close the connections; else as `Session`."""
        if not self._begin_to_close():
            return
        try:
            if (closers := self._closers()) is not None:
                await self.run(closers)
        finally:
            opened = self._take()
            if opened is not None:
                await opened.close()

    async def __aenter__(self) -> B:
        return self.api

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
