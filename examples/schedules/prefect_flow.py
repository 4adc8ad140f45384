"""Prefect: a flow with one task. `python prefect_flow.py` serves it on its schedule."""

from __future__ import annotations

from typing import Any

from nightly import push
from prefect import flow, task


@task(retries=3, retry_delay_seconds=600)
def send(file: str) -> dict[str, Any]:
    return push(file, "Customers", "1")


@flow
def customers(file: str = "/srv/export/customers.csv") -> dict[str, Any]:
    return send(file)


if __name__ == "__main__":
    customers.serve(name="nightly", cron="10 3 * * *")
