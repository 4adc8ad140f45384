"""Ways for a server to misbehave, as a table: what it does after a request, step by step.

Each is a few steps, made by crossing framings, deliveries, surplus and endings, so that
the table grows by a line and not by a test. What has to hold of every one stands in
`visits.check`.
"""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Iterator
from typing import Final, TypeAlias

import attrs


@attrs.frozen
class Send:
    """Send bytes: at once, or in pieces of `size` with a pause between them."""

    content: bytes
    size: int = 0
    pause: float = 0.0


@attrs.frozen
class Repeat:
    """Send the same bytes for ever, with a pause between them."""

    content: bytes
    pause: float = 0.0


@attrs.frozen
class Wait:
    """Let some seconds pass."""

    seconds: float


@attrs.frozen
class Close:
    """Close the connection, in order or by a reset."""

    reset: bool = False


@attrs.frozen
class Hang:
    """Say nothing more, and keep the connection open until the other side gives up."""


Step: TypeAlias = Send | Repeat | Wait | Close | Hang

#: How the layer below begins: in the open, or by TLS that goes well or does not.
Layer: TypeAlias = str


@attrs.frozen
class Behaviour:
    """What a server does with one request. `outcome` says what a client makes of it.

    "answer": the reply; "error": an error of ours; "either": one of the two. `unsent`
    where the request cannot have arrived, and has to be said so. Where there is only one way
    to read an answer, `content` is its body.
    """

    name: str
    steps: tuple[Step, ...]
    outcome: str = "either"
    layer: Layer = "plain"
    unsent: bool = False
    content: bytes | None = None


POISON: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
_ENDS: Final[tuple[Step, ...]] = (Close(), Hang())
_JSON: Final = "Content-Type: application/json"


def head(*lines: str, status: str = "200 OK", version: str = "HTTP/1.1") -> bytes:
    """Write a head."""
    return "\r\n".join([f"{version} {status}", *lines, "", ""]).encode("latin-1")


def whole(body: bytes = b'{"fine": 1}', *lines: str, status: str = "200 OK") -> bytes:
    """Write a reply with its length."""
    return head(f"Content-Length: {len(body)}", _JSON, *lines, status=status) + body


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", lines: tuple[str, ...] = ()) -> bytes:
    """Write a reply in chunks."""
    sizes = [b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks]
    return head("Transfer-Encoding: chunked", _JSON, *lines) + b"".join(sizes) + end


def _surplus() -> Iterator[Behaviour]:
    """More than one reply, in every framing, by every road."""
    framings = {
        "a length": whole(),
        "chunks": chunked(b'{"fine"', b": 1}"),
        "chunks and a trailer": chunked(b"{}", end=b"0\r\nX-Sum: 1\r\n\r\n"),
        "a short length": head("Content-Length: 2", _JSON) + b'{}, {"more": 1}',
        "no body, 204": head(status="204 No Content"),
        "no body, 304": head("ETag: 1", status="304 Not Modified"),
        "an empty body": whole(b""),
        "an error": whole(b'{"message": "no"}', status="400 Bad Request"),
        "gzip": whole(gzip.compress(b"{}"), "Content-Encoding: gzip"),
        "a large body": whole(b'"' + b"a" * 100_000 + b'"'),
    }
    extra = {
        "another reply": POISON,
        "half a reply": POISON[:25],
        "a line": b"\r\n",
        "garbage": b"\0\xff" * 50,
        "ten replies": POISON * 10,
        "a flood": POISON * 3000,
    }
    for (framing, reply), (name, more) in itertools.product(framings.items(), extra.items()):
        yield Behaviour(f"{framing}, then {name}", (Send(reply + more),), "answer")
        if name in {"another reply", "garbage"}:
            steps: tuple[Step, ...] = (Send(reply), Send(more))
            yield Behaviour(f"{framing}, then {name} of its own", steps, "answer")
            steps = (Send(reply), Wait(0.02), Send(more))
            yield Behaviour(f"{framing}, then {name} later", steps, "answer")
            yield Behaviour(
                f"{framing}, then {name} over TLS", (Send(reply + more),), "answer", "tls"
            )
            steps = (Send(reply), Send(more))
            yield Behaviour(f"{framing}, then {name} in a record over TLS", steps, "answer", "tls")


