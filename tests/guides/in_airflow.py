"""Runs the recipe for Airflow in Airflow: `nox -s airflow` makes the environment it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from adlists.sandbox import Sandbox, running

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
MANIFEST: Final = """
[defaults]
service = "criteo_2026_07"
identifier = "email"
hash = "sha256"
create = true
advertiser = "1"
source = "customers.csv"
[[jobs]]
list = "First"
[[jobs]]
list = "Second"
"""


def main() -> int:
    """Run each DAG once; 1 where one does not succeed, or a list is not filled."""
    with tempfile.TemporaryDirectory() as folder, running(Sandbox()) as here:
        home = Path(folder)
        os.environ |= {
            "AIRFLOW_HOME": folder,
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "ADLISTS_STATE": str(home / "state"),
            "NO_PROXY": "*",
        }
        for service, told in here.services.items():
            os.environ |= {f"ADLISTS_{service}_{key}".upper(): told[key] for key in told}
        people = "".join(f"person{number}@example.com\n" for number in range(50))
        (home / "customers.csv").write_text(f"email\n{people}")
        (home / "jobs.toml").write_text(MANIFEST)
        recipe = (EXAMPLES / "schedules" / "airflow_dag.py").read_text()
        recipe = recipe.replace("/srv/export", folder).replace(', "dask://scheduler:8786"', "")
        (home / "dags").mkdir()
        (home / "dags" / "recipe.py").write_text(recipe)
        sys.path[:0] = [str(home / "dags"), str(EXAMPLES)]
        airflow = Path(sys.executable).with_name("airflow")
        subprocess.run([airflow, "db", "migrate"], check=True, capture_output=True)
        dags: Any = import_module("recipe")
        states = {name: dags.__dict__[name]().test().state for name in ("customers", "advertisers")}
        store = here.sandbox.store
        with store.transaction():
            counts = {
                entry.name: len(store.members(entry, "email"))
                for entry in store.owned("criteo_2026_07", "1")
            }
    sys.stdout.write(f"{states} {counts}\n")
    filled = counts == dict.fromkeys(("Customers", "First", "Second"), 50)
    return 0 if filled and set(states.values()) == {"success"} else 1


if __name__ == "__main__":
    sys.exit(main())
