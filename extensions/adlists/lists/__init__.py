"""Files of identifiers into lists, completely, once, and resumable.

with adlists.connect(criteo_v1.Api) as criteo:
report = upload(criteo, 7654, "customers.csv", schema="email", hash="sha256")
"""

from __future__ import annotations

from adlists.lists.batches import Batch
from adlists.lists.delivery import Pace
from adlists.lists.extract import Counts, Extract, extract
from adlists.lists.faults import ExtractError, SourceError
from adlists.lists.journal import JournalError
from adlists.lists.order import Upload
from adlists.lists.rate import Rate
from adlists.lists.report import Failure, JobStoppedError, Progress, Report
from adlists.lists.sync import Sync, sync, sync_async
from adlists.lists.upload import upload, upload_async

__all__ = [
    "Batch",
    "Counts",
    "Extract",
    "ExtractError",
    "Failure",
    "JobStoppedError",
    "JournalError",
    "Pace",
    "Progress",
    "Rate",
    "Report",
    "SourceError",
    "Sync",
    "Upload",
    "extract",
    "sync",
    "sync_async",
    "upload",
    "upload_async",
]
