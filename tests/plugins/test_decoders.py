"""A seeded sample of what `tests/bench/decoders.py` feeds at length."""

from __future__ import annotations

import decoders

from adlists.contract import Schema
from adlists.errors import DecodingError


def test_whatever_comes_is_a_value_or_a_decoding_error() -> None:
    faults: list[str] = []
    seen = decoders.feed(range(1_000), lambda *fault: faults.append(str(fault)))
    assert faults == []
    assert seen.keys() == decoders.FORMS.keys()
    assert min(seen.values()) > 100


def test_the_judge_is_no_yes_man() -> None:
    class Bad:
        def decode(self, *_: object) -> object:
            raise UnicodeError

    class Loud:
        def decode(self, *_: object) -> object:
            msg = "\x1b[31m"
            raise DecodingError(msg)

    for codec in (Bad(), Loud()):
        assert decoders.read(codec, b"", Schema("any"), None)


def test_what_hides_text_is_no_charset() -> None:
    feeder = decoders.Feeder()
    for name in feeder.codecs:
        for charset in ("utf-7", "UTF7", "unicode_escape", "punycode"):
            content = b"+2Ow-" * 3
            assert decoders.read(feeder.codecs[name], content, Schema("string"), charset) == ""
