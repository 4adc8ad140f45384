"""`adlists upload`: a file of identifiers into a list of any service."""

from __future__ import annotations

from typing import Any, Final

from adlists.cli.job_command import JobCommand
from adlists.lists import Report, upload

_HELP: Final = """Put a file of identifiers on a list, or take them off, or replace it by them.

FILE is CSV, TSV, Parquet, JSON lines, plain lines, also compressed by gzip or zstd, or an Excel
workbook; a glob, several files, a URL (s3://, gs://, az://, https://, sftp://), or - for
standard input. With --query, the rows come from a database. Duplicates go once, what cannot be an
identifier is counted by its reason, and nothing of it is ever printed.

The job keeps a journal: after a crash, Ctrl-C or a lost network, the same command goes on
where it was. A finished job that is run again sends everything again, unless --once is given.

With --service, this help shows what that service takes beside.

\b
Examples:
  adlists upload people.csv --service SERVICE --list VIP --create \\
      --identifier email --hash sha256
  adlists upload people.csv --service SERVICE --list 7654 --identifier email \\
      --hash sha256 --rate 250/min --dry-run
  adlists upload --query 'select email from people' --from people.duckdb \\
      --service SERVICE --list VIP --identifier email --hash sha256

\b
Operations:
  add       the identifiers join the list
  remove    they leave it
  replace   the list holds exactly the file's: what is new is added first, then what is
            gone is removed, so that it is never empty. Where a list cannot be read, this
            takes a snapshot, kept by an earlier replace or by --snapshot; --replace-all
            does without, by emptying the list first.
"""


def _job(session: Any, target: str, source: Any, options: dict[str, Any]) -> Report:
    return upload(session, target, source, **options)


command: Final = JobCommand("upload", _job, _HELP)
