"""Who may import whom, and who is free of bad habits: the project's own checks pass."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adlists.testing import strategies

ROOT = Path(__file__).parent.parent
HERE = Path(sys.executable).parent

CHECKS = {
    "layers": [str(HERE / "lint-imports"), "--no-cache"],
    "lint": [sys.executable, "-m", "ruff", "check", "--no-cache"],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "--no-cache"],
    "types": [sys.executable, "-m", "mypy"],
    "types of what is handwritten, again": [sys.executable, "-m", "pyright"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_it_passes(check: str) -> None:
    done = subprocess.run(CHECKS[check], cwd=ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def imported(module: Path) -> set[str]:
    """Return the modules that a module imports from outside its own package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module is not None
            found.add(node.module)
    return found


def test_generated_code_imports_the_contract_attrs_and_python_itself_alone() -> None:
    modules = [*(ROOT / "generated").rglob("*.py")]
    foreign = {
        (module.name, name)
        for module in modules
        for name in imported(module)
        if name not in {"adlists.contract", "adlists.contract.list_steps", "attrs"}
        and name.partition(".")[0] not in sys.stdlib_module_names
    }

    assert len(modules) > 20
    assert foreign == set()


def said(module: Path) -> set[str]:
    """Return the names and the texts of a module's code; docstrings are no code."""
    tree = ast.parse(module.read_text())
    words: set[str] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            body[0] = ast.Pass()
    for node in ast.walk(tree):
        for field in ("id", "attr", "name", "arg", "module", "value"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                words.update(re.findall(r"\w+", value))
    return words


def test_handwritten_code_names_no_service_operation_or_model() -> None:
    """Names of one hump are left out: `append` and `Error` are words of Python too."""
    telling: set[str] = set()
    for package in strategies.packages():
        telling.add(package.rpartition(".")[2])
        telling |= {
            operation.id for operation in strategies.operations(package) if "_" in operation.id
        }
        names = (model.__name__ for model in strategies.models(package))
        telling |= {name for name in names if re.search(r"[a-z][A-Z]", name)}
    services = {package.rpartition(".")[2] for package in strategies.packages()}
    source = ROOT / "extensions" / "adlists"
    found = {
        (str(module.relative_to(source)), word)
        for module in source.rglob("*.py")
        # The demo's scenarios are of two services; a vendor's own rules are named after it.
        if module.relative_to(source).parts[0] != "demo" and module.stem not in services
        for word in telling & said(module)
    }

    assert len(telling) > 20
    assert found == set()


def test_importing_loads_no_http_stack_no_generator_and_no_command_line() -> None:
    heavy = {"httpx2", "pyreqwest", "openapi_python_client", "click", "rich", "lxml", "uvicorn"}
    script = (
        "import sys, adlists; from adlists_api import applovin_v1, criteo_v1; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )

    assert heavy.isdisjoint(done.stdout.split())
