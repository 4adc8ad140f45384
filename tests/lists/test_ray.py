"""The page of Ray in `examples/engines`, on a real Ray: the seam asks for nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from cluster_harness import Site, site, wanted
from sandbox_harness import people, write

import adlists
from adlists.lists import JobEngine, run, upload
from adlists_api import criteo_v1

PAGE = Path(__file__).parents[2] / "examples" / "engines" / "ray_engine.py"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    with site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="module")
def ray(here: Site) -> Generator[JobEngine]:
    os.environ["RAY_AUTH_MODE"] = "disabled"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    sys.path.insert(0, str(PAGE.parent))
    module: Any = import_module("ray_engine")
    engine = module.RayEngine(
        num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False
    )
    yield engine
    engine.close()


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")  # of Ray's own
def test_the_jobs_of_a_manifest_run_on_ray(here: Site, ray: JobEngine) -> None:
    keys = {name: here.made(name) for name in ("first", "second", "third")}
    jobs = [here.job(name, people(30)) for name in keys]

    report = run(here.manifest(*jobs), engine=ray)

    assert report.ok, report.to_dict()
    assert [here.held(key) for key in keys.values()] == [wanted(30)] * 3


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")  # of Ray's own
def test_one_large_source_is_spread_over_ray(here: Site, ray: JobEngine, tmp_path: Path) -> None:
    key = here.made("large")
    parts = [write(tmp_path / f"{n}.csv", people(40, n * 30)) for n in range(3)]
    with adlists.connect(criteo_v1.Api) as api:
        report = upload(
            api, key, parts, identifier="email", hash="sha256", advertiser=1, engine=ray
        )

    assert (report.outcome, report.read, report.unique, report.duplicates) == ("done", 120, 100, 20)
    assert here.held(key) == wanted(100)


def test_it_is_a_page() -> None:
    assert len([line for line in PAGE.read_text().splitlines() if line.strip()]) <= 40
