"""What a command says beside its result: on standard error, as text or as JSON, more or less.

Results go to standard output. All else (progress, waits, repeats, hints, errors) is said here, in
one way for every command: nothing that is said can end a job, whoever has closed the stream, and
no character is too much for an encoding.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Final, Literal, TextIO

import attrs
import click

from adlists.cli import results
from adlists.cli.suggestions import improved
from adlists.events import CallFinished, Event, RetryScheduled, TokenFetched
from adlists.hookspecs import hookimpl

Level = Literal["debug", "info", "warning", "error"]

#: What stands for a sign that an encoding lacks; anything else is escaped.
_PLAIN: Final = {
    "✓": "ok", "✗": "x", "…": "...", "→": "->", "·": "*", "━": "-", "╸": "-", "●": "*", "⚠": "!",
}  # fmt: skip
_ERRORS: Final = "adlists-plain"


@attrs.define(eq=False)
class Voice:
    """How a command speaks: `verbose` 0 says waits and repeats, 1 calls too, 2 each attempt."""

    quiet: bool = False
    verbose: int = 0
    as_json: bool = False

    def say(
        self, text: str, *, level: Level = "info", event: str = "note", **facts: object
    ) -> None:
        """Say something, unless it is to be quiet; *facts* are for the JSON alone."""
        if not self.quiet:
            self._write(text, level, event, facts)

    def error(self, text: str, **facts: object) -> None:
        """Say why the command fails, in every mode."""
        text = results.lines_of(text)  # which quotes what was typed, files and services
        mark = results.styled("Error:", fg="red", bold=True)
        self._write(text if self.as_json else f"{mark} {text}", "error", "error", facts)

    def wrong(self, error: click.ClickException) -> None:
        """Say what is wrong with how a command was called."""
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()  # which is help, and no error
            return
        if self.as_json:
            self.error(improved(error), exit_code=error.exit_code)
            return
        if isinstance(error, click.UsageError) and error.ctx is not None:
            ctx = error.ctx
            self._write(ctx.get_usage(), "error", "usage", {})
            self._write(f"Try '{ctx.command_path} --help' for help.\n", "error", "usage", {})
        self.error(improved(error))

    def _write(self, text: str, level: Level, event: str, facts: Mapping[str, object]) -> None:
        if self.as_json:
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            told = {"time": at, "level": level, "event": event, "message": text, **facts}
            said = {key: value for key, value in told.items() if value is not None}
            text = results.escaped(json.dumps(said))
        try:
            click.echo(text, err=True)
        except (OSError, ValueError):  # whoever listened is gone
            silence(sys.stderr)


class Narrator:
    """An observer that says each repeat; where more is wanted, calls, tokens and attempts too."""

    name: ClassVar[str] = "narrator"

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def listens(self) -> bool:
        """Tell whether calls and attempts are to be said."""
        return self._voice.verbose > 0

    @hookimpl
    def adlists_event(self, event: Event) -> None:
        """Say what happened."""
        verbose = self._voice.verbose
        if isinstance(event, RetryScheduled):
            text = f"{event.operation}: {event.reason}; trying again in {event.delay:.1f} s"
            text = text if self._voice.as_json else results.styled(text, dim=True)
            self._tell(event, text, "warning")
        elif verbose > 1 or (verbose and isinstance(event, CallFinished | TokenFetched)):
            told = attrs.asdict(event, filter=lambda _, value: value is not None)
            words = (
                f"{key}={value:.3f}" if isinstance(value, float) else f"{key}={value}"
                for key, value in told.items()
            )
            kind = type(event).__name__
            self._tell(event, " ".join([kind, *words]), "info" if verbose == 1 else "debug")

    def _tell(self, event: Event, text: str, level: Level) -> None:
        facts = attrs.asdict(event)
        kind = type(event).__name__
        self._voice.say(text, level=level, event=kind, **facts)


def current() -> Voice:
    """Return how the command at work speaks."""
    ctx = click.get_current_context(silent=True)
    return (ctx.find_object(Voice) if ctx is not None else None) or Voice()


def options() -> list[click.Option]:
    """Return the options that say how much, and in which form, a command speaks."""
    return [
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            is_eager=True,  # so that a wrong call is said so, too
            callback=_set_verbose,
            help="Say each call; twice: each attempt.",
        ),
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            expose_value=False,
            is_eager=True,  # so that a wrong call is said so, too
            callback=_set_quiet,
            help="Say nothing but the result, and why it fails.",
        ),
        click.Option(
            ["--log"],
            type=click.Choice(["text", "json"]),
            default="text",
            expose_value=False,
            is_eager=True,  # so that a wrong call is said so, too
            callback=_set_form,
            help="How progress and messages are said; json: one object a line.",
        ),
    ]


def _set_verbose(ctx: click.Context, _: click.Parameter, count: int) -> None:
    ctx.ensure_object(Voice).verbose = count


def _set_quiet(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    ctx.ensure_object(Voice).quiet = wanted


def _set_form(ctx: click.Context, _: click.Parameter, form: str) -> None:
    ctx.ensure_object(Voice).as_json = form == "json"


def with_options(command: click.Command) -> click.Command:
    """Give a command the options that say how it speaks; groups hand them to their own."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_options(inner)
    taken = {flag for parameter in command.params for flag in parameter.opts}
    if not isinstance(command, click.Group) or command.invoke_without_command:
        command.params.extend(option for option in options() if taken.isdisjoint(option.opts))
    return command


def prepare_streams() -> None:
    """Let both streams bear any text, whatever their encoding."""
    codecs.register_error(_ERRORS, _replaced)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None and getattr(stream, "errors", None) in {
            "strict",
            "backslashreplace",
        }:
            reconfigure(errors=_ERRORS)


def silence(stream: TextIO) -> None:
    """Send what is still to be written nowhere: the reader, such as `head`, has seen enough."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # no file behind it
        return


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter) or _escape(letter) for letter in letters), error.end


def _escape(letter: str) -> str:
    """Return an escape that JSON and Python read alike, as far as there is one."""
    number = ord(letter)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
