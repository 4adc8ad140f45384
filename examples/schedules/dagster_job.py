"""Dagster: assets whose materialization is the lists, with the report's counts as metadata."""

import dagster as dg
from nightly import push, push_all


@dg.asset(retry_policy=dg.RetryPolicy(max_retries=3, delay=600))
def customer_list() -> dg.MaterializeResult:
    report = push("/srv/export/customers.csv", "Customers", "1")
    return dg.MaterializeResult(metadata={name: report[name] for name in ("read", "sent")})


@dg.asset(retry_policy=dg.RetryPolicy(max_retries=3, delay=600))
def advertiser_lists(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    again = context.retry_number > 0
    report = push_all("/srv/export/jobs.toml", "dask://scheduler:8786", again=again)
    return dg.MaterializeResult(metadata=report["outcomes"])


assets = [customer_list, advertiser_lists]
nightly = dg.ScheduleDefinition(
    name="nightly", target=dg.AssetSelection.assets(*assets), cron_schedule="10 3 * * *"
)
defs = dg.Definitions(assets=assets, schedules=[nightly])
