"""A credential out of the system's keyring, read when it is first needed.

    connect(Api, Keyring("main"))       # or plugins=["keyring"]

It is looked for under the user names `main/<service>/token`, or `…/client_id` and
`…/client_secret`, and so on: the endings of the service's variables, of the keyring's service
`adlists`. There `adlists config` puts what it is given, on request. Needs the extra `keyring`.
"""

from __future__ import annotations

from importlib.util import find_spec
from inspect import signature
from typing import Any, ClassVar, Final, TypeAlias

import attrs

from adlists.contract import Operation, Scheme, Service
from adlists.errors import ConfigurationError
from adlists.flow import Exchange, Flow, Layer, Lock, block, exclusive
from adlists.hookspecs import Emit, Invoke, hookimpl
from adlists.messages import Request, Response
from adlists.plugins.credentials.signing import account
from adlists.plugins.credentials.ways import WAYS, Way, ways

#: What the keyring calls its service; the rest is in the user name.
_OWNER: Final = "adlists"

_Alternatives: TypeAlias = tuple[tuple[str, ...], ...]
# The alternative to meet, and the credentials that meet it.
_Chosen: TypeAlias = tuple[tuple[str, ...], tuple[Any, ...]]


@attrs.frozen(eq=False)
class Keyring:
    """Reads a credential from the system's keyring, once for each service, and signs with it.

    Of several that are there the first of those that the environment would give is used, too.
    Where an operation has alternatives, the first is met that all is there for; else the first
    that something is there for. `client_id` stands in for one in the keyring, as it is no
    secret.
    """

    name: ClassVar[str] = "keyring"
    #: What lies there is known only once the keyring was asked.
    chooses: ClassVar[bool] = True
    entry: str = "main"
    client_id: str | None = None
    _made: dict[tuple[str, tuple[str, ...]], Any] = attrs.field(
        factory=dict[tuple[str, tuple[str, ...]], Any], init=False, repr=False
    )
    _chosen: dict[tuple[str, _Alternatives], _Chosen] = attrs.field(
        factory=dict[tuple[str, "_Alternatives"], "_Chosen"], init=False, repr=False
    )
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if find_spec("keyring") is None:
            msg = "The credential Keyring needs keyring. Run: pip install 'adlists[keyring]'"
            raise ConfigurationError(msg)

    @property
    def account(self) -> str:
        """What tells this entry from others."""
        return account(f"keyring {self.entry}")

    @staticmethod
    def fits(scheme: Scheme) -> bool:
        """Fit whatever a credential of the environment fits."""
        return any(way.takes(scheme) for way in WAYS)

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> Layer | None:
        """Return a layer that signs as the credential does that lies in the keyring."""
        schemes = {scheme.name: scheme for scheme in service.schemes if self.fits(scheme)}
        if not any(name in schemes for alternative in operation.security for name in alternative):
            return None

        def layer(proceed: Exchange) -> Exchange:
            signed: Exchange | None = None

            def exchange(request: Request) -> Flow[Response]:
                nonlocal signed
                if signed is None:
                    met, credentials = yield from self._credentials(service, operation.security)
                    offered: dict[str, Any] = {
                        "operation": attrs.evolve(operation, security=(met,)),
                        "service": service,
                        "invoke": invoke,
                        "emit": emit,
                    }
                    signed = proceed
                    for credential in reversed(credentials):
                        wanted = signature(credential.adlists_layer).parameters
                        around: Layer | None = credential.adlists_layer(
                            **{name: offered[name] for name in wanted}
                        )
                        signed = signed if around is None else around(signed)
                return (yield from signed(request))

            return exchange

        return layer

    def _credentials(self, service: Service, security: _Alternatives) -> Flow[_Chosen]:
        """Return what signs for a service; who comes first asks, and others wait."""
        if (service.name, security) not in self._chosen:
            yield from exclusive(self._lock, self._ask(service, security))
        return self._chosen[service.name, security]

    def _ask(self, service: Service, security: _Alternatives) -> Flow[None]:
        if (service.name, security) not in self._chosen:
            found = yield from block(lambda: self._found(service, security))
            self._chosen[service.name, security] = found

    def _found(self, service: Service, security: _Alternatives) -> _Chosen:
        """Return the first alternative whose credentials are all there, else one with some."""
        asked: dict[tuple[str, ...], Any] = {}
        part: _Chosen | None = None
        for alternative in security:
            wanted = [known for known in service.schemes if known.name in alternative]
            there = [self._of_scheme(service, scheme, asked) for scheme in wanted]
            held = tuple({id(item): item for item in there if item is not None}.values())
            open_to = (known.kind for known, item in zip(wanted, there, strict=True) if not item)
            if held and all(kind == "mutualTLS" for kind in open_to):
                return alternative, held
            part = part or ((alternative, held) if held else None)
        if part is not None:
            return part
        if () in security:
            return (), ()
        names = {" and ".join(self._names(service, endings)): None for endings in asked}
        msg = (
            f"The system's keyring holds no credential for {service.name} of the service "
            f"{_OWNER!r}: {', or '.join(names)}. `adlists config` puts one there."
        )
        raise ConfigurationError(msg)

    def _of_scheme(
        self, service: Service, scheme: Scheme, asked: dict[tuple[str, ...], Any]
    ) -> Any:
        """Return the first credential for a scheme that is there, made once; else None."""
        for way in ways(service):
            if not way.fits(scheme):
                continue
            key = service.name, way.endings
            if key not in self._made and way.endings not in asked:
                asked[way.endings] = made = self._read(service, way)
                if made is not None:
                    self._made[key] = made
            if key in self._made:
                return self._made[key]
        return None

    def _read(self, service: Service, way: Way) -> Any:
        names = self._names(service, way.endings)
        values = [self._value(name) for name in names]
        if not all(values):
            return None
        try:
            return way.make(*values)
        except ConfigurationError as error:
            failed = error
        values.clear()  # a traceback may be shown with its locals
        msg = f"{' and '.join(names)}, of the system's keyring, cannot be used. {failed}"
        raise ConfigurationError(msg) from None

    def _names(self, service: Service, endings: tuple[str, ...]) -> list[str]:
        return [f"{self.entry}/{service.name}/{ending.lower()}" for ending in endings]

    def _value(self, name: str) -> str | None:
        import keyring

        if self.client_id is not None and name.endswith("/client_id"):
            return self.client_id
        failure = ""
        try:
            return keyring.get_password(_OWNER, name)
        except Exception as error:  # noqa: BLE001 - each keyring has its own
            failure = type(error).__name__
        msg = f"The system's keyring cannot be asked for {name!r} ({failure})."
        raise ConfigurationError(msg)
