"""What comes from elsewhere and is shown: bounded, without control characters, secrets masked.

A service quotes what it was sent, in whatever form its framework has: as JSON or XML
writes it, percent-encoded, twice over, in capital letters, within what it wrote as base64. So
a text is searched as it stands, and again with its escapes undone, level by level, while each
character remembers where it came from; what is found is hidden where it stands. Only a text's
beginning is looked at, and each step takes time in proportion to it.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import attrs

from adlists._runtime import secrecy
from adlists.contract import UNSET, Call, known, tree
from adlists.errors import AdlistsError
from adlists.messages import Request, lower

MASK: Final = "[secure]"
LONGEST: Final = 300
_SEARCHED: Final = 20_000  # characters: many times what is shown
_LEVELS: Final = 4  # of escapes within escapes
_SEED: Final = 4  # how many first characters of a secret are looked for before all of it
_ARGUMENT: Final = 100
_SECRET: Final = 6  # characters; a shorter one would be found in words
_NAME: Final = 128  # characters of a call's name
_OWN_NAMES: Final = frozenset(
    {"idempotency-key", "request-id", "traceparent", "x-correlation-id", "x-request-id"}
)
_PLAIN_HEADERS: Final = frozenset({"accept", "accept-encoding", "content-type", "user-agent"})
# An escape each; none can begin within another, and none needs a step back.
_ESCAPE: Final = (
    r"(?P<percent>(?:%[0-9a-fA-F]{2})++)"
    r"|\\(?:u(?P<json>[0-9a-fA-F]{4})|x(?P<hex>[0-9a-fA-F]{2})|(?P<short>[\"'\\/bfnrt]))"
    r"|&(?:\#x(?P<entity16>[0-9a-fA-F]{1,6}+)|\#(?P<entity10>[0-9]{1,7}+)|(?P<named>[a-zA-Z]{2,8}+));"
)
# However many levels of JSON there are: the backslashes gone, and what they write as numbers.
_BACKSLASHES: Final = r"\\++(?:u(?P<json>[0-9a-fA-F]{4})|x(?P<hex>[0-9a-fA-F]{2}))?+"
#: What may be base64, as RFC 4648 has it for texts or for addresses.
_BASE64: Final = r"[A-Za-z0-9+/_-]{6,}+={0,2}+"
_ADDRESS: Final = str.maketrans("-_", "+/")
_SHORT: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "commat": "@"}
#: What looks like a hash or a device's id.
_HEXADECIMAL: Final = r"\b[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}+-?[0-9a-fA-F]{12,}+\b"
_BODY_WORD: Final = r"[^\s\"'<>(),;:=&?\[\]{}]{6,}+=*+"
_WORD: Final = r"[^\s\"'<>(),;:=&?\[\]{}]++"

# Characters, and for each of them from where to where it stands in the text itself.
_Level: TypeAlias = "tuple[str, list[int], list[int]]"


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a text from elsewhere, cut short, without what commands a terminal or a log."""
    shown = text[: longest + 1]
    if not shown.isprintable():  # C0, C1, bidirectional marks, line ends, lone surrogates
        shown = "".join(letter if letter.isprintable() else " " for letter in shown)
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


