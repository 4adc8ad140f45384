"""What has to hold for any generated package: its models travel, its operations are answered.

    pytest --adlists-laws my_clients

    for law in laws("my_clients.my_api"):
        law()

Nothing here names a service. A law raises whatever shows that it does not hold.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import attrs

from adlists._runtime import styles, type_checks
from adlists._runtime.example_values import argument, example, filled
from adlists._runtime.media import covered
from adlists._runtime.registry import Registry
from adlists._runtime.scheme_settings import place
from adlists.contract import (
    UNSET,
    Call,
    Model,
    Operation,
    RawReply,
    ReplyHeader,
    Service,
    Stream,
    is_dict,
)
from adlists.contract.schemas import Schema
from adlists.errors import EncodingError
from adlists.plugins import builtins
from adlists.plugins.credentials import (
    BasicAuth,
    BearerToken,
    ClientCredentials,
    Credential,
    RefreshToken,
    requirements,
)
from adlists.sandbox import Sandbox
from adlists.sandbox.checks import check
from adlists.sandbox.examples import headers as described_headers
from adlists.sandbox.rejections import RefusedError
from adlists.session import connect, connect_async
from adlists.testing import strategies
from adlists.transports.in_process import AsyncInProcess, InProcess

_DRAWN: Final = 15  # models of each kind
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_TEXT: Final = Schema("string")
_ADDRESS: Final = "http://sandbox.test"


@attrs.frozen
class Law:
    """One law, and what it is of; called, it raises where it does not hold."""

    name: str
    check: Callable[[], None]

    def __call__(self) -> None:
        """Check it."""
        self.check()


def laws(package: str, examples: int = _DRAWN) -> Iterator[Law]:
    """Yield the laws of a generated package, or of those below a package.

    Of each model as many *examples* are drawn; of fewer than usual none is made simpler.
    """
    module = import_module(package)
    names = [package] if hasattr(module, "SERVICE") else strategies.packages(package)
    for name in names:
        yield from _of_models(name, examples)
        yield from _of_operations(name, examples)


def _of_models(package: str, examples: int) -> Iterator[Law]:
    for cls in strategies.models(package):
        name = f"{package}.models.{cls.__name__}"
        yield Law(f"{name} survives JSON", partial(survives, cls, "application/json", examples))
        if not (loses_lists(cls.SCHEMA) or shares_elements(cls.SCHEMA) or holds_text(cls.SCHEMA)):
            yield Law(f"{name} survives XML", partial(survives, cls, "application/xml", examples))


def types_law(package: str) -> Law:
    """Return the law of a package, or of those below it, that takes mypy: its types are strict."""
    return Law(f"{package} passes strict type checks", partial(passes_type_checks, package))


def passes_type_checks(package: str) -> None:
    """Check that mypy finds nothing in generated packages, as strict as it can be."""
    module = import_module(package)
    names = [package] if hasattr(module, "SERVICE") else strategies.packages(package)
    folders = [Path(*import_module(name).__path__) for name in names]
    found = type_checks.findings(folders[0].parent, [folder.name for folder in folders])
    if found:
        raise AssertionError("\n".join(found))


def survives(cls: type[Model], media_type: str, examples: int = _DRAWN) -> None:
    """Check that whatever a model may hold is read as it was written."""
    from hypothesis import given

    codec: Any = Registry(builtins()).codec(media_type)
    text = strategies.xml_text() if media_type.endswith("xml") else None

    @_few(examples)
    @given(strategies.instances(cls, text=text))
    def law(model: Any) -> None:
        content = codec.encode(model.to_dict(), cls.SCHEMA)
        if cls.from_dict(codec.decode(content, cls.SCHEMA, None)) != model:
            msg = f"{cls.__name__} is not read as it was written in {media_type}: {content!r}"
            raise AssertionError(msg)

    law()


def _few(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the settings of a law: so many examples, and nothing kept between runs."""
    from hypothesis import HealthCheck, Phase, settings

    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=tuple(Phase) if examples >= _DRAWN else (Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


def loses_lists(schema: Schema) -> bool:
    """Tell whether XML loses an empty list: one that may be absent, with no element around it."""
    return any(
        field.schema.kind == "array" and not field.required and not field.schema.xml.wrapped
        for held in _reached(schema)
        for field in held.fields
    )


def holds_text(schema: Schema) -> bool:
    """Tell whether a model is the text of an element, which cannot be of blanks alone."""
    return any(field.schema.xml.text for held in _reached(schema) for field in held.fields)


def shares_elements(schema: Schema) -> bool:
    """Tell whether XML has one name for two fields, since the models that they hold have one."""
    for held in _reached(schema):
        names = [_loose(field.schema).xml.name or field.name for field in held.fields]
        if len(set(names)) < len(names):
            return True
    return False


def _loose(schema: Schema) -> Schema:
    return schema.items if schema.kind == "array" and schema.items else schema


def _reached(schema: Schema) -> Iterator[Schema]:
    """Yield a schema and all that it leads to, each once."""
    seen = {schema}
    queue = [schema]
    while queue:
        held = queue.pop()
        yield held
        inner = [*held.variants, held.items, held.extra, *(field.schema for field in held.fields)]
        new = [item for item in dict.fromkeys(inner) if item is not None and item not in seen]
        seen.update(new)
        queue += new


def _of_operations(package: str, examples: int) -> Iterator[Law]:
    service: Service = import_module(package).SERVICE
    for operation in strategies.operations(package):
        if not may_be_signed(service, operation):
            continue  # by a plugin of the user's: no credential of ours is for it
        name = f"{package} {operation.id}"
        yield Law(f"{name} is answered", partial(answered, package, operation))
        yield Law(f"{name} is answered, awaited", partial(answered_async, package, operation))
    for operation in strategies.operations(package):
        if any(reply.headers for reply in operation.replies):
            name = f"{package} {operation.id} reads its headers"
            yield Law(name, partial(reads_headers, operation, examples))


def may_be_signed(service: Service, operation: Operation[Any]) -> bool:
    """Tell whether one of an operation's alternatives is met by credentials of ours."""
    known = {item.scheme: item for item in requirements(service)}
    places = {scheme.name: place(scheme) for scheme in service.schemes}
    return not operation.security or any(
        all(known[name].credentials or known[name].kind == "mutualTLS" for name in alternative)
        and all(
            places[name] != places[other]
            or set(known[name].credentials) & set(known[other].credentials)
            for name, other in combinations(alternative, 2)
        )
        for alternative in operation.security
    )


def answered(package: str, operation: Operation[Any]) -> None:
    """Check that the sandbox answers an operation in every media type that it lists."""
    module = import_module(package)
    sandbox, credentials, base_url = sandbox_for(module.SERVICE, operation)
    session = connect(
        module.Api, *credentials, base_url=base_url, transport=InProcess(sandbox.handle)
    )
    try:
        for call in calls(operation, sandbox):
            _settled(session.raw(call))
    finally:
        session.close()


def answered_async(package: str, operation: Operation[Any]) -> None:
    """Check the same for an async session."""
    module = import_module(package)
    sandbox, credentials, base_url = sandbox_for(module.SERVICE, operation)

    async def send() -> None:
        session = connect_async(
            module.AsyncApi,
            *credentials,
            base_url=base_url,
            transport=AsyncInProcess(sandbox.handle),
        )
        try:
            for call in calls(operation, sandbox):
                _settled(await session.raw(call))
        finally:
            await session.close()

    asyncio.run(send())


def _settled(raw: RawReply[Any]) -> None:
    """Go through a reply: the items of a sequence, and the headers that it has to have."""
    result: object = raw.result
    if isinstance(result, Stream):
        list(result)  # pyright: ignore[reportUnknownArgumentType] - of whatever it is
    missing = described_headers(raw.described).keys() - raw.headers.keys()
    if missing:
        msg = f"the sandbox has sent no {', '.join(sorted(missing))}, which the reply has to have"
        raise AssertionError(msg)


def reads_headers(operation: Operation[Any], examples: int = _DRAWN) -> None:
    """Check that the headers of an operation's replies are read as they were written."""
    from hypothesis import given, reject

    def reads(header: ReplyHeader[Any], values: Any) -> None:
        write = styles.header_writer(header)

        @_few(examples)
        @given(values)
        def law(data: Any) -> None:
            try:
                text = write(data)
            except EncodingError:  # a constant that holds a comma
                reject()
            if header.read({header.name: text}) != header.parse(data):
                msg = f"{operation.id}: {header.name} is not read as it was written: {text!r}"
                raise AssertionError(msg)

        law()

    for header in {header: None for reply in operation.replies for header in reply.headers}:
        values = strategies.header_data(header)
        if values is not None:
            reads(header, values)


def sandbox_for(
    service: Service, operation: Operation[Any]
) -> tuple[Sandbox, list[Credential], str]:
    """Return a sandbox that answers with examples, and who may call the operation there.

    It has none of the operations that a server cannot tell from this one.
    """
    known = service.operations.known.items()
    seen = operation.method, _address(operation.path)
    twins = {name for name, (method, path, _) in known if (method, _address(path)) == seen}
    twins.discard(operation.id)
    others = [held for held in service.operations if held.id not in twins] if twins else None
    plain = attrs.evolve(service, load_lists=None, operations=others or service.operations)
    sandbox = Sandbox([plain])
    told = sandbox.connection_info(_ADDRESS)[service.name]
    offered = [*sandbox.account.api_keys(service), *_offered(told)]
    return sandbox, list(_credentials(service, operation, offered)), told["base_url"]


def _address(path: str) -> str:
    """Return what a server sees of a path: no names of parameters, and nothing behind a `#`."""
    return _PARAMETER.sub("{}", path.partition("#")[0])


def _credentials(
    service: Service, operation: Operation[Any], offered: list[Credential]
) -> Iterator[Credential]:
    """Yield what meets the first alternative of an operation that can be met here."""
    made = {
        scheme.name: next((item for item in offered if item.fits(scheme)), None)
        for scheme in service.schemes
    }
    kinds = {scheme.name: scheme.kind for scheme in service.schemes}
    chosen: list[Credential] = []
    for alternative in operation.security:
        found = [made.get(name) for name in alternative]
        if all(found[n] or kinds[name] == "mutualTLS" for n, name in enumerate(alternative)):
            met = {id(item): item for item in found if item is not None}  # one may do for several
            chosen = [*met.values()]
            break
    # A session of a service that asks for a credential needs one, whatever it is used for.
    yield from chosen or [item for item in made.values() if item is not None][:1]


def _offered(told: dict[str, str]) -> list[Credential]:
    """Return a credential of each kind that a sandbox knows, beside keys."""
    pair = told.get("client_id", ""), told.get("client_secret", "")
    made: list[Credential] = []
    if "token" in told:
        made.append(BearerToken(told["token"]))
    if "username" in told:
        made.append(BasicAuth(told["username"], told["password"]))
    if all(pair):
        made.append(ClientCredentials(*pair))
        if "refresh_token" in told:
            made.append(RefreshToken(*pair, told["refresh_token"]))
    return made


def calls(operation: Operation[Any], sandbox: Sandbox) -> Iterator[Call[Any]]:
    """Yield a call for each pair of a body's and a reply's media type, with examples."""
    arguments = {
        parameter.argument: argument(parameter.schema) for parameter in operation.parameters
    }
    replies = [reply for reply in operation.replies if reply.low // 100 == 2]
    registry = Registry(builtins())
    listed = [item for reply in replies[:1] for item in reply.media_types]
    asked = [
        item.name
        for item in listed
        if "*" not in item.name and registry.codec(item.form) is not None
    ]
    if listed and not asked and not any("*" in item.name for item in listed):
        return  # what a plugin of the user's reads
    for body, sent in _bodies(operation, sandbox):
        for name in dict.fromkeys(asked) or [None]:
            yield Call(operation, arguments, body, sent, name)


def _bodies(operation: Operation[Any], sandbox: Sandbox) -> Iterator[tuple[Any, str | None]]:
    body = operation.body
    if body is None:
        yield UNSET, None
        return
    account = sandbox.account
    told = {"client_id": account.client_id, "client_secret": account.client_secret}
    registry = Registry(builtins())
    for item in body.media_types:
        if "*" not in item.name and registry.codec(item.form) is None:
            continue  # what a plugin of the user's writes
        data = example(item.schema or body.schema)
        if is_dict(data):  # a token is given to those alone whom the sandbox knows
            texts = [name for name, value in data.items() if isinstance(value, str)]
            known = data | {name: told[name] for name in texts if name in told}
            with suppress(RefusedError):  # elsewhere it is an identifier of some other shape
                check(known, item.schema or body.schema)
                data = known
            if data.get("grant_type") == example(_TEXT):
                data["grant_type"] = "client_credentials"
        if item.form in _FORMS:
            data = filled(data, item.schema or body.schema)
        yield (item.parse or body.parse)(data), covered(item, body.media_types)
    if not body.required:
        yield UNSET, None
