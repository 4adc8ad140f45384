"""The project's chores: `nox -s check` in seconds, `nox -s test` for everything.

They run in the environment that nox itself runs in, which `pip install -e '.[dev]'` makes;
so nothing is installed twice, and a check starts at once.
"""

from __future__ import annotations

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]


@nox.session
def check(session: nox.Session) -> None:
    """Lint, format, types of code and tests by two checkers, layers. Seconds."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-cache", silent=True)
    session.run("mypy")
    session.run("pyright")


@nox.session
def mend(session: nox.Session) -> None:
    """Let ruff mend and format what it can."""
    session.run("ruff", "check", "--fix")
    session.run("ruff", "format")


@nox.session
def test(session: nox.Session) -> None:
    """Run every test; what follows `--` goes to pytest."""
    session.run("pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run every test, measured, and print the branches that none takes. Wants Python 3.12.

    What follows `--` goes to pytest.
    """
    session.run("python", "tests/branches/measure.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages into docs/_build; a warning is an error. Wants the extra `docs`."""
    session.run("sphinx-build", "--fail-on-warning", "--keep-going", "-q", "docs", "docs/_build")


@nox.session
def changelog(session: nox.Session) -> None:
    """Show what the fragments in changelog.d/ would become; `-- VERSION` writes it."""
    version = session.posargs[0] if session.posargs else None
    options = ["--version", version, "--yes"] if version else ["--draft", "--version", "next"]
    session.run("towncrier", "build", *options)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the ratios, and add them to tests/bench/history.jsonl."""
    session.run("python", "tests/bench", *session.posargs)


@nox.session
def supply(session: nox.Session) -> None:
    """Make what is shipped, twice, and a bill of materials: `-- FOLDER`, dist by default."""
    session.run("bash", ".ci/supply", *session.posargs, external=True)


@nox.session
def versions(session: nox.Session) -> None:
    """Run the tests with `-- lowest` or `-- newest` of the versions that are allowed."""
    session.run("bash", ".ci/versions", *session.posargs, external=True)


@nox.session
def airflow(session: nox.Session) -> None:
    """Run the recipe for Airflow in Airflow, in an environment of its own: some 500 MB."""
    session.install(
        ".",
        "apache-airflow-core>=3",
        "apache-airflow-task-sdk",
        "apache-airflow-providers-standard",
    )
    session.run("python", "tests/guides/in_airflow.py")
