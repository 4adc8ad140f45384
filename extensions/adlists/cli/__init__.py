"""The `adlists` command. Each subcommand is a module, imported when it is called.

Exit codes: 0 done; 1 the service, the network or a check said no; 2 wrong usage, nothing
was sent; 130 interrupted.
"""

from __future__ import annotations

import logging
import os
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

import click

from adlists.cli import voice
from adlists.cli.suggestions import SuggestingGroup
from adlists.errors import AdlistsError, CallerError, PluginError

if TYPE_CHECKING:
    from adlists.lists.reading.engine_errors import Candidate

from adlists.version import __version__

# name → (module, what `adlists --help` says of it), so that help imports no command.
COMMANDS: Final = {
    "demo": ("adlists.cli.demo_command", "Run the main job against a sandbox, and check it."),
    "sandbox": (
        "adlists.cli.sandbox_command",
        "Serve all APIs on this machine, to try things out.",
    ),
    "upload": ("adlists.cli.upload_command", "Put a file of identifiers on a list."),
    "sync": ("adlists.cli.sync_command", "Make a list equal to a file."),
    "run": ("adlists.cli.run_command", "Run the jobs of a manifest, side by side."),
    "lists": ("adlists.cli.lists_command", "Show which lists a service has."),
    "export": ("adlists.cli.export_command", "Write down what is on a list."),
    "diff": ("adlists.cli.diff_command", "Show how a file and a list differ."),
    "jobs": ("adlists.cli.jobs_command", "Show what ran on which list, and what came of it."),
    "ui": ("adlists.cli.ui_command", "Show the jobs of this machine in a browser."),
    "call": ("adlists.cli.call_command", "Call any operation of any service."),
    "explain": ("adlists.cli.explain_command", "Show what a call would send, and send nothing."),
    "init": ("adlists.cli.init_command", "Ask for an account, and write it down as a profile."),
    "config": ("adlists.cli.config_command", "Show what is set and where; set it."),
    "doctor": ("adlists.cli.doctor_command", "Look at what is set and whether it works."),
    "regenerate": (
        "adlists.cli.regenerate_command",
        "Write the clients anew from their documents.",
    ),
    "plugins": ("adlists.cli.plugins_command", "Show the plugins in use and those installed."),
    "new": ("adlists.cli.new_command", "Begin a package with a plugin of your own."),
}


class Program(SuggestingGroup):
    """The built-in commands, loaded late, and those that plugins add."""

    _added: dict[str, click.Command] | None = None
    _problems: Mapping[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names: ours in the order of a first visit, then the plugins'."""
        return [*COMMANDS, *self._from_plugins()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one of our commands, or ask the plugins."""
        if cmd_name in COMMANDS:
            found = cast("click.Command", import_module(COMMANDS[cmd_name][0]).command)
            return voice.with_options(found)
        return self._from_plugins().get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where a plugin could add none, say so, too."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if not self._problems:
                raise
            msg = " ".join([error.message, *self._problems.values()])
            raise click.UsageError(msg, ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        ours = [(name, summary) for name, (_, summary) in COMMANDS.items()]
        added = [
            (name, command.get_short_help_str(70)) for name, command in self._from_plugins().items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl([*ours, *added])
        if self._problems:
            with formatter.section("Left out"):
                formatter.write_dl(list(self._problems.items()))

    def _from_plugins(self) -> dict[str, click.Command]:
        if self._added is None:
            from adlists import catalog
            from adlists._runtime.registry import Registry
            from adlists.plugins import builtins

            added: dict[str, click.Command] = {}

            def register(command: click.Command) -> None:
                name = command.name or ""
                if not name or name in COMMANDS or name in added:
                    msg = f"a command named {name!r} exists already, or it has no name"
                    raise PluginError(msg)
                added[name] = command

            self._added = added
            try:
                registry = Registry(builtins(), catalog.named(), lenient=True)
                registry.commands(register)
                self._problems = registry.problems
            except AdlistsError as error:  # help is for whoever has it wrong
                self._problems = {"plugins": str(error)}
        return self._added


_HELP: Final = """Typed clients for the lists that advertising platforms target or exclude.

\b
First steps:
  adlists demo                 the whole path, on this machine, in seconds
  adlists sandbox              both APIs to play with; prints what to export
  adlists upload               a file of identifiers into a list
  adlists call                 every operation of every service

Credentials come from the environment (ADLISTS_<SERVICE>_…), or from a profile or a settings
file that only you can read, never from an option: options end up in the shell's history.
`adlists init` asks for them, and `adlists doctor` tries them.

Completion: eval "$(_ADLISTS_COMPLETE=bash_source adlists)" in ~/.bashrc; zsh_source or
fish_source for other shells.

\b
Exit codes: 0 done, 1 failed, 2 wrong usage (nothing was sent), 130 interrupted.
"""


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"adlists {__version__}")
        ctx.exit()


def program() -> Program:
    """Return the command line, with the plugins that the environment names now."""
    return Program(
        name="adlists",
        help=_HELP,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help="Show the version and exit.",
                callback=_show_version,
            )
        ],
    )


def _how(error: AdlistsError) -> str:
    """Name the option that answers what a library's message asks."""
    candidates: Sequence[Candidate] = getattr(error, "candidates", ())
    if candidates:
        first = candidates[0]
        named = "" if first.name is None else f"--column {shlex.quote(first.name)}, or "
        return f" Here: {named}--column {first.number}."
    argument: str | None = getattr(error, "argument", None)
    return f" Here: {_OPTIONS.get(argument) or _flag(argument)}." if argument else ""


# What an argument of the library is called here, where that is not its name.
_OPTIONS: Final = {"header": "--header, or --no-header", "snapshot": "--replace-all, or --snapshot"}


def _refused(error: OSError) -> str:
    """Say what the system did not do."""
    reason = error.strerror or type(error).__name__
    named = "" if error.filename is None else f": {os.fsdecode(error.filename)}"
    return f"The system refuses to go on ({reason}{named}). Make room, or allow more, and repeat."


def _flag(argument: str) -> str:
    return f"--{argument.replace('_', '-')}"


def _plugins(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the plugins that a line names: what it calls may be theirs, so they come first."""
    for word, after in pairwise([*arguments, ""]):
        name, equals, value = word.partition("=")
        if name == "--plugin":
            yield value if equals else after


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code. Errors of ours become one message."""
    # Whoever wants the log configures logging; here, warnings would repeat what is printed.
    logger = logging.getLogger("adlists")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    from adlists import catalog

    voice.prepare_streams()
    speaking = voice.Voice()
    line = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with catalog.naming(name for name in _plugins(line) if name):
            code = program().main(line, prog_name="adlists", standalone_mode=False, obj=speaking)
        sys.stdout.flush()
    except click.ClickException as error:
        speaking.wrong(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        return 128 + getattr(error.__cause__ or error, "number", 2)  # click wraps what ended it
    except BrokenPipeError:
        voice.silence(sys.stdout)
        return 1
    except AdlistsError as error:
        speaking.error(f"{error}{_how(error)}", kind=type(error).__name__)
        return 2 if isinstance(error, CallerError) else 1
    except OSError as error:  # a full disk, too many open files: wherever it was noticed
        speaking.error(_refused(error), kind=type(error).__name__)
        return 1
    except MemoryError:
        speaking.error("There is not enough memory. Allow this process more.", kind="MemoryError")
        return 1
    return code if isinstance(code, int) else 0
