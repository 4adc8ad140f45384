"""The pytest plugin: `pytest --adlists-laws my_clients` runs the laws of generated packages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, Traceback

    from adlists.testing.laws import Law


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names packages."""
    parser.getgroup("adlists").addoption(
        "--adlists-laws",
        action="append",
        default=[],
        metavar="PACKAGE",
        help="Run the laws of a generated package, or of all below a package, and nothing else "
        "where no test is named.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Look for no tests where none is named: a model `TestResult` in `test_result.py` is none."""
    # Not `args_source`: a worker of pytest-xdist is told every path by name.
    unnamed = [str(config.invocation_params.dir)], config.getini("testpaths")
    return True if config.getoption("--adlists-laws") and config.args in unnamed else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the laws of the named packages behind the tests."""
    packages = cast("list[str]", config.getoption("--adlists-laws"))
    if not packages:
        return
    from adlists._runtime import type_checks
    from adlists.testing.laws import laws, types_law

    folder = str(config.invocation_params.dir)
    if folder not in sys.path:  # as `python -m pytest` has it
        sys.path.insert(0, folder)
    try:
        make = cast("Callable[..., LawItem]", LawItem.from_parent)  # pyright: ignore[reportUnknownMemberType] - of no types
        found = [law for package in packages for law in laws(package)]
    except ImportError as error:
        msg = f"--adlists-laws: {error}"
        raise pytest.UsageError(msg) from error
    if type_checks.installed():
        found += map(types_law, packages)
    items += [make(session, name=law.name, law=law) for law in found]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say aloud that types were not checked, where nothing here can."""
    packages = cast("list[str]", config.getoption("--adlists-laws"))
    if not packages:
        return
    from adlists._runtime import type_checks

    if not type_checks.installed():
        told = f"NOT TRIED: the types of {', '.join(packages)}, for want of mypy (pip install mypy)"
        terminalreporter.write_line(told, yellow=True)


class LawItem(pytest.Item):
    """One law as a test."""

    def __init__(self, *, law: Law, **more: Any) -> None:
        super().__init__(**more)  # pyright: ignore[reportUnknownMemberType] - likewise
        self._law = law

    def runtest(self) -> None:
        """Check the law."""
        self._law()

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """Show what does not hold, from the law on; all of it where pytest is asked for that.

        Around it are Hypothesis and pytest alone, and what they hold may be a whole document.
        """
        if style is not None or self.config.getoption("tbstyle", "auto") != "auto":
            return super().repr_failure(excinfo, style)
        return excinfo.getrepr(style="short", tbfilter=_from_the_law)

    def reportinfo(self) -> tuple[str, None, str]:
        """Say where the law stands."""
        return "adlists laws", None, self.name


def _from_the_law(excinfo: pytest.ExceptionInfo[BaseException]) -> Traceback:
    from adlists.testing import laws

    found = excinfo.traceback.cut(path=laws.__file__)
    return found.filter(lambda entry: "hypothesis" not in Path(entry.path).parts)


__all__ = [
    "LawItem",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_ignore_collect",
    "pytest_terminal_summary",
]
