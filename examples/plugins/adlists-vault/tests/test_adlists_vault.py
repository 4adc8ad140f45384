import shlex
import sys
from pathlib import Path
from typing import Literal

import pytest
from adlists_vault import Vault

from adlists import ConfigurationError
from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import READ, rehearse
from adlists.testing.transport import json_reply, reply


def program(text: str) -> str:
    return shlex.join([sys.executable, "-S", "-c", text])


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_the_token_is_asked_for_once_and_anew_after_a_401(
    mode: Literal["sync", "async"], tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    plugin = Vault(program(f"open({str(asked)!r}, 'a').write('x'); print('of ' 'the vault')"))
    answers = [json_reply(1), reply(401), json_reply(3)]
    run = rehearse(plugin, script=answers, calls=[Call(READ)] * 3, mode=mode)

    assert {sent.headers["authorization"] for sent in run.requests} == {"Bearer of the vault"}
    assert asked.read_text() == "xx"
    assert "of the vault" not in repr(plugin)


def test_a_program_that_gives_none_is_said() -> None:
    assert type(rehearse(Vault(program("raise SystemExit(1)"))).outcome) is ConfigurationError


def test_it_keeps_the_contract() -> None:
    check_plugin(Vault(program("print('token')")))