def _lengths() -> Iterator[Behaviour]:
    """Lengths that are none, or not true."""
    body = b'{"fine": 1}'
    said = {
        "negative": ["Content-Length: -1"],
        "hexadecimal": ["Content-Length: 0xb"],
        "signed": ["Content-Length: +11"],
        "a fraction": ["Content-Length: 11.0"],
        "words": ["Content-Length: eleven"],
        "empty": ["Content-Length:"],
        "beyond 64 bits": ["Content-Length: 99999999999999999999999"],
        "beyond 63 bits": ["Content-Length: 18446744073709551615"],
        "a terabyte": ["Content-Length: 1099511627776"],
        "twice alike": ["Content-Length: 11", "Content-Length: 11"],
        "twice": ["Content-Length: 11", "Content-Length: 5"],
        "a list": ["Content-Length: 11, 5"],
        "in digits of elsewhere": ["Content-Length: \xb9\xb9"],
        "beside chunks": ["Content-Length: 11", "Transfer-Encoding: chunked"],
        "none": [],
    }
    for (name, lines), end in itertools.product(said.items(), _ENDS):
        ending = type(end).__name__.lower()
        yield Behaviour(f"a length, {name}, then {ending}", (Send(head(*lines, _JSON) + body), end))
    for size in (0, 1, 5, 10):
        cut = head("Content-Length: 11", _JSON) + body[:size]
        yield Behaviour(f"{size} of 11 bytes, then close", (Send(cut), Close()), "error")
        yield Behaviour(f"{size} of 11 bytes, then reset", (Send(cut), Close(reset=True)), "error")
        yield Behaviour(f"{size} of 11 bytes, then hang", (Send(cut), Hang()), "error")


def _chunks() -> Iterator[Behaviour]:
    """Chunks that are none, or do not end."""
    begin = head("Transfer-Encoding: chunked", _JSON)
    sizes = {
        "no number": b"zz\r\n{}\r\n0\r\n\r\n",
        "negative": b"-2\r\n{}\r\n0\r\n\r\n",
        "beyond 64 bits": b"fffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        "64 bits": b"ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        "with 0x": b"0x2\r\n{}\r\n0\r\n\r\n",
        "with blanks": b"2  \r\n{}\r\n0\r\n\r\n",
        "with an extension": b"2;a=b\r\n{}\r\n0\r\n\r\n",
        "with a long extension": b"2;" + b"a" * 200_000 + b"\r\n{}\r\n0\r\n\r\n",
        "empty": b"\r\n{}\r\n0\r\n\r\n",
        "too small": b"1\r\n{}\r\n0\r\n\r\n",
        "too large": b"9\r\n{}\r\n0\r\n\r\n",
        "by line feeds": b"2\n{}\n0\n\n",
        "many zeros": b"0" * 50_000 + b"2\r\n{}\r\n0\r\n\r\n",
    }
    for (name, content), end in itertools.product(sizes.items(), _ENDS):
        ending = type(end).__name__.lower()
        yield Behaviour(f"a chunk's size, {name}, then {ending}", (Send(begin + content), end))
    for name, content in {
        "runs over": b"2\r\n{}XY0\r\n\r\n",
        "runs over by one": b"2\r\n{}X\r\n0\r\n\r\n",
        "runs over into the next": b"1\r\n{XY1\r\n}\r\n0\r\n\r\n",
    }.items():
        yield Behaviour(f"a chunk that {name}", (Send(begin + content), Close()), "error")
    endless = {
        "chunks": b"400\r\n" + b"a" * 1024 + b"\r\n",
        "chunks of a byte": b"1\r\na\r\n" * 1000,
        "extensions": b"2;" + b"a" * 2048,
    }
    for (name, content), pause in itertools.product(endless.items(), (0.0, 0.05)):
        steps = (Send(begin), Repeat(content, pause))
        yield Behaviour(f"endless {name}, a pause of {pause}", steps, "error")
    trailer = (Send(begin + b"2\r\n{}\r\n0\r\n"), Repeat(b"X-Trailer: 1\r\n"))
    yield Behaviour("endless trailers", trailer, "error")
    for coding in (
        "gzip",
        "chunked, identity",
        "chunked, chunked",
        "Chunked",
        "x",
        "gzip, chunked",
    ):
        reply = head(f"Transfer-Encoding: {coding}", _JSON) + b"2\r\n{}\r\n0\r\n\r\n"
        yield Behaviour(f"transfer coding {coding}", (Send(reply), Close()))


