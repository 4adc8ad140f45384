"""What runs in the process of a trial: imports packages, and tries their operations.

    python -P -B trial_process.py FOLDER NAME… < examples > findings

Both are JSON: examples by package and operationId, findings by package. A call is made up of
its schemas, once with what is demanded alone and once with all else, and written in each
media type; nothing is sent, and the process has no network. It is run as a file, so that it
need not load what makes packages.
"""

from __future__ import annotations

import gc
import importlib
import json
import pkgutil
import re
import socket
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Final, TypeAlias

import attrs

from adlists._runtime import encoding, media, requests, responses
from adlists._runtime.contradictions import contradiction
from adlists._runtime.example_values import EndlessError, argument, example, filled
from adlists._runtime.registry import Registry
from adlists.contract import (
    Body,
    MediaType,
    Operation,
    Parameter,
    Reply,
    Service,
    Stream,
)
from adlists.errors import AdlistsError
from adlists.hookspecs import FindCodec
from adlists.messages import Response
from adlists.plugins import builtins

#: The package that those which are tried are imported from.
HOME: Final = "adlists_trial"
#: Stands in place of a status for the examples of a request's body.
BODY: Final = "body"
_SERVER: Final = "https://trial.example"
_FORM: Final = "application/x-www-form-urlencoded"
_PLUGIN: Final = "has no codec here: pass a plugin that brings one"
_DEPTHS: Final = (0, 2)  # of what may be left out: nothing, and the upper levels

# By status, or BODY, and media type: what a document gives as examples, each with its name.
Examples: TypeAlias = Mapping[str, Mapping[str, list[tuple[str, Any]]]]


@attrs.frozen
class Failing:
    """What does not work: `place` is below the operation, and `reason` says why.

    It is `minor` where the operation can be used all the same, and `spare` where it can be used
    without what stands at the place, a parameter that nobody has to give.
    """

    operation: str
    place: tuple[str, ...]
    reason: str
    minor: bool = False
    spare: bool = False


def findings(service: Service, examples: Mapping[str, Examples]) -> Iterator[Failing]:
    """Yield what does not work of a service's operations; examples stand by operationId."""
    find: FindCodec = cache(Registry(builtins(), environ={}).codec)
    for operation in service.operations:
        yield from _located(operation, find)
        split = operation.document_id != operation.id and _several(service, operation)
        given: Examples = {} if split else examples.get(operation.document_id, {})
        if operation.body is not None:
            yield from _written(operation, operation.body, find)
            yield from _sent(operation, operation.body, given.get(BODY, {}), find)
        for status, by_label in given.items():
            reply = _reply(operation, status)
            if reply is not None and reply.parse is not None:
                yield from _read(operation, status, reply, by_label, find)


def _several(service: Service, operation: Operation[Any]) -> bool:
    """Tell whether an operation of the document has several methods, with replies of their own."""
    wanted = operation.document_id
    return sum(known.document_id == wanted for known in service.operations) > 1


def _located(operation: Operation[Any], find: FindCodec) -> Iterator[Failing]:
    """Try an address with all arguments; where that fails, tell which of them it fails for."""
    parameters = [known for known in operation.parameters if _codec_of(known, find)]
    for parameter in operation.parameters:
        if parameter not in parameters:
            said = f"{parameter.media_type} {_PLUGIN}"
            yield Failing(operation.document_id, _place(parameter), said, minor=True)
    demanded = [parameter for parameter in parameters if parameter.required]
    if len(demanded) < sum(parameter.required for parameter in operation.parameters):
        return  # without a plugin of the user's there is no call
    attempt = partial(_locate, operation, find)
    if not _reason(attempt, parameters):
        return
    reason = _reason(attempt, demanded)
    if reason:
        named = (item for item in demanded if re.search(rf"\b{item.argument}\b", reason))
        culprit = next(named, None)
        place = () if culprit is None else _place(culprit)
        yield Failing(operation.document_id, place, reason, minor=_harmless(reason))
        return
    alone = [
        (parameter, _reason(attempt, [*demanded, parameter]))
        for parameter in parameters
        if not parameter.required
    ]
    for parameter, reason in alone:
        if reason:
            minor = _harmless(reason)
            name, place = operation.document_id, _place(parameter)
            yield Failing(name, place, reason, minor=minor, spare=not minor)
    if not any(reason for _, reason in alone):
        yield Failing(operation.document_id, (), _reason(attempt, parameters))


def _harmless(reason: str) -> bool:
    """Tell whether there is no value, or only one that leaves nothing: it may be left out."""
    return reason == str(EndlessError()) or "is an empty object" in reason


def _place(parameter: Parameter) -> tuple[str, ...]:
    return "parameters", parameter.place, parameter.name


def _codec_of(parameter: Parameter, find: FindCodec) -> bool:
    return parameter.media_type is None or find(parameter.media_type) is not None


def _locate(operation: Operation[Any], find: FindCodec, parameters: list[Parameter]) -> None:
    arguments = {parameter.argument: argument(parameter.schema) for parameter in parameters}
    requests.Address(operation, find).locate(_SERVER, arguments)


