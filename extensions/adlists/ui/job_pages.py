"""The pages of the jobs that ran on this machine, by the journals in the state folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from adlists.lists.sending.history import Past, past_batches, past_jobs
from adlists.sandbox.rejections import RefusedError
from adlists.ui.site import PageRoute, Pages, Visit, WebPage, looks

_BATCHES: Final = 100


def job_site(state: Path | str | None = None) -> Pages:
    """Return the site of the jobs in a folder of journals. It changes nothing."""
    own = _JobPages(state)
    routes = (
        PageRoute("GET", "/", looks(own.jobs)),
        PageRoute("GET", "/-/jobs/{}/{}", looks(own.job)),
    )
    return Pages("adlists jobs", (("/", "Jobs"),), routes)


class _JobPages:
    def __init__(self, state: Path | str | None) -> None:
        self._state = state

    def jobs(self, visit: Visit) -> WebPage:
        """Show the latest job of each list and type."""
        del visit
        return WebPage("jobs.html", {"jobs": past_jobs(self._state)})

    def job(self, visit: Visit) -> WebPage:
        """Show one job, batch by batch."""
        stem, identifier = visit.parts
        job = next((job for job in past_jobs(self._state) if _is(job, stem, identifier)), None)
        if job is None:
            text = "There is no such job, or it is at work right now: its journal is locked."
            raise RefusedError(404, "job-unknown", text)
        skip = visit.number("from")
        batches = past_batches(job)
        failed = [batch for batch in batches if not batch.done]
        values = {
            "job": job,
            "count": len(batches),
            "failed": failed[:_BATCHES],
            "failures": len(failed),
            "batches": batches[skip : skip + _BATCHES],
            "skip": skip,
            "page": _BATCHES,
            "more": skip + _BATCHES < len(batches),
            "attempts": sum(batch.attempts for batch in batches),
        }
        return WebPage("job.html", values)


def _is(job: Past, stem: str, identifier: str) -> bool:
    return job.key == stem and job.identifier == identifier
