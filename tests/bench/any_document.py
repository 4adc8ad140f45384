"""Laws under change, at length: whole documents that Hypothesis builds, and edits of real ones.

    python -m tests.bench.any_document [DOCUMENTS] [EDITS] [SEED]

What was made of the documents passes strict type checks, all in one run of mypy.
Prints what does not hold, with the document; ends with 1 where anything does not.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from any_documents import documents
from document_laws import PACKAGE, edited, edits, holds, replayed

from adlists._runtime import type_checks
from adlists.regenerate.changes.change import Severity
from adlists.regenerate.documents import documents as paths_of
from adlists.regenerate.documents import read

SPEC = Path(__file__).parents[2] / "spec"


def main(count: int = 300, changes: int = 100, number: int = 1) -> int:
    """Check *count* documents and *changes* edits, none of either with 0.

    Return how many do not hold.
    """
    failed = 0
    kept = Path(tempfile.mkdtemp(prefix="adlists-any-"))
    begun = time.monotonic()

    @seed(number)
    @settings(
        max_examples=count or 1,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(), st.booleans())
    def law(document: dict[str, Any], apart: bool) -> None:
        nonlocal failed
        folder = Path(tempfile.mkdtemp(prefix="adlists-any-"))
        try:
            holds(document, folder, apart=apart)
            shutil.move(folder / PACKAGE / "any", kept / f"any_{len([*kept.iterdir()])}")
        except Exception as error:  # noqa: BLE001 - each is told, and the next one tried
            failed += 1
            tell(error, f"{apart=} {json.dumps(document)}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    if count:
        law()
    print(f"{count} documents, {failed} do not hold, {time.monotonic() - begun:.0f} s", flush=True)
    names = [folder.name for folder in kept.iterdir()]
    found = type_checks.findings(kept, names)
    print(*found, f"{len(names)} packages, mypy says {len(found)} lines", sep="\n", flush=True)
    shutil.rmtree(kept)
    drawn = random.Random(number)
    wrong = 0
    real = [json.loads(json.dumps(read(path).root)) for path in paths_of(SPEC)]
    for _ in range(changes):
        document = drawn.choice(real)
        document = {key: value for key, value in document.items() if key != "x-lists"}
        edit = drawn.choice(edits(document))
        folder = Path(tempfile.mkdtemp(prefix="adlists-any-"))
        try:
            said, broken = replayed(document, edited(document, edit), folder)
            if broken and said is not Severity.BREAKING:
                wrong += 1
                print(f"called {said}, and breaks: {edit}: {broken}", flush=True)
        except Exception as error:  # noqa: BLE001 - likewise
            wrong += 1
            tell(error, f"{document['info']['title']}: {edit}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{changes} edits, {wrong} told wrong, {time.monotonic() - begun:.0f} s", flush=True)
    return failed + len(found) + wrong


def tell(error: Exception, what: str) -> None:
    """Print what does not hold."""
    lines = traceback.format_exception(error)
    print(
        f"--- {type(error).__name__}: {str(error)[:400]}\n{''.join(lines[-3:])[-900:]}\n{what}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:]))))
