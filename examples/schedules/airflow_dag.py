"""Airflow 3: DAGs of one task each. `nightly.py` lies in the folder of the DAGs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import dag, get_current_context, task
from nightly import push, push_all


@dag(schedule="10 3 * * *", start_date=datetime(2026, 1, 1, tzinfo=UTC), catchup=False)
def customers() -> None:
    @task(retries=3, retry_delay=timedelta(minutes=10), max_active_tis_per_dag=1)
    def send() -> dict[str, Any]:
        return push("/srv/export/customers.csv", "Customers", "1")

    send()


customers()


@dag(schedule="10 4 * * *", start_date=datetime(2026, 1, 1, tzinfo=UTC), catchup=False)
def advertisers() -> None:
    @task(retries=3, retry_delay=timedelta(minutes=10), max_active_tis_per_dag=1)
    def send() -> dict[str, Any]:
        again = get_current_context()["ti"].try_number > 1
        return push_all("/srv/export/jobs.toml", "dask://scheduler:8786", again=again)

    send()


advertisers()
