"""Where a call goes: its arguments as a URL and as headers.

Spaces become `%20` and plus signs `%2B`, everywhere: a form-style plus in a query is read
as a space by some servers and as a plus by others (RFC 3986 gives it no meaning).
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from adlists.contract import Call, Operation, Parameter, Unset, is_list
from adlists.errors import ArgumentError, ConfigurationError


def server(url: str) -> str:
    """Return a base URL without a slash at its end; `ConfigurationError` for what is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:  # no number where the port should be, an unclosed bracket
        parts, host = urlsplit(""), None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or parts.query
        or parts.fragment
        or not (url.isascii() and url.isprintable() and " " not in url)
    ):
        msg = "The base URL has to look like https://host/path, without a query."
        raise ConfigurationError(msg)
    if parts.username or parts.password:
        msg = "The base URL holds a user name or a password; pass them as credentials."
        raise ConfigurationError(msg)
    return url.rstrip("/")


def locate(base: str, call: Call[Any]) -> tuple[str, dict[str, str]]:
    """Return the URL of a call and the headers that its parameters ask for."""
    operation, arguments = call.operation, call.arguments
    path = operation.path
    query: list[str] = []
    headers: dict[str, str] = {}
    cookies: list[str] = []
    known = 0
    for parameter in operation.parameters:
        value = arguments.get(parameter.argument)
        known += parameter.argument in arguments
        if value is None or isinstance(value, Unset):
            if parameter.required:
                msg = f"{operation.id} needs {parameter.argument}."
                raise ArgumentError(msg)
            continue
        if parameter.place == "path":
            # `type` and not isinstance: True is an int, and is written otherwise.
            segment = str(value) if type(value) is int else _segment(operation, parameter, value)
            path = path.replace(f"{{{parameter.name}}}", segment)
        elif parameter.place == "query":
            name = quote(parameter.name, "")
            values = value if is_list(value) else [value]
            query.extend(f"{name}={quote(text(one), '')}" for one in values)
        elif parameter.place == "header":
            headers[parameter.name.lower()] = _line(operation, parameter, value)
        else:
            cookies.append(f"{parameter.name}={quote(_line(operation, parameter, value), '')}")
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    if known < len(arguments):
        unknown = min(arguments.keys() - {one.argument for one in operation.parameters})
        msg = f"{operation.id} has no argument {unknown!r}."
        raise ArgumentError(msg)
    url = f"{base}{path}?{'&'.join(query)}" if query else f"{base}{path}"
    return url, headers


def text(value: Any) -> str:
    """Write one value as it stands in a path, a query or a header."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(text(one) for one in value) if is_list(value) else str(value)


def _segment(operation: Operation[Any], parameter: Parameter, value: Any) -> str:
    segment = quote(text(value), "")
    if segment in {"", ".", ".."}:  # would name another address
        msg = f"{operation.id}: {parameter.argument} may not be empty or a run of dots."
        raise ArgumentError(msg)
    return segment


def _line(operation: Operation[Any], parameter: Parameter, value: Any) -> str:
    line = text(value)
    if not (line.isascii() and line.isprintable()):
        msg = (
            f"{operation.id}: {parameter.argument} goes into a header and must be printable ASCII."
        )
        raise ArgumentError(msg)
    return line


def check_body(operation: Operation[Any], value: Any) -> None:
    """Refuse a body of the wrong type, which the encoder would otherwise misread."""
    schema = operation.body.schema if operation.body else None
    if schema is None:
        return
    if schema.kind == "array" and not is_list(value):
        msg = f"{operation.id}: the body is a list, not {type(value).__name__}."
        raise ArgumentError(msg)
    if schema.model is not None and not isinstance(value, schema.model()):
        msg = f"{operation.id}: the body is {schema.model().__name__}, not {type(value).__name__}."
        raise ArgumentError(msg)