def _reason(attempt: Callable[..., object], *arguments: object) -> str:
    """Return why an attempt fails; nothing where it does not."""
    try:
        attempt(*arguments)
    except (AdlistsError, EndlessError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever our code makes of a document
        return f"{type(error).__name__}: {error}"
    return ""


def _written(operation: Operation[Any], body: Body, find: FindCodec) -> Iterator[Failing]:
    """Try a body in each media type. One that works is enough for the operation to be used."""
    found: list[Failing] = []
    works = False
    writer = encoding.BodyWriter(operation, body, find, None)
    for item in body.media_types:
        if media.codec_of(item, media.essence(media.covered(item, body.media_types)), find) is None:
            works = True  # with a plugin of the user's, which is said
            continue
        attempt = partial(_write, writer, body, item)
        reason = next(filter(None, (_reason(attempt, depth) for depth in _DEPTHS)), "")
        works = works or reason in {"", str(EndlessError())}
        if reason:
            place = ("requestBody", "content", item.name)
            found.append(Failing(operation.document_id, place, reason))
    yield from (attrs.evolve(finding, minor=works) for finding in found)


def _write(writer: encoding.BodyWriter, body: Body, item: MediaType, depth: int) -> None:
    schema = item.schema or body.schema
    data = example(schema, deepest=depth)
    if item.form == _FORM or item.form.startswith("multipart/"):
        open_ = schema.kind == "any" and not schema.variants
        data = filled({} if open_ else data or example(schema, deepest=1), schema)
    writer.write((item.parse or body.parse)(data), media.covered(item, body.media_types))


def _sent(
    operation: Operation[Any],
    body: Body,
    by_label: Mapping[str, list[tuple[str, Any]]],
    find: FindCodec,
) -> Iterator[Failing]:
    """Try to send the examples that a document gives for a body, where they are data."""
    writer = encoding.BodyWriter(operation, body, find, None)
    for item in body.media_types:
        schema = item.schema or body.schema
        if "*" in item.name or find(item.form) is None:
            continue
        for name, value in by_label.get(item.name, ()):
            if isinstance(value, str) and not _is_json(item.form):
                continue  # written out already
            reason = _reason(_send, writer, item.parse or body.parse, value, item.name)
            if not reason:
                continue
            against = contradiction(value, schema).removeprefix("it.")
            said = f"contradicts its schema: {against}" if against else f"cannot be sent: {reason}"
            place = ("requestBody", "content", item.name, name)
            yield Failing(operation.document_id, place, f"the example {said}", minor=True)


def _send(writer: encoding.BodyWriter, parse: Callable[[Any], Any], value: Any, label: str) -> None:
    writer.write(parse(value), label)


def _reply(operation: Operation[Any], status: str) -> Reply | None:
    if status == BODY:
        return None
    low = 0 if status == "default" else int(status.replace("XX", "00"))
    return next((reply for reply in operation.replies if reply.low == low), None)


def _read(
    operation: Operation[Any],
    status: str,
    reply: Reply,
    by_label: Mapping[str, list[tuple[str, Any]]],
    find: FindCodec,
) -> Iterator[Failing]:
    """Try to read the examples that a document gives for a reply."""
    number = min(max(reply.low, 200), 599)
    for label, given in by_label.items():
        if "*" in label:
            continue
        described = responses.describe(reply, Response(number, {"content-type": label}, b""), find)
        schema = described.schema
        if described.codec is None or schema is None or described.parse is None:
            continue
        for name, value in given:
            place = ("responses", status, "content", label, name)
            reason = _reason(_parse, value, described, number)
            if not reason:
                continue
            plain = not isinstance(value, str) or _is_json(label)
            against = contradiction(value, schema).removeprefix("it.") if plain else ""
            said = f"contradicts its schema: {against}" if against else f"cannot be read: {reason}"
            # What is written out may be wrong in itself, of which no schema can be the judge.
            minor = bool(against) or not plain
            yield Failing(operation.document_id, place, f"the example {said}", minor)


def _parse(value: Any, described: responses.Described, number: int) -> None:
    """Read an example as it would arrive: as data, or written out already."""
    codec: Any = described.codec
    label = described.label or ""
    if _is_json(label):
        content = json.dumps(value).encode()
    elif isinstance(value, str):
        content = value.encode("utf-8", "replace")
    else:
        content = bytes(codec.encode(value, described.schema))
    response = Response(number, {"content-type": label}, content)
    made = responses.parse(described, responses.read(response, described))
    if isinstance(made, Stream):
        list(made)  # pyright: ignore[reportUnknownArgumentType] - of whatever it is


def _is_json(label: str) -> bool:
    return media.essence(label).endswith(("/json", "+json"))


def _refused(*_: object, **__: object) -> None:
    msg = "a package that is tried has no network"
    raise OSError(msg)


def _imported(name: str) -> Any:
    """Import every module of a package, and look into the types and schemas of it."""
    package: Any = importlib.import_module(f"{HOME}.{name}")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    for model in map(package.models.__getattr__, package.models.__all__):
        if hasattr(model, "SCHEMA"):
            typing.get_type_hints(model)
            _ = model.SCHEMA.fields
    package.Api(_refused)
    package.AsyncApi(_refused)
    for schema in _schemas(package.SERVICE):
        _ = schema.fields
    return package


def _schemas(service: Any) -> Iterator[Any]:
    for operation in service.operations:
        for held in (operation.body, *operation.replies):
            schemas = [] if held is None else [held.schema, *(m.schema for m in held.media_types)]
            yield from (schema for schema in schemas if schema is not None)


def main(folder: str, *names: str) -> None:
    """Try packages, and print what does not work; a package that cannot be imported raises."""
    gc.disable()  # next to nothing of what is made is let go before the end
    for attribute in ("connect", "connect_ex", "bind"):
        setattr(socket.socket, attribute, _refused)
    examples = json.load(sys.stdin)
    home = types.ModuleType(HOME)
    home.__path__ = [folder]
    sys.modules[HOME] = home
    packages = {name: _imported(name) for name in names}
    found = {
        name: [
            attrs.asdict(finding) for finding in findings(package.SERVICE, examples.get(name, {}))
        ]
        for name, package in packages.items()
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
