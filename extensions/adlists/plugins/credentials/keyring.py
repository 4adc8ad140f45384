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
from adlists.plugins.credentials.environment import SETTINGS
from adlists.plugins.credentials.signing import account

#: What the keyring calls its service; the rest is in the user name.
_OWNER: Final = "adlists"

_Kind: TypeAlias = tuple[Any, tuple[str, ...]]


@attrs.frozen(eq=False)
class Keyring:
    """Reads a credential from the system's keyring, once for each service, and signs with it.

    Of several that are there the first of those that the environment would give is used, too;
    where a document leaves a choice of security schemes, the first of them is met. `client_id`
    stands in for one in the keyring, as it is no secret.
    """

    name: ClassVar[str] = "keyring"
    entry: str = "main"
    client_id: str | None = None
    _credentials: dict[tuple[str, ...], Any] = attrs.field(
        factory=dict[tuple[str, ...], Any], init=False, repr=False
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
        return any(kind.fits(scheme) for kind, _ in SETTINGS)

    @hookimpl(place="credentials", trylast=True)
    def adlists_layer(
        self, operation: Operation[Any], service: Service, invoke: Invoke, emit: Emit
    ) -> Layer | None:
        """Return a layer that signs as the credential does that lies in the keyring."""
        named = {name for alternative in operation.security for name in alternative}
        schemes = [scheme for scheme in service.schemes if scheme.name in named]
        kinds = [row for row in SETTINGS if any(map(row[0].fits, schemes))]
        if not kinds:
            return None

        offered: dict[str, Any] = {
            "operation": operation,
            "service": service,
            "invoke": invoke,
            "emit": emit,
        }

        def layer(proceed: Exchange) -> Exchange:
            signed: Exchange | None = None

            def exchange(request: Request) -> Flow[Response]:
                nonlocal signed
                known = signed
                if known is None:
                    credential = yield from self._credential(service, kinds)
                    wanted = signature(credential.adlists_layer).parameters
                    around: Layer | None = credential.adlists_layer(
                        **{name: offered[name] for name in wanted}
                    )
                    known = signed = proceed if around is None else around(proceed)
                return (yield from known(request))

            return exchange

        return layer

    def _credential(self, service: Service, kinds: list[_Kind]) -> Flow[Any]:
        """Return the credential for a service; who comes first asks, and others wait."""
        wanted = service.name, *(kind.name for kind, _ in kinds)
        if wanted not in self._credentials:
            yield from exclusive(self._lock, self._ask(wanted, service, kinds))
        return self._credentials[wanted]

    def _ask(self, wanted: tuple[str, ...], service: Service, kinds: list[_Kind]) -> Flow[None]:
        if wanted not in self._credentials:
            found = yield from block(lambda: self._found(service, kinds))
            self._credentials[wanted] = found

    def _found(self, service: Service, kinds: list[_Kind]) -> Any:
        ways: list[str] = []
        for kind, endings in kinds:
            names = [f"{self.entry}/{service.name}/{ending.lower()}" for ending in endings]
            ways.append(" and ".join(names))
            values = [self._value(name) for name in names]
            if all(values):
                try:
                    return kind(*values)
                except ConfigurationError as error:
                    failed = error
                values.clear()  # a traceback may be shown with its locals
                msg = f"{ways[-1]}, of the system's keyring, cannot be used. {failed}"
                raise ConfigurationError(msg) from None
        wanted = ", or ".join(ways)
        msg = (
            f"The system's keyring holds no credential for {service.name} of the service "
            f"{_OWNER!r}: {wanted}. `adlists config` puts one there."
        )
        raise ConfigurationError(msg)

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
