"""Keeps what each call gave, as a table to look at: no argument, no body, no address."""

import attrs

import adlists


@attrs.frozen(eq=False)
class Recorded:
    name = "recorded"
    rows: list[tuple[str, str, int, float]] = attrs.field(factory=list)

    @adlists.hookimpl
    def adlists_event(self, event: adlists.Event) -> None:
        if isinstance(event, adlists.CallFinished):
            outcome = event.error or "done"
            self.rows.append((event.operation, outcome, event.attempts, event.seconds))