def _time() -> Iterator[Behaviour]:
    """Too slow, in every phase, and for ever."""
    replies = {
        "a length": whole(b'"' + b"a" * 4000 + b'"'),
        "chunks": chunked(*[b"1" for _ in range(800)]),
        "a long head": head("Content-Length: 2", *[f"X-{n}: {n}" for n in range(90)]) + b"{}",
    }
    for (name, reply), pause in itertools.product(replies.items(), (0.01, 0.2)):
        steps = (Send(reply, size=1, pause=pause),)
        yield Behaviour(f"{name}, a byte each {pause} s", steps, "error")
        secured = Behaviour(f"{name}, a byte each {pause} s over TLS", steps, "error", "tls")
        yield secured
    for name, line in {
        "100 Continue": b"HTTP/1.1 100 Continue\r\n\r\n",
        "102 Processing": b"HTTP/1.1 102 Processing\r\n\r\n",
        "103 Early Hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
        "199 with a body": b"HTTP/1.1 199 Odd\r\nContent-Length: 3\r\n\r\nabc",
    }.items():
        yield Behaviour(f"a flood of {name}", (Repeat(line * 50),), "error")
        yield Behaviour(f"drips of {name}", (Repeat(line, 0.1),), "error")
        yield Behaviour(f"one {name}, then a reply", (Send(line), Send(whole())))
        yield Behaviour(f"one {name}, then hang", (Send(line), Hang()), "error")
    body = head(_JSON, "Connection: close")
    for name, begin in {
        "nothing": b"",
        "half a head": b"HTTP/1.1 200 OK\r\nContent-",
        "a head": head("Content-Length: 9", _JSON),
        "a head without a length": body,
    }.items():
        yield Behaviour(f"{name}, then hang", (Send(begin), Hang()), "error")
        yield Behaviour(f"{name}, then hang over TLS", (Send(begin), Hang()), "error", "tls")
        yield Behaviour(
            f"{name}, then reset", (Send(begin), Wait(0.01), Close(reset=True)), "error"
        )
    yield Behaviour("an endless body", (Send(body), Repeat(b"a" * 65536)), "error")
    yield Behaviour("an endless body, dripped", (Send(body), Repeat(b"a", 0.05)), "error")
    yield Behaviour("an endless body over TLS", (Send(body), Repeat(b"a" * 65536)), "error", "tls")
    long = head("Content-Length: 99999999", _JSON)
    yield Behaviour("a body beyond the limit", (Send(long), Repeat(b"a" * 65536)), "error")


def _codings() -> Iterator[Behaviour]:
    """Compression that is none, or stands for too much."""
    zeros = zlib.compressobj(9, wbits=31)
    bomb = zeros.compress(bytes(50_000_000)) + zeros.flush()
    raw = zlib.compressobj(9, wbits=-15)
    raw_bomb = raw.compress(bytes(50_000_000)) + raw.flush()
    empty = gzip.compress(b"", mtime=0)
    nested = b"{}"
    for _ in range(4):
        nested = gzip.compress(nested)
    contents = {
        "gzip": (gzip.compress(b"{}"), "answer"),
        "gzip, cut short": (gzip.compress(b"a" * 999)[:-9], "error"),
        "gzip, its sum wrong": (gzip.compress(b"{}")[:-8] + bytes(8), "error"),
        "gzip, garbage behind": (gzip.compress(b"{}") + b"garbage", "error"),
        "gzip, padding behind": (gzip.compress(b"{}") + bytes(512), "answer"),
        "gzip, two members": (gzip.compress(b"{") + gzip.compress(b"}"), "answer"),
        "gzip, 12,000 empty members": (empty * 12_000, "error"),
        "gzip, a bomb": (bomb, "error"),
        "deflate, a bomb": (raw_bomb, "error"),
        "deflate, raw": (zlib.compress(b"{}")[2:-4], "answer"),
        "deflate, none": (b"{}", "error"),
        "gzip, none": (b"{}", "error"),
        "br": (b"{}", "error"),
        "zstd": (b"{}", "error"),
        "identity": (b"{}", "answer"),
        "gzip, gzip, gzip, gzip": (nested, "answer"),
        ", ".join(["gzip"] * 200): (gzip.compress(b"{}"), "error"),
        "x" * 3000: (b"{}", "error"),
        "": (b"{}", "either"),
    }
    for name, (content, outcome) in contents.items():
        coding = name.partition(", ")[0] if ", gzip" not in name else name
        reply = whole(content, f"Content-Encoding: {coding}")
        yield Behaviour(f"coded as {name[:40]}", (Send(reply),), outcome)


