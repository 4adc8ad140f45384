"""What came of the jobs of a manifest: a result for each, and how they add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import attrs

from adlists.lists.manifest import ManifestJob
from adlists.lists.report import Progress, Report


@attrs.frozen(kw_only=True)
class JobResult:
    """What came of one job: a report, or a problem, or both where it ended early.

    `outcome` is the report's, or "failed" where there is none; `skipped` says that an earlier
    run had done it, `held` that another job is at work on the list.
    """

    job: ManifestJob
    outcome: str
    report: Report | None = None
    problem: str | None = None
    seconds: float = 0.0
    skipped: bool = False
    held: bool = False

    @property
    def ok(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.problem is None and self.outcome not in {"unfinished", "failed"}

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        service, profile, _ = self.job.account
        return {
            "name": self.job.name,
            "service": service,
            "profile": profile or None,
            "list": self.job.target,
            "outcome": self.outcome,
            "ok": self.ok,
            "skipped": self.skipped,
            "problem": self.problem,
            "seconds": round(self.seconds, 3),
            "report": None if self.report is None else self.report.to_dict(),
        }


@attrs.frozen
class FleetReport:
    """What a run did: a result for each job, in the manifest's order."""

    results: tuple[JobResult, ...]
    seconds: float

    @property
    def ok(self) -> bool:
        """Tell whether every job is done."""
        return all(result.ok for result in self.results)

    def count(self) -> dict[str, int]:
        """Return how many jobs there are of each outcome."""
        found: dict[str, int] = {}
        for result in self.results:
            found[result.outcome] = found.get(result.outcome, 0) + 1
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return {
            "ok": self.ok,
            "outcomes": self.count(),
            "seconds": round(self.seconds, 3),
            "jobs": [result.to_dict() for result in self.results],
        }


#: Called with a job and how far it is, or what came of it; in the loop's thread or a job's own.
FleetWatch: TypeAlias = Callable[[ManifestJob, "Progress | JobResult"], object]
