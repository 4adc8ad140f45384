import json
from pathlib import Path
from typing import Literal

import pytest
from adlists_audit import Audit

from adlists.contract import Call
from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import READ, WRITE, rehearse
from adlists.testing.transport import json_reply, reply


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_there_is_a_row_for_each_change(mode: Literal["sync", "async"], tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    calls = [Call(WRITE, body=["private"]), Call(READ), Call(WRITE, body=[])]
    rehearse(Audit(file), script=[json_reply(1), json_reply(2), reply(400)], calls=calls, mode=mode)

    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows == [
        {"operation": "write", "outcome": outcome} for outcome in ("done", "BadRequest")
    ]


def test_it_keeps_the_contract(tmp_path: Path) -> None:
    check_plugin(Audit(tmp_path / "audit.jsonl"), WRITE)
