"""Files of identifiers into lists, completely, once, and resumable.

with adlists.connect(criteo_v1.Api) as criteo:
report = upload(criteo, 7654, "customers.csv", schema="email", hash="sha256")
"""

from __future__ import annotations

from adlists.lists.options import Upload
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.faults import ExtractError, SourceError
from adlists.lists.reading.opening import extract
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.rows import RowFormat
from adlists.lists.report import Failure, JobStoppedError, Progress, Report
from adlists.lists.sending.delivery import Pace
from adlists.lists.sending.journal import JournalError
from adlists.lists.sending.rate import Rate
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
    "Reading",
    "Report",
    "RowFormat",
    "SourceError",
    "Sync",
    "Upload",
    "extract",
    "sync",
    "sync_async",
    "upload",
    "upload_async",
]
