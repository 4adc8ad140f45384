"""Another judge's rules: each is one of ours, or said to be out of scope."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from adlists.regenerate.changes import Severity
from adlists.regenerate.changes.rules import RULES

JUDGE: Final[Any] = YAML(typ="safe", pure=True).load(
    Path(__file__).with_name("oasdiff.yaml").read_text(encoding="utf-8")
)
MAPPED: Final = {name: rule for name, rule in JUDGE["rules"].items() if "rule" in rule}


def test_every_rule_is_ours_or_out_of_scope_for_a_reason() -> None:
    for name, rule in JUDGE["rules"].items():
        assert ("rule" in rule) != ("out" in rule), name
        if "out" in rule:
            assert JUDGE["out"][rule["out"]], name
        else:
            assert rule["rule"] in RULES, name
    assert len(MAPPED) > len(JUDGE["rules"]) * 0.8


@pytest.mark.parametrize("name", MAPPED)
def test_what_it_calls_breaking_we_do_not_call_compatible(name: str) -> None:
    rule = MAPPED[name]
    severity = RULES[rule["rule"]].severity(rule["way"])

    if rule["level"] in {"ERR", "WARN"}:
        assert (severity is Severity.COMPATIBLE) == (name in JUDGE["deviates"]), name


def test_every_deviation_is_one_and_has_its_reason() -> None:
    assert all(JUDGE["deviates"].values())
    assert set(JUDGE["deviates"]) <= set(MAPPED)
