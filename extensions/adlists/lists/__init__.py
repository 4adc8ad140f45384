"""Files of identifiers into lists, completely, once, and resumable, for any service with lists.

with adlists.connect(Api) as api:
    report = upload(api, "VIP", "customers.csv", identifier="email", hash="sha256")
"""

from __future__ import annotations

from adlists.lists.engines.seam import JobEngine
from adlists.lists.fleet import run, run_async
from adlists.lists.fleet_report import FleetReport, JobResult
from adlists.lists.inventory import ListEntry, find_lists, members
from adlists.lists.manifest import Manifest, ManifestJob
from adlists.lists.manifest_files import ManifestError
from adlists.lists.options import JobOptions
from adlists.lists.progress_line import ProgressLine
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.counts import Counts
from adlists.lists.reading.engine_errors import ExtractError, SourceError
from adlists.lists.reading.extract import Extract
from adlists.lists.reading.opening import extract
from adlists.lists.reading.readings import Reading
from adlists.lists.reading.rows import RowFormat
from adlists.lists.report import Failure, JobStoppedError, Progress, Report
from adlists.lists.sending.delivery import DeliveryOptions
from adlists.lists.sending.ledger import JournalError
from adlists.lists.sending.rate import Rate
from adlists.lists.service.protocol import ListService
from adlists.lists.sync import sync, sync_async
from adlists.lists.upload import upload, upload_async

__all__ = [
    "Batch",
    "Counts",
    "DeliveryOptions",
    "Extract",
    "ExtractError",
    "Failure",
    "FleetReport",
    "JobEngine",
    "JobOptions",
    "JobResult",
    "JobStoppedError",
    "JournalError",
    "ListEntry",
    "ListService",
    "Manifest",
    "ManifestError",
    "ManifestJob",
    "Progress",
    "ProgressLine",
    "Rate",
    "Reading",
    "Report",
    "RowFormat",
    "SourceError",
    "extract",
    "find_lists",
    "members",
    "run",
    "run_async",
    "sync",
    "sync_async",
    "upload",
    "upload_async",
]
