"""Where a call goes: its arguments as a URL and as headers.

Spaces become `%20` and plus signs `%2B`, everywhere: a form-style plus in a query is read
as a space by some servers and as a plus by others (RFC 3986 gives it no meaning).
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote, urldefrag, urlsplit

from adlists._runtime import scalars, styles, validation
from adlists.contract import UNSET, Arguments, Operation, Parameter, Schema, tree
from adlists.errors import (
    ArgumentError,
    ConfigurationError,
    EncodingError,
    MediaTypeError,
    RedirectRefused,
)
from adlists.hookspecs import FindCodec
from adlists.messages import origin

#: What stands in a path for parameters of the query, by RFC 6570: `{?limit,page}`.
EXPANSION: Final = re.compile(r"\{[?&]([^{}]*)\}")
_NOWHERE: Final = frozenset({"", ".", ".."})
_URI: Final = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold, the percent sign included


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


def following(base: str, address: str) -> str:
    """Return an address that a reply gave for what follows, if it is of the service's origin.

    Raises `RedirectRefused` for every other: neither credentials nor a body may go there.
    """
    target = quote(address.strip(), _URI)
    try:
        target = urldefrag(target).url
        parts = urlsplit(target)
        here, there = origin(base), origin(target)
        usable = bool(parts.hostname) and parts.username is None
    except ValueError:  # no number where a port should be, an unclosed bracket
        usable, here, there = False, "", ""
    if usable and here == there:
        return target
    msg = (
        f"The reply names a next page elsewhere than at {origin(base)}, where neither body nor "
        "credential may go. If the service lives there now, set base_url to it."
    )
    raise RedirectRefused(msg)


def template(operation: Operation[Any]) -> str:
    """Return the path of an operation as it is sent: what follows a `#` stays with the caller.

    A path may hold a query, though none should. Of that, `name={name}` is left out where a
    parameter of the query has the name, which is written as such; so is `{?name}` (RFC 6570).
    """
    plain = EXPANSION.sub("", operation.path.partition("#")[0])
    path, mark, inner = plain.partition("?")
    own = {f"{item.name}={{{item.name}}}" for item in operation.parameters if item.place == "query"}
    kept = "&".join(pair for pair in inner.split("&") if pair not in own)
    return f"{path}{mark}{kept}" if kept else path


class Address:
    """Where the calls of one operation go: the writers of its parameters, made once."""

    def __init__(self, operation: Operation[Any], find: FindCodec) -> None:
        self._operation: Final = operation
        self._template: Final = template(operation)
        self._joint: Final = "&" if "?" in self._template else "?"
        self._known: Final = frozenset(parameter.argument for parameter in operation.parameters)
        self._required: Final = [
            parameter.argument for parameter in operation.parameters if parameter.required
        ]
        made = [(parameter, _writer(parameter, find)) for parameter in operation.parameters]
        self._path: Final = [
            (item.argument, f"{{{item.name}}}", write)
            for item, write in made
            if item.place == "path"
        ]
        self._others: Final = [
            (item.argument, item.place, item.name.lower(), write)
            for item, write in made
            if item.place != "path"
        ]

    def locate(self, base: str, arguments: Arguments) -> tuple[str, dict[str, str]]:
        """Return the URL of a call and the headers that its parameters ask for."""
        headers: dict[str, str] = {}
        path = self._template
        for argument, placeholder, write in self._path:
            segment = self._written(argument, write, arguments.get(argument))
            if segment is None:
                raise self._needs(argument)
            if segment in _NOWHERE:  # would name another address
                raise self._refusal(argument, "may not be empty or a run of dots")
            path = path.replace(placeholder, segment)
        if not self._known.issuperset(arguments):
            unknown = min(arguments.keys() - self._known)
            msg = f"{self._operation.id} has no argument {unknown!r}."
            raise ArgumentError(msg)
        if not self._others:
            return f"{base}{path}", headers
        return base + path + self._others_written(arguments, headers), headers

    def _others_written(self, arguments: Arguments, headers: dict[str, str]) -> str:
        """Return the query string; header and cookie parameters are put into *headers*."""
        query: list[str] = []
        cookies: list[str] = []
        for argument, place, name, write in self._others:
            text = self._written(argument, write, arguments.get(argument))
            if text is None:
                if argument in self._required:
                    raise self._needs(argument)
            elif place in {"query", "querystring"}:
                query.append(text)
            elif place == "header":
                headers[name] = self._line(argument, text)
            else:
                cookies.append(self._line(argument, text))
        if cookies:  # beside those that a parameter holds which is the header itself
            written = headers.get("cookie")
            headers["cookie"] = "; ".join([written, *cookies] if written else cookies)
        return f"{self._joint}{'&'.join(query)}" if query else ""

    def _line(self, argument: str, text: str) -> str:
        if not (text.isascii() and text.isprintable()):
            raise self._refusal(argument, "goes into a header and must be printable ASCII")
        return text

    def _written(self, argument: str, write: styles.WriteText, value: Any) -> str | None:
        """Return the text of one argument; None where there is none."""
        if value is None or value is UNSET:
            return None
        try:
            return write(value)
        except EncodingError as error:
            raise self._refusal(argument, f"{error}") from None  # its cause may quote the value

    def _needs(self, argument: str) -> ArgumentError:
        return ArgumentError(f"{self._operation.id} needs {argument}.")

    def _refusal(self, argument: str, reason: str) -> ArgumentError:
        where = "" if reason.startswith(("[", ".")) else " "
        return ArgumentError(f"{self._operation.id}: {argument}{where}{reason}.")


def _writer(parameter: Parameter, find: FindCodec) -> styles.WriteText:
    """Return the writer of a parameter: by its style, or by the codec of its media type."""
    if parameter.media_type is None:
        return styles.writer(parameter)
    media_type = parameter.media_type
    place, json = parameter.place, media_type.endswith("json")
    name = f"{quote(parameter.name, '')}=" if place in {"query", "cookie"} else ""

    check = validation.checker(parameter.schema)

    def write(value: Any) -> str:
        codec = find(media_type)
        if codec is None:
            msg = f"No codec for {media_type!r} ({parameter.argument} is written in it)."
            raise MediaTypeError(msg)
        data = _tree(value, parameter.schema)
        check(data)
        text = codec.encode(data, parameter.schema).decode()
        if place == "querystring" and media_type.endswith("urlencoded"):
            return text.replace("+", "%20")
        if place != "header":
            return name + quote(text, "")
        if json and not text.isascii():
            return "".join(letter if letter.isascii() else _escaped(letter) for letter in text)
        return text

    return write


def _escaped(character: str) -> str:
    """Escape a character of a JSON text, as two where it takes a surrogate pair."""
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def _tree(value: Any, schema: Schema) -> Any:
    try:
        return tree(value, schema)
    except ValueError as error:  # such as a date-time without a time zone
        scalars.refuse(str(error))
