"""dlt: a list as the destination of a pipeline. Each load adds the addresses of its rows.

One load at a time: two jobs on one list would wait for each other.
"""

from __future__ import annotations

from typing import Any

import dlt

import adlists
from adlists import lists
from adlists_api import criteo_2026_07


@dlt.destination(
    batch_size=100_000,
    loader_parallelism_strategy="sequential",
    naming_convention="direct",
    name="contact_list",
)
def contact_list(items: list[dict[str, Any]], table: dict[str, Any]) -> None:
    with adlists.connect(criteo_2026_07.Api) as criteo:
        report = lists.upload(
            criteo,
            str(table["name"]),
            [row["email"] for row in items],
            identifier="email",
            hash="sha256",
            create=True,
            advertiser="1",
        )
    if not report.ok:
        msg = f"{report.outcome}: {report.sent:,} of {report.unique:,} were sent."
        raise RuntimeError(msg)


def load(rows: list[dict[str, Any]], name: str) -> Any:
    """Load rows that have an `email` onto the list of that name."""
    pipeline = dlt.pipeline("customers", destination=contact_list)
    return pipeline.run(rows, table_name=name)