# What a terminal does not show, or takes as a command: a secret may be cut in two by it.
_UNSEEN: Final = (
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


def mask(
    text: str, secrets: Iterable[str] = (), *, longest: int = LONGEST, patterns: bool = True
) -> str:
    """Return a text from elsewhere with secrets hidden, and cleaned.

    With *patterns*, whatever looks like an address or a hash is hidden too.
    """
    text = text[:_SEARCHED]
    hidden = bytearray(len(text))
    secrets = set(secrets)
    wanted = {_folded(secret).replace("+", " ") for secret in secrets}
    flat = {secret.replace("\\", "") for secret in wanted}
    octets = wanted | {_octets(secret) for secret in secrets if not secret.isascii()}
    level: _Level | None = (text, list(range(len(text))), list(range(1, len(text) + 1)))
    for _ in range(_LEVELS):
        if level is None:
            break
        _hide(level, wanted, hidden)
        if patterns:
            _hide_personal(level, hidden)
        if not level[0].isprintable() and (seen := _undone(level, _UNSEEN)) is not None:
            _hide(seen, wanted, hidden)
        if "\\" in level[0] and (flattened := _undone(level, _BACKSLASHES)) is not None:
            _hide(flattened, flat, hidden)
        if wanted:
            for decoded in _decoded(level):
                _hide(decoded, octets, hidden)
        level = _undone(level, _ESCAPE)
    shown = len(text)
    if shown == _SEARCHED:  # what is cut in two at the end could not be found
        shown -= min(max(map(len, wanted), default=0) * 6, _SEARCHED // 2)
    return clean("".join(_parts(text[:shown], hidden)), longest)


def said(text: str, call: Call[Any], request: Request | None) -> str:
    """Return what a service said, without what its request held that must not be shown."""
    return mask(text, secrets(call, request))


def _folded(text: str) -> str:
    """Return the text in lower case, letter by letter: as long as before."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _hide(level: _Level, wanted: set[str], hidden: bytearray) -> None:
    text, begins, ends = level
    folded = _folded(text).replace("+", " ")  # as forms write a blank; of the secrets too
    seeds = {folded[start : start + _SEED] for start in range(len(folded))}
    for secret in wanted:
        if len(secret) >= _SEED and secret[:_SEED] not in seeds:
            continue  # of thousands of people, nearly all
        start = folded.find(secret)
        while secret and start >= 0:
            _set(hidden, begins[start], ends[start + len(secret) - 1])
            start = folded.find(secret, start + len(secret))


def _hide_personal(level: _Level, hidden: bytearray) -> None:
    text, begins, ends = level
    for word in re.finditer(_WORD, text):
        if "@" in word[0][1:-1]:
            _set(hidden, begins[word.start()], ends[word.end() - 1])
    for found in re.finditer(_HEXADECIMAL, text):
        _set(hidden, begins[found.start()], ends[found.end() - 1])


def _set(hidden: bytearray, begin: int, end: int) -> None:
    hidden[begin:end] = b"\1" * (end - begin)


def _undone(level: _Level, pattern: str) -> _Level | None:
    """Return the text with one level of escapes undone; None where there are none."""
    text, begins, ends = level
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    parts: list[str] = []
    starts: list[int] = []
    stops: list[int] = []
    position = 0
    for escape in [*found, None]:
        until = len(text) if escape is None else escape.start()
        parts.append(text[position:until])
        starts += begins[position:until]
        stops += ends[position:until]
        if escape is not None:
            letters = _letters(escape)
            parts.append(letters)
            starts += [begins[escape.start()]] * len(letters)
            stops += [ends[escape.end() - 1]] * len(letters)
            position = escape.end()
    undone = "".join(parts)
    return None if undone == text else (undone, starts, stops)


def _decoded(level: _Level) -> Iterator[_Level]:
    """Yield what stands in runs of base64, octet by octet, from each place where one may begin."""
    text, begins, ends = level
    runs = list(re.finditer(_BASE64, text))
    for shift in range(4 if runs else 0):
        content = bytearray()
        starts: list[int] = []
        stops: list[int] = []
        for run in runs:
            first, last = run.start() + shift, run.start() + len(run[0].rstrip("="))
            last -= (last - first) % 4 == 1  # which would be less than an octet
            if last - first < 2:
                continue
            written = text[first:last].translate(_ADDRESS)
            octets = a2b_base64(written + "=" * (-len(written) % 4))
            content += octets
            starts += [begins[first + index * 4 // 3] for index in range(len(octets))]
            stops += [ends[first + (index * 8 + 7) // 6] for index in range(len(octets) - 1)]
            stops.append(ends[run.end() - 1])
            content.append(0)  # so that nothing is found across two
            starts.append(begins[first])
            stops.append(ends[first])
        yield content.decode("latin-1"), starts, stops


def _octets(secret: str) -> str:
    """Return a text as its octets in UTF-8, a letter each."""
    return _folded(secret.encode("utf-8", "surrogatepass").decode("latin-1")).replace("+", " ")


def _letters(escape: re.Match[str]) -> str:
    kind = escape.lastgroup
    if kind is None:
        return ""
    said = escape[kind]
    if kind == "percent":
        return unquote(said, errors="replace")
    if kind == "short":
        return _SHORT.get(said, said)
    if kind == "named":
        return _NAMED.get(said.lower(), escape[0])
    return _letter(int(said, 10 if kind == "entity10" else 16))


def _letter(number: int) -> str:
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _parts(text: str, hidden: bytearray) -> Iterator[str]:
    position = 0
    for run in re.finditer(rb"\x01+", hidden[: len(text)]):
        yield text[position : run.start()]
        yield MASK
        position = run.end()
    yield text[position:]


def secrets(call: Call[Any], request: Request | None) -> Iterator[str]:
    """Yield the sensitive strings of a call: of its body, and what its layers added."""
    operation = call.operation
    if operation.body is not None and given(call.body):
        schema = operation.body.schema
        yield from secrecy.sensitive(tree(call.body, schema), schema)
    for parameter in operation.parameters:
        value = call.arguments.get(parameter.argument, UNSET)
        if given(value) and secrecy.holds(parameter.schema):
            yield from secrecy.sensitive(known(value), parameter.schema)
    if request is not None:
        yield from of_request(request, set(map(str, call.arguments.values())))


def of_credentials(credentials: Iterable[Any]) -> frozenset[str]:
    """Return what credentials hold that is never shown, whichever call they were sent with."""
    found = set[str]()
    for credential in credentials:
        kind: type[Any] = credential.__class__
        for field in attrs.fields(kind) if attrs.has(kind) else ():
            value = getattr(credential, field.name, None)
            if not field.repr and isinstance(value, str) and len(value) >= _SECRET:
                found.add(value)
    return frozenset(found)


def identity(text: str, request: Request | None, secrets: Iterable[str] = ()) -> str:
    """Return a service's own name for a call; what it repeats of the request is hidden.

    It looks like a hash where it is honest, so only what the request holds is looked for.
    A name that the request gave itself may come back.
    """
    held = set(secrets)
    if request is not None:
        own = {name: value for name, value in lower(request.headers).items() if name in _OWN_NAMES}
        if text in own.values():
            return clean(text, _NAME)
        path = request.url.partition("://")[2].partition("?")[0].split("/")[1:]
        held |= {piece for part in path for piece in (part, unquote(part)) if len(part) >= 6}
        held |= set(of_request(request, own.values()))
        content = _looked_at(request).lower()
        words = re.findall(r"[\w@.+=/-]{6,}+", unquote(text[:_SEARCHED]))
        held |= {word for word in words if word.lower().encode() in content}
    return mask(text, held, longest=_NAME, patterns=False)


def of_request(request: Request, shown: Collection[str] = ()) -> Iterator[str]:
    """Yield what a request holds beyond the arguments that may be shown."""
    for part in re.split(r"[?&]", request.url)[1:]:
        value = part.partition("=")[2]
        yield from (
            text for text in (value, unquote(value)) if len(text) >= 4 and text not in shown
        )
    for name, value in lower(request.headers).items():
        if name not in _PLAIN_HEADERS:
            words = {*value.split(), *re.split(r"[\s;=]+", value)}
            if name == "authorization" and value[:6].lower() == "basic ":
                yield from _of_basic(value[6:])
            yield from (text for word in words for text in (word, unquote(word)) if len(text) >= 8)


def of_content(request: Request) -> Iterator[str]:
    """Yield the words of a request's body, whatever they mean, as far as one looks."""
    text = _looked_at(request)[:_SEARCHED].decode("utf-8", "replace")
    for word in re.findall(_BODY_WORD, text):
        yield from (word, unquote(word))


def _of_basic(value: str) -> Iterator[str]:
    """Yield the user name and the password of a Basic credential (RFC 7617)."""
    from base64 import b64decode

    try:
        user, _, password = b64decode(value).decode().partition(":")
    except ValueError:  # somebody else's, and not as the RFC has it
        return
    yield from (text for text in (user, password) if len(text) >= 4)


def arguments(call: Call[Any]) -> dict[str, str]:
    """Return the arguments of a call as they may be shown, by their Python names.

    Of what the document marks sensitive, of lists and of objects no more is told than that
    they were given.
    """
    shown: dict[str, str] = {}
    for parameter in call.operation.parameters:
        value = call.arguments.get(parameter.argument)
        if value is None or not given(value):
            continue
        if secrecy.holds(parameter.schema):
            shown[parameter.argument] = MASK
        elif isinstance(value, str):
            shown[parameter.argument] = mask(value, (), longest=_ARGUMENT)
        elif isinstance(value, bool | int | float):
            shown[parameter.argument] = str(value)
        else:
            shown[parameter.argument] = f"[{type(value).__name__}]"
    return shown


def given(value: object) -> bool:
    """Tell whether an argument or a body was given."""
    return not (value is None or value is UNSET)


def _looked_at(request: Request) -> bytes:
    """Return the bytes of a request's body; only those before the first file that is in it."""
    content: Any = request.content
    return content if isinstance(content, bytes) else content.head


def bare(error: AdlistsError) -> AdlistsError:
    """Return an error without the frames it came through, whose variables hold the request.

    A traceback may be shown with its locals, and a library's own request has a `repr` that
    quotes the address, its key included. Raise it outside the `except` that caught it.
    """
    error.__context__ = None
    return error.with_traceback(None)
