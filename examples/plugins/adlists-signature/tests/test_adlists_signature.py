import hashlib
import hmac
from typing import Literal

import pytest
from adlists_signature import Signature

from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import rehearse
from adlists.testing.transport import json_reply, reply


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_each_attempt_is_signed_as_it_leaves(mode: Literal["sync", "async"]) -> None:
    moments = iter([1.0, 2.0])
    plugin = Signature("secret", clock=lambda: next(moments))
    run = rehearse(plugin, script=[reply(503), json_reply(7)], mode=mode)

    for moment, sent in enumerate(run.requests, 1):
        said = f"GET\n/read\n{moment}\n".encode()
        expected = hmac.new(b"secret", said, hashlib.sha256).hexdigest()
        assert sent.headers["x-signature"] == expected
    assert "secret" not in repr(plugin)


def test_it_keeps_the_contract() -> None:
    check_plugin(Signature("secret", clock=lambda: 1.0))
