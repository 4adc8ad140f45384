"""What an upload is asked to do, checked before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypedDict

import attrs

from adlists.contract import Call
from adlists.errors import ArgumentError
from adlists.lists.reading.batches import Batch
from adlists.lists.reading.columns import Format
from adlists.lists.reading.kinds import HashMode
from adlists.lists.sending import snapshots
from adlists.lists.sending.delivery import Errand, Pace
from adlists.lists.sending.journal import Part
from adlists.lists.service import audiences
from adlists.lists.service.audiences import Encoding, Schema
from adlists_api.criteo_v1.api.audiences import add_remove_users_to_audience as patch

Operation = Literal["add", "remove", "replace"]


@attrs.frozen(kw_only=True)
class Upload:
    """What is to be done: the arguments of `upload`, described there."""

    audience: int | str
    source: Any
    schema: Schema
    operation: Operation = "add"
    hash: HashMode | None = None
    prehashed: bool = False
    column: str | None = None
    format: Format | None = None
    deduplicate: bool = True
    memory: str = "300MB"
    threads: int | None = None
    rejects: Path | None = None
    advertiser: int | None = None
    create: bool = False
    gum_caller: int | None = None
    max_bytes: int = attrs.field(default=10_000_000, validator=attrs.validators.ge(1000))
    encoding: Encoding = "json"
    pace: Pace = attrs.field(factory=Pace)
    snapshot: bool = False
    replace_all: bool = False
    restart: bool = False
    again: bool = False
    dry_run: bool = False
    state: Path | None = None

    def check(self) -> None:
        """Refuse what does not go together, before anything is read."""
        keeps = self.snapshot or self.operation == "replace"
        if keeps and self.schema == "email" and self.hash == "none":
            msg = (
                "A replace, now or later, needs a snapshot of what was uploaded, and plain "
                "addresses are not kept. Choose a hash, such as sha256."
            )
            raise ArgumentError(msg)
        if self.operation == "replace" and not self.deduplicate:
            msg = "replace compares sets, so it cannot do without removing duplicates."
            raise ArgumentError(msg)
        if (self.schema == "gum") is (self.gum_caller is None):
            msg = "The schema gum, and no other, takes the id under which Criteo knows the caller."
            raise ArgumentError(msg)
        if self.create and not isinstance(self.audience, str):
            msg = "An audience is made under a name; give one instead of the id."
            raise ArgumentError(msg)
        if isinstance(self.audience, str) and self.advertiser is None:
            msg = "A name tells an audience only among those of one advertiser; say which."
            raise ArgumentError(msg)

    @property
    def manner(self) -> snapshots.Manner:
        """Return how to compare with a snapshot."""
        return snapshots.Manner(self.schema, self.memory, self.threads, self.replace_all)

    def cut(self) -> tuple[int, int]:
        """Return how many identifiers, and how many bytes of JSON, a batch may have."""
        return audiences.cut(self.max_bytes, self.encoding)

    def errand(self, audience: int, part: Part) -> Errand:
        """Return what becomes of a batch."""

        def call(batch: Batch) -> Call[Any]:
            return audiences.call(
                audience, part, self.schema, self.gum_caller, self.encoding, batch
            )

        return Errand(part, patch.OPERATION.id, call, audiences.valid)


class Options(TypedDict, total=False):
    """What `upload` takes beside its own arguments; described there, defaults in `Upload`."""

    operation: Operation
    hash: HashMode | None
    prehashed: bool
    column: str | None
    format: Format | None
    deduplicate: bool
    memory: str
    threads: int | None
    rejects: Path | None
    advertiser: int | None
    create: bool
    gum_caller: int | None
    max_bytes: int
    encoding: Encoding
    pace: Pace
    snapshot: bool
    replace_all: bool
    restart: bool
    again: bool
    dry_run: bool
    state: Path | None
