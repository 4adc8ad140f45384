"""Jobs that a service works through later, and what it says when it is asked for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from adlists._runtime import pointers
from adlists.contract import Operation, Reply, Service
from adlists.contract.list_steps import Lists, Status
from adlists.sandbox import replies
from adlists.sandbox.backends import Invocation
from adlists.sandbox.rejections import abort, documented
from adlists.sandbox.store import StoredJob

#: How often a job is asked for, or how many seconds go by, until it is done.
_ASKS: Final = 1
_SECONDS: Final = 60.0
_ROWS: Final = 1000


class Polling:
    """The jobs of one service. What they do is done when they are taken in."""

    def __init__(self, service: Service, lists: Lists) -> None:
        assert lists.status is not None  # noqa: S101 - the caller has looked
        self._realm = service.name
        self._status: Final[Status] = lists.status

    def submit(
        self, key: str, invocation: Invocation, lists: Sequence[str], rejected: Sequence[int]
    ) -> None:
        """Take a job in; *rejected* are the places of rows that the service turns down later."""
        verdict = invocation.verdict
        facts = {
            "lists": list(lists),
            "end": verdict.job or ("partly" if rejected else "done"),
            "asks": _ASKS if verdict.asks is None else verdict.asks,
            "rejected": list(rejected[:_ROWS]),
            "count": len(rejected),
        }
        invocation.store.put_job(self._realm, key, invocation.now, facts)

    def tell(
        self,
        key: str,
        data: Any,
        reply: Reply,
        operation: Operation[Any],
        invocation: Invocation,
    ) -> Any:
        """Complete a reply with what becomes of a job."""
        job = invocation.store.ask_job(self._realm, key)
        if job is None or job.facts["end"] == "lost":
            abort(documented(operation, 404, 400), "job-not-found", "There is no such job.")
        each = self._status.each
        schema = reply.schema
        if each is None:
            return self._state(data, schema, job, invocation.now)
        inner = pointers.schema_at(schema, f"{each}/0")
        items = [
            self._state(replies.skeleton(inner) or {}, inner, job, invocation.now)
            for _ in job.facts["lists"]
        ]
        return pointers.put(data, each, items)

    def _state(self, data: Any, schema: Any, job: StoredJob, now: float) -> Any:
        status, end = self._status, str(job.facts["end"])
        waited = now - job.made >= _SECONDS and job.facts["asks"] <= _ASKS
        if end == "never" or (job.asks < job.facts["asks"] and not waited):
            end = "running"
        words = {
            "running": status.running,
            "done": status.done,
            "partly": status.partly or status.done,
            "failed": status.failed or status.partly,
        }
        data = replies.put(data, status.state, next(iter(words[end]), end), schema)
        rejected = status.rejected
        if end == "partly" and rejected is not None:
            at = pointers.schema_at(schema, f"{rejected.at}/0")
            item: Any = replies.skeleton(at) or {}
            told = (
                (rejected.reason, "IDENTIFIER_INVALID"),
                (rejected.count, job.facts["count"]),
                (rejected.rows, job.facts["rejected"]),
            )
            for pointer, value in told:
                if pointer is not None:
                    item = replies.put(item, pointer, value, at)
            data = replies.put(data, rejected.at, [item], schema)
        return data
