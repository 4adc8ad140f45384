"""Prefect: flows of one task each. `python prefect_flow.py` serves them on their schedule."""

from __future__ import annotations

from typing import Any

from nightly import push, push_all
from prefect import flow, serve, task
from prefect.runtime import task_run


@task(retries=3, retry_delay_seconds=600)
def send(file: str) -> dict[str, Any]:
    return push(file, "Customers", "1")


@flow
def customers(file: str = "/srv/export/customers.csv") -> dict[str, Any]:
    return send(file)


@task(retries=3, retry_delay_seconds=600)
def send_all(manifest: str) -> dict[str, Any]:
    return push_all(manifest, "dask://scheduler:8786", again=task_run.run_count > 1)


@flow
def advertisers(manifest: str = "/srv/export/jobs.toml") -> dict[str, Any]:
    return send_all(manifest)


if __name__ == "__main__":
    serve(
        customers.to_deployment("nightly", cron="10 3 * * *"),
        advertisers.to_deployment("advertisers", cron="10 4 * * *"),
    )
