import gzip
import json

from adlists_gzip import Gzip

from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import WRITE, rehearse


def test_what_is_long_is_sent_compressed() -> None:
    long, short = ["x" * 20], ["y"]
    run = rehearse(Gzip(10), calls=[Call(WRITE, body=long), Call(WRITE, body=short)])

    assert json.loads(gzip.decompress(bytes(run.requests[0].content))) == long
    assert run.requests[0].headers["content-encoding"] == "gzip"
    assert json.loads(bytes(run.requests[1].content)) == short
    assert "content-encoding" not in run.requests[1].headers


def test_it_keeps_the_contract() -> None:
    check_plugin(Gzip())
