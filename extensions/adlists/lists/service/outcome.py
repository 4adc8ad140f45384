"""What a reply to a batch means. Only what a document says is success is success.

Counts have to add up to what was sent; a batch of which nothing was valid has failed; and a 2xx
that carries `errors` is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from adlists._runtime import pointers
from adlists.contract import is_dict
from adlists.contract.list_steps import Outputs, Pointer, Problems, Refusals, Status
from adlists.lists.service.protocol import BatchResult, BatchState

_LARGEST: Final = 1 << 53
_LONGEST: Final = 120


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
    return BatchResult(
        valid=valid,
        invalid=invalid,
        rows=rows,
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


def _count(data: Any, pointer: Pointer | None) -> int | None:
    found = pointers.find(data, pointer) if pointer is not None else None
    if isinstance(found, str) and re.fullmatch("[0-9]{1,15}", found):
        return int(found)  # an int64, as protocol buffers write it in JSON
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < _LARGEST:
        return None
    return found


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
    rejected, reasons = 0, dict[str, None]()
    for part in parts:
        if status.rejected is not None:
            for item in pointers.items(part, status.rejected.at):
                rejected += _count(item, status.rejected.count) or 0
                at = status.rejected.reason
                if at is not None and (told := pointers.find(item, at)):
                    reasons[_brief(told)] = None
    reason = ", ".join(reasons)
    unknown = set(words) - {*status.running, *status.done, *status.partly, *status.failed}
    if unknown:
        return BatchState(state="failed", reason=f"the state {_brief(min(unknown))} is unknown")
    for name, values in (
        ("failed", status.failed),
        ("running", status.running),
        ("partly", status.partly),
    ):
        if any(word in values for word in words):
            return BatchState(state=name, rejected=rejected, reason=reason)  # type: ignore[arg-type]  # a literal of the tuple above
    return BatchState(state="done", rejected=rejected, reason=reason)


def _brief(text: object) -> str:
    """Return a service's word for a reason: short, and without what may be an identifier."""
    words = re.sub(r"[^\x20-\x7e]", " ", str(text)[:_LONGEST])
    return re.sub(r"\S*@\S*|[0-9A-Fa-f]{16,}", "[secure]", words).strip()
