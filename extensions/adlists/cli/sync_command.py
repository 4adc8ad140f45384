"""`adlists sync`: a file of identifiers and a list, made equal."""

from __future__ import annotations

from typing import Any, Final

from adlists.cli.job_command import JobCommand
from adlists.lists import Report, sync

_HELP: Final = """Add to a list what a file has and the list lacks.

With --prune, what the file has not is removed from the list, too. Where the service lets a
list be read, it is read before and after, so that the report names what the service did not
take; elsewhere the file is compared with the last upload.

With --service, this help shows what that service takes beside.

\b
Examples:
  adlists sync apps.txt --service SERVICE --list "Apps to leave out" --create
  adlists sync apps.txt --service SERVICE --list "Apps to leave out" --prune --dry-run
"""


def _job(session: Any, target: str, source: Any, options: dict[str, Any]) -> Report:
    return sync(session, target, source, **options)


command: Final = JobCommand("sync", _job, _HELP)
