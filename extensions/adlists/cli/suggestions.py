"""What may be meant: by a command, an operation, a choice that is not there."""

from __future__ import annotations

from typing import ClassVar

import click

from adlists._runtime import profiles
from adlists._runtime.misspellings import meant


class SuggestingGroup(click.Group):
    """A group that says which of its commands may be meant; `noun` is what they are."""

    noun: ClassVar[str] = "command"

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none, say which one may be meant."""
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        known = self.list_commands(ctx)
        close = meant(name, known)
        there = "" if close else f" There are {', '.join(known)}."
        msg = f"There is no {self.noun} {name!r}.{close}{there}"
        raise click.UsageError(msg, ctx)


def improved(error: click.ClickException) -> str:
    """Return what a wrong call is told: what click says, and what may be meant."""
    if isinstance(error, click.NoSuchOption):
        name = error.option_name.lstrip("-").replace("-", "_")
        secrets = {*profiles.KEYS} - {"base_url"}
        if name in secrets:
            return (
                f"There is no option {error.option_name}: options end up in the shell's history. "
                "Set a credential in the environment (ADLISTS_<SERVICE>_…), or run `adlists init`."
            )
    text = error.format_message()
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        given = text.rpartition(": ")[2].partition("' is not one of")[0].strip("'")
        if isinstance(kind, click.Choice) and "is not one of" in text:
            text += meant(given, map(str, kind.choices))
        text = text.replace("a valid integer range", "a whole number")
        text = text.replace("a valid integer", "a whole number")
        text = text.replace("a valid float range", "a number")
    return text
