"""Feeds the decoders with what no service should send: `python tests/bench/decoders.py [COUNT]`.

COUNT inputs (100,000 where none is said), made of documents that are right and then damaged,
of pieces that mean something in some format, and of plain noise, each read by the schema of a
model, by another's and by none. Whatever comes, a decoder returns a value or raises a
`DecodingError`, in a time that is in proportion to the input. The exit code is 1 where one
did not. Every input follows from its number: `--from N` begins at N.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import quote

from adlists._runtime.registry import Registry
from adlists.contract import Schema, Stream
from adlists.errors import DecodingError, EncodingError
from adlists.plugins import builtins
from adlists.sandbox.examples import example
from adlists.testing import strategies

FORMS: Final = {
    "JSON": "application/json",
    "XML": "application/xml",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "events": "text/event-stream",
    "lines of JSON": "application/x-ndjson",
    "lines": "text/plain",
}
PIECES: Final[tuple[bytes, ...]] = (
    *(b'{"', b'":', b"[", b"]", b"}", b",", b"null", b"true", b"1e999", b"-0", b"NaN", b"\\u"),
    *(b"\\ud83d", b"\\ud83d\\ude00", b'"', b"\\", b"1" * 400, b"1" * 5000, b"[" * 300),
    *(b"<", b"</", b"/>", b"<a>", b"</a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;"),
    *(b"&#xD800;", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!--"),
    *(b' xmlns:a="b"', b' xsi:nil="true"', b"<a:b>", b"&amp;", b"<a>" * 300),
    *(b"=", b"&", b"%", b"%5B", b"%5D", b"%00", b"+", b"a[b][0]=1", b"a[]=1", b"%ff", b"%EF%BB%BF"),
    *(b"--", b"\r\n", b"\n", b"\r", b"--B--\r\n", b"--B\r\n", b"--B", b"Content-Disposition: "),
    *(b'form-data; name="a"', b"; filename*=utf-8''%e2%82%ac", b"Content-Type: application/json"),
    *(
        b"data: ",
        b"data:{}\n\n",
        b"event: x\n",
        b"id: \0\n",
        b": comment\n",
        b"retry: 1\n",
        b"\n\n",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\x00",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xf0\x9f",
    ),
    *(b"2024-01-01T00:00:00", b"24:00", b"\xe2\x80\xae", b"\x1b[31m", b" " * 400, b"e" * 400),
)
CHARSETS: Final = (None, None, None, "utf-8", "latin-1", "utf-16", "utf-7", "idna", "nope", "\0")
SLOW: Final = 1.0  # seconds of one input, none of which has more than some thousand bytes


class Feeder:
    """Makes inputs, each from its number alone, and has them read."""

    def __init__(self) -> None:
        find = Registry(builtins()).codec
        self.codecs: dict[str, Any] = {name: find(form) for name, form in FORMS.items()}
        schemas = [
            model.SCHEMA
            for package in strategies.packages()
            for model in strategies.models(package)
        ]
        text = Schema("array", items=Schema("string"))
        self.schemas: list[Schema] = [*schemas, text, Schema("any"), Schema("integer")]
        self.right = {name: [*self._documents(name, schemas)] or [b""] for name in self.codecs}

    def _documents(self, name: str, schemas: list[Schema]) -> Iterator[bytes]:
        for schema in schemas:
            data = example(schema)
            if name == "events":
                yield b"".join(b"data: %b\n\n" % json.dumps(item).encode() for item in [data] * 3)
            elif name == "lines of JSON":
                yield b"\n".join(json.dumps(item).encode() for item in [data] * 3)
            else:
                try:
                    yield self.codecs[name].encode(data, schema)
                except (EncodingError, NotImplementedError):
                    continue

    def content(self, name: str, dice: random.Random) -> bytes:
        """Return a document that is right, then damaged; or pieces; or noise."""
        shape = dice.random()
        if shape < 0.1:
            return dice.randbytes(dice.randrange(200))
        if shape < 0.3:
            return b"".join(dice.choices(PIECES, k=dice.randrange(12)))
        content = bytearray(dice.choice(self.right[name]))
        for _ in range(dice.randrange(5)):
            start = dice.randrange(len(content) + 1)
            end = min(len(content), start + dice.choice((0, 0, 1, 2, 20)))
            new = dice.choice(PIECES) if dice.random() < 0.8 else dice.randbytes(3)
            content[start:end] = new
        if dice.random() < 0.1:
            del content[dice.randrange(len(content) + 1) :]
        if dice.random() < 0.05:
            content = bytearray(quote(bytes(content)).encode())
        return bytes(content)

    def feed(self, number: int) -> tuple[str, str]:
        """Read one input; return its format, and what was wrong, if anything."""
        dice = random.Random(number)
        name = dice.choice([*self.codecs])
        content, charset = self.content(name, dice), dice.choice(CHARSETS)
        schema = dice.choice([*self.schemas, None])
        started = time.process_time()
        fault = read(self.codecs[name], content, schema, charset)
        if time.process_time() - started > SLOW:
            fault = fault or "took longer than a second"
        return name, fault


def read(codec: Any, content: bytes, schema: Schema | None, charset: str | None) -> str:
    """Read one input to its end; return what was wrong, if anything."""
    try:
        data = codec.decode(content, schema, charset)
        items = data if isinstance(data, Stream | list) else ()
        for _ in items:
            pass
    except DecodingError as error:
        return "" if str(error).isprintable() else "its error has control characters"
    except Exception:  # noqa: BLE001 - reported like any other fault
        return traceback.format_exc(limit=-4)
    return ""


def feed(numbers: range, told: Callable[[int, str, str], None]) -> Counter[str]:
    """Read many inputs; tell of each that was not read well."""
    feeder = Feeder()
    seen: Counter[str] = Counter()
    for number in numbers:
        name, fault = feeder.feed(number)
        seen[name] += 1
        if fault:
            told(number, name, fault)
    return seen


def main() -> int:
    """Feed them all, report, and say whether all was well."""
    given = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    first = given.pop() if "--from" in sys.argv else 0
    count = given[0] if given else 100_000
    faults: list[int] = []

    def told(number: int, name: str, fault: str) -> None:
        faults.append(number)
        print(f"{number}, {name}: {fault}")

    started = time.monotonic()
    seen = feed(range(first, first + count), told)
    parts = ", ".join(f"{name} {number:,}" for name, number in sorted(seen.items()))
    print(f"{count:,} inputs ({parts}), {len(faults)} faults, {time.monotonic() - started:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
