"""Airflow 3: a DAG with one task. `nightly.py` lies in the folder of the DAGs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import dag, task
from nightly import push


@dag(schedule="10 3 * * *", start_date=datetime(2026, 1, 1, tzinfo=UTC), catchup=False)
def customers() -> None:
    @task(retries=3, retry_delay=timedelta(minutes=10), max_active_tis_per_dag=1)
    def send() -> dict[str, Any]:
        return push("/srv/export/customers.csv", "Customers", "1")

    send()


customers()
