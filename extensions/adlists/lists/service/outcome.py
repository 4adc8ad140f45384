"""What a reply to a batch means. Only what a document says is success is success.

Counts have to add up to what was sent; a batch of which nothing was valid has failed; and a 2xx
that carries `errors` is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from adlists._runtime import pointers
from adlists.contract import is_dict
from adlists.contract.list_steps import (
    Outputs,
    Pointer,
    Problems,
    Refusals,
    Rejected,
    Status,
)
from adlists.lists.service.protocol import BatchResult, BatchState

_LARGEST: Final = 1 << 53
_LONGEST: Final = 120
_SAMPLE: Final = 1000


def result(outputs: Outputs, data: Any, sent: int) -> BatchResult:
    """Read the reply to a batch of that many rows."""
    key = pointers.find(data, outputs.key) if outputs.key is not None else None
    rows, problem = _problems(outputs.problems, data)
    if problem is None and (criterion := outputs.ok) is not None:
        found = pointers.find(data, criterion.at)
        if (found not in criterion.values) if criterion.values else (found is not None):
            problem = "the reply does not say that it succeeded"
    named = outputs.problems.at if outputs.problems is not None else ()
    if problem is None and "/errors" not in named and is_dict(data) and data.get("errors"):
        problem = "the reply carries errors"
    if problem is None and outputs.key is not None and not isinstance(key, str | int):
        problem = "the reply does not say under which key the service works it through"
    valid, invalid, wrong = _counts(outputs, data, sent, len(rows))
    rows = {index: reason for index, reason in rows.items() if 0 <= index < sent}
    sample = pointers.items(data, outputs.sample) if outputs.sample is not None else []
    return BatchResult(
        valid=valid,
        invalid=invalid,
        rows=rows,
        sample=tuple(value for value in sample[:_SAMPLE] if isinstance(value, str)),
        problem=problem or wrong,
        key=None if key is None else str(key),
    )


def _counts(
    outputs: Outputs, data: Any, sent: int, rejected: int
) -> tuple[int | None, int | None, str | None]:
    """Return the counts of a reply, and what is wrong with them."""
    if outputs.valid is None:
        if not rejected:
            return None, None, None
        left = max(0, sent - rejected)
        return left, rejected, None if left else "none of the identifiers was taken"
    valid = _count(data, outputs.valid)
    invalid = _count(data, outputs.invalid)
    if valid is None:
        return None, None, "the reply does not count the identifiers that it took"
    if outputs.invalid is None or (invalid is None and valid == sent):
        invalid = sent - valid
    if invalid is None or valid + invalid != sent:
        told = f"{valid:,} valid and {'no count of' if invalid is None else f'{invalid:,}'} invalid"
        return valid, invalid, f"of {sent:,} identifiers the reply counts {told}"
    if not valid:
        return valid, invalid, f"none of the {sent:,} identifiers was found valid"
    return valid, invalid, None


def number(value: Any) -> int | None:
    """Return a count, which protocol buffers write as text in JSON; None for what is none."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LARGEST:
        return None
    return value


def _count(data: Any, pointer: Pointer | None) -> int | None:
    return number(pointers.find(data, pointer)) if pointer is not None else None


def _problems(problems: Problems | None, data: Any) -> tuple[dict[int, str], str | None]:
    """Return the rows that were not taken, and a problem that names no row."""
    rows: dict[int, str] = {}
    general: str | None = None
    if problems is None:
        return rows, None
    for pointer in problems.at:
        for item in pointers.items(data, pointer):
            told = [pointers.find(item, at) for at in (problems.code, problems.text) if at]
            reason = ": ".join(_brief(text) for text in told if text not in {None, ""})
            index = _count(item, problems.index)
            if index is None:
                general = general or reason or "the reply names a problem"
            else:
                rows[index] = reason or "not taken"
    return rows, general


def codes(outputs: Outputs, data: Any) -> set[Any]:
    """Return the codes of the problems that a reply names."""
    problems = outputs.problems
    if problems is None or problems.code is None:
        return set()
    found = [item for at in problems.at for item in pointers.items(data, at)]
    return {str(pointers.find(item, problems.code)) for item in found}


def refused(refusals: Refusals | None, status: int, data: Any) -> Mapping[int, str]:
    """Return for which rows a whole batch was refused, and why."""
    if refusals is None or status != refusals.status:
        return {}
    pattern = re.compile(refusals.index)
    rows: dict[int, str] = {}
    for item in pointers.items(data, refusals.at):
        for field in pointers.find_all(item, refusals.field):
            match = pattern.search(field) if isinstance(field, str) else None
            if match is not None and len(match[1]) < 10:
                rows[int(match[1])] = "refused by the service"
    return rows


def state(status: Status, data: Any) -> BatchState:
    """Read how far a batch is: the least far of its parts, where there are several."""
    parts = pointers.items(data, status.each) if status.each is not None else [data]
    words = [pointers.find(part, status.state) for part in parts]
    if not words or any(not isinstance(word, str) for word in words):
        return BatchState(state="running", reason="the reply names no state")
    rejected, rows, reasons = 0, dict[int, str](), dict[str, None]()
    if (given := status.rejected) is not None:
        for item in [item for part in parts for item in pointers.items(part, given.at)]:
            count, named, told = _rejected(given, item)
            rejected += count
            rows |= dict.fromkeys(named, told or "not taken")
            if told:
                reasons[told] = None
    reason = ", ".join(reasons)
    unknown = set(words) - {*status.running, *status.done, *status.partly, *status.failed}
    if unknown:
        return BatchState(state="failed", reason=f"the state {_brief(min(unknown))} is unknown")
    found: Literal["running", "done", "partly", "failed"] = "done"
    if any(word in status.failed for word in words):
        found = "failed"
    elif any(word in status.running for word in words):
        found = "running"
    elif rejected or any(word in status.partly for word in words):
        found = "partly"
    return BatchState(state=found, rejected=rejected, reason=reason, rows=rows)


def _rejected(given: Rejected, item: Any) -> tuple[int, list[int], str]:
    """Return how many rows an entry is about, those that it names, and why."""
    numbers = pointers.items(item, given.rows) if given.rows is not None else []
    named = [index for told in numbers if (index := number(told)) is not None]
    count = _count(item, given.count)
    reason = pointers.find(item, given.reason) if given.reason is not None else None
    return len(named) if count is None else count, named, _brief(reason) if reason else ""


def _brief(text: object) -> str:
    """Return a service's word for a reason: short, and without what may be an identifier."""
    words = re.sub(r"[^\x20-\x7e]", " ", str(text)[:_LONGEST])
    return re.sub(r"\S*@\S*|[0-9A-Fa-f]{16,}", "[secure]", words).strip()
