from adlists_messagepack import Messagepack

from adlists.testing.conformance import check_codec, check_plugin


def test_what_is_written_is_what_is_read() -> None:
    values = [1, {"a": None, "ü": [1.5, True]}], "ü", 2**63, b"\x00"
    check_codec(Messagepack(), "application/msgpack", *values)


def test_it_keeps_the_contract() -> None:
    check_plugin(Messagepack())
