import pytest
from adlists_whoami import WhoAmI

from adlists.cli import main
from adlists.testing.conformance import check_plugin


def test_the_command_knows_its_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADLISTS_PLUGINS", "whoami")
    monkeypatch.setenv("ADLISTS_PLUGIN_WHOAMI_TEAM", "growth")

    assert main(["whoami"]) == 0
    assert capsys.readouterr().out == "growth\n"


def test_it_keeps_the_contract() -> None:
    check_plugin(WhoAmI())
