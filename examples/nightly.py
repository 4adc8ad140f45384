"""One night's work: the addresses of a file onto a list, and an error where that did not succeed.

A plain function, so that a crontab, a scheduler and a test can all call it. Credentials come from
the environment or the settings file. Run it again whenever it failed: an unfinished job goes on
where it was.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import adlists
from adlists import lists
from adlists_api import criteo_2026_07


def push(file: str | Path, segment: str, advertiser: str) -> dict[str, Any]:
    """Make a segment equal to a file of e-mail addresses; return the report as plain data."""
    with adlists.connect(criteo_2026_07.Api) as criteo:
        report = lists.upload(
            criteo,
            segment,
            Path(file),
            identifier="email",
            hash="sha256",
            operation="replace",
            create=True,
            advertiser=advertiser,
        )
    if not report.ok:
        msg = f"{report.outcome}: {report.sent:,} of {report.unique:,} were sent."
        raise RuntimeError(msg)
    return report.to_dict()


def push_all(manifest: str | Path, engine: str = "local", *, again: bool = False) -> dict[str, Any]:
    """Run the jobs of a manifest, here or on a cluster; return the report as plain data.

    With *again*, for the retries of a night, the jobs that it has done are passed over.
    """
    report = lists.run(manifest, engine=engine, resume=again)
    if not report.ok:
        left = [result.job.name for result in report.results if not result.ok]
        msg = f"{len(left)} of {len(report.results)} jobs are not done: {', '.join(left[:5])}."
        raise RuntimeError(msg)
    return report.to_dict()


if __name__ == "__main__":
    push(*sys.argv[1:])