def _heads() -> Iterator[Behaviour]:
    """Heads that are none, or far too much."""
    starts = {
        "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        "no status": b"HTTP/1.1\r\n\r\n",
        "status 99": b"HTTP/1.1 99 Odd\r\n\r\n",
        "status 000": b"HTTP/1.1 000 Odd\r\n\r\n",
        "status 1000": b"HTTP/1.1 1000 Odd\r\n\r\n",
        "status 999": b"HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\n{}",
        "status -1": b"HTTP/1.1 -1 Odd\r\n\r\n",
        "status abc": b"HTTP/1.1 abc Odd\r\n\r\n",
        "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
        "a long reason": b"HTTP/1.1 200 " + b"O" * 90_000 + b"\r\nContent-Length: 2\r\n\r\n{}",
        "a reason for a terminal": b"HTTP/1.1 200 \x1b[31m\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/0.9": b"<html>hello</html>",
        "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n{}",
        "HTTP/1.2": b"HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/2.0": b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/9.9": b"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "frames of HTTP/2": b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x80\0\4\0\1\0\0\0\5\0\xff\xff\xff",
        "lower case": b"http/1.1 200 ok\r\nContent-Length: 2\r\n\r\n{}",
        "line feeds alone": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
        "carriage returns alone": b"HTTP/1.1 200 OK\rContent-Length: 2\r\r{}",
        "blanks before": b"  HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "lines before": b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "a proxy's line": b"PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r\n\r\n",
        "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
        "zeros": bytes(4096),
        "TLS": b"\x16\x03\x01\x02\0\x01\0",
    }
    lines = {
        "no colon": b"odd",
        "no name": b": odd",
        "a blank before the colon": b"X-Odd : 1",
        "a blank in the name": b"X Odd: 1",
        "a folded line": b"X-Odd: 1\r\n folded",
        "a zero byte": b"X-Odd: a\0b",
        "a control character": b"X-Odd: a\x1b[2Jb",
        "Latin-1": b"X-Odd: caf\xe9",
        "UTF-8": "X-Odd: caf\u00e9 \u202e".encode(),
        "a name of Latin-1": b"X-\xe9: 1",
        "a megabyte": b"X-Odd: " + b"a" * 2**20,
        "10,000 lines": b"\r\n".join(b"X-%d: %d" % (n, n) for n in range(10_000)),
        "150 lines": b"\r\n".join(b"X-%d: %d" % (n, n) for n in range(150)),
        "the same line 90 times": b"\r\n".join([b"X-Odd: 1"] * 90),
        "an escape in the request id": b"X-Request-Id: \x1b]0;a\x07",
        "a long request id": b"X-Request-Id: " + b"a" * 5000,
        "two types": b"Content-Type: text/html\r\nContent-Type: text/plain",
        "an odd charset": b'Content-Type: application/json; charset="x\\"; charset=punycode',
        "a cookie": b"Set-Cookie: a=b; Domain=example.com",
        "a redirect elsewhere": b"Location: http://127.0.0.1:1/",
        "a wait of a century": b"Retry-After: Fri, 31 Dec 2099 23:59:59 GMT",
    }
    for name, start in starts.items():
        yield Behaviour(f"a head, {name}", (Send(start), Close()))
        if name in {"another protocol", "101", "HTTP/0.9", "zeros", "TLS", "no status"}:
            yield Behaviour(f"a head, {name}, then hang", (Send(start), Hang()))
    for (name, line), status in itertools.product(lines.items(), ("200 OK", "503 Oh")):
        reply = head("Content-Length: 2", status=status)[:-2] + line + b"\r\n\r\n{}"
        yield Behaviour(f"a header, {name}, {status}", (Send(reply),))
        hidden = b"HTTP/1.1 " + status.encode() + b"\r\n" + line + head("Content-Length: 2")[15:]
        steps = (Send(hidden + b"{}, and more"), Close())
        yield Behaviour(f"a length behind a header, {name}, {status}", steps, content=b"{}")
    yield Behaviour("endless headers", (Send(head()[:-2]), Repeat(b"X-Odd: 1\r\n" * 100)), "error")
    yield Behaviour("an endless header", (Send(head()[:-2] + b"X:"), Repeat(b"a" * 999)), "error")
    yield Behaviour("an endless status", (Send(b"HTTP/1.1 200 "), Repeat(b"a" * 999)), "error")


