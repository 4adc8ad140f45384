"""A client knows of its operations what they say, and imports those that are asked for."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any, Final

import pytest

from adlists.contract import Operations
from adlists.testing import strategies

PACKAGES: Final = strategies.packages()


def known(operations: Operations) -> list[tuple[str, str, str]]:
    return [(name, method, path) for name, (method, path, _) in operations.known.items()]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_known_of_operations_is_what_they_say(package: str) -> None:
    held: Operations = import_module(package).SERVICE.operations

    loaded = Operations.of(held)

    assert known(held) == known(loaded) != []
    assert held.security == loaded.security
    assert held.servers == loaded.servers
    assert held[0] is held.named(next(iter(held.known)))
    assert held[1:] == tuple(held)[1:]


@pytest.mark.parametrize("package", PACKAGES)
def test_only_the_operation_that_is_asked_for_is_imported(package: str) -> None:
    names = list(import_module(package).SERVICE.operations.known)
    script = (
        f"import sys; from {package} import Api, SERVICE; SERVICE.operation({names[-1]!r}); "
        f"print(*(name for name in sys.modules if name.startswith('{package}.api.')))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )

    assert [name for name in done.stdout.split() if name.count(".") > 3] == [
        f"{package}.api.{import_module(package).SERVICE.operations.known[names[-1]][2]}"
    ]


def test_an_operation_that_is_not_there_is_no_operation(kinds: Any) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        kinds.SERVICE.operation("nowhere")


def test_two_operations_of_one_id_are_refused(kinds: Any) -> None:
    first = kinds.SERVICE.operations[0]

    with pytest.raises(ValueError, match="same id"):
        Operations.of([first, first])