def _bodies() -> Iterator[Behaviour]:
    """Bodies that are hard to read, as results and as errors."""
    deep = 60_000
    bodies = {
        ("lists in lists", "json"): b"[" * deep + b"]" * deep,
        ("objects in objects", "json"): b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        ("errors in errors", "json"): b'{"errors":' * 900 + b"1" + b"}" * 900,
        ("lists of errors", "json"): b'{"errors":[' * 900 + b"]}" * 900,
        ("a number of a megabyte", "json"): b"1" * 200_000,
        ("an exponent", "json"): b"1e400",
        ("a lone surrogate", "json"): b'{"message": "\\ud800"}',
        ("a command for a terminal", "json"): b'{"message": "\\u001b[2J\\u202eabc"}',
        ("a zero byte", "json"): b'{"message": "\\u0000"}',
        ("cut short", "json"): b'{"message": "',
        ("not UTF-8", "json"): b'{"message": "\xff"}',
        ("a message that is a number", "json"): b'{"message": 5, "errors": 7}',
        ("a long message", "json"): b'{"message": "' + b"a@" * 60_000 + b'"}',
        ("a message of letters", "json"): b'{"message": "' + b"a" * 120_000 + b'"}',
        ("a message of digits", "json"): b'{"message": "' + b"0a" * 60_000 + b'"}',
        ("titles in titles", "html"): b"<html>" + b"<title" * 30_000,
        ("a title that never ends", "html"): b"<html><title>" + b"a" * 200_000,
        ("a title of entities", "html"): b"<html><title>" + b"&#x1b;&#" * 20_000 + b"</title>",
        ("titles and brackets", "html"): b"<html>" + b"<title>" * 30_000,
        ("plain", "plain"): b"No.\x1b[31m\xff" + b" " * 100_000,
        ("elements in elements", "xml"): b"<a>" * deep + b"</a>" * deep,
        ("entities in entities", "xml"): b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        ("empty", "json"): b"",
        ("blanks", "json"): b" " * 100_000,
        ("UTF-16", "json"): '{"message": "no"}'.encode("utf-16"),
    }
    labels = {
        "json": "application/json",
        "html": "text/html",
        "plain": "text/plain",
        "xml": "application/xml",
    }
    for ((name, form), body), status in itertools.product(bodies.items(), ("200 OK", "500 Oh")):
        reply = head(f"Content-Length: {len(body)}", f"Content-Type: {labels[form]}", status=status)
        yield Behaviour(f"a body, {name} in {form}, {status}", (Send(reply + body),))


def _handshakes() -> Iterator[Behaviour]:
    """Connections that come to nothing before the request can leave."""
    handshakes: dict[str, tuple[Step, ...]] = {
        "no answer": (Hang(),),
        "closed": (Close(),),
        "reset": (Close(reset=True),),
        "another protocol": (Send(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Close()),
        "garbage": (Send(bytes(4096)), Hang()),
        "half a record": (Send(b"\x16\x03\x03\x00\x7a\x02"), Hang()),
        "half a record, closed": (Send(b"\x16\x03\x03\x00\x7a\x02"), Close()),
        "a byte each 0.1 s": (Send(b"\x16\x03\x03\x40\x00" + bytes(500), size=1, pause=0.1),),
        "an alert": (Send(b"\x15\x03\x03\x00\x02\x02\x28"), Close()),
    }
    for name, steps in handshakes.items():
        yield Behaviour(f"a handshake, {name}", steps, "error", "handshake", unsent=True)


def behaviours() -> list[Behaviour]:
    """Return every behaviour; their names are all different."""
    parts = (_surplus, _lengths, _chunks, _time, _codings, _heads, _bodies, _handshakes)
    found = [behaviour for part in parts for behaviour in part()]
    assert len({behaviour.name for behaviour in found}) == len(found)
    return found
