"""The command of one operation: options, call and help, all from its descriptor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final, cast

import click

from adlists import catalog
from adlists.cli import body_option, results, schema_options, voice
from adlists.cli.connection_options import connection_options
from adlists.cli.reply_output import ReplyOutput, is_file, schema_of
from adlists.contract import (
    UNSET,
    Call,
    Client,
    Operation,
    Service,
    is_list,
    redacted,
)
from adlists.demo.attempts import AttemptLog
from adlists.errors import ConfigurationError
from adlists.plugins.credentials import Anonymous, fitting, from_environment
from adlists.session import connect

# Names that an option of the document cannot take: they steer the call itself.
OWN: Final = (
    "--body",
    "--content-type",
    "--accept",
    "--profile",
    "--base-url",
    "--timeout",
    "--transport",
    "--plugin",
    "--json",
    "--output",
    "--curl",
    "--show-sensitive",
    "--verbose",
    "--quiet",
    "--log",
    "--help",
)


class OperationCommand(click.Command):
    """One operation: its parameters and the fields of its body as options."""

    def __init__(self, service: Service, operation: Operation[Any]) -> None:
        self.service: Final = service
        self.operation: Final = operation
        made = schema_options.options(operation, OWN)
        self.targets: Final = [target for target, _ in made]
        self.described: Final = [option for _, option in made]
        super().__init__(
            name=operation.id,
            callback=self._run,
            params=[
                *self.described,
                *_media_options(operation),
                *self.own_options(),
                *voice.options(),
            ],
            short_help=operation.summary,
            help=_help(operation),
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the document's options first, then those that steer the call."""
        own = [param for param in self.get_params(ctx) if param not in self.described]
        for title, params in (("Arguments", self.described), ("Options", own)):
            records = [record for param in params if (record := param.get_help_record(ctx))]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the replies, the credentials and an example."""
        operation = self.operation
        replies = [
            (_range(reply.low, reply.high), reply.description or "-") for reply in operation.replies
        ]
        if replies:
            with formatter.section("Replies"):
                formatter.write_dl(replies)
        if operation.security:
            with formatter.section("Credentials"):
                formatter.write_text(_advice(self.service))
        with formatter.section("Example"):
            formatter.write(f"{' ' * formatter.current_indent}{self._example(ctx)}\n")

    def _example(self, ctx: click.Context) -> str:
        words = [ctx.command_path]
        required = {target.option for target in self.targets if target.required}
        for option in self.described:
            if option.name in required:
                kind = option.type
                value = (
                    kind.choices[0] if isinstance(kind, click.Choice) else option.make_metavar(ctx)
                )
                words.append(f"{option.opts[0]} {_sample(str(value))}")
        body = self.operation.body
        if body is not None and body.schema.kind != "object":
            words.append("--body @items.txt")
        return " ".join(words)

    def _run(self, **given: Any) -> int | None:
        operation = self.operation
        arguments: dict[str, Any] = {}
        fields: dict[str, Any] = {}
        for target in self.targets:
            value = given.get(target.option)
            if value is None or (target.many and not value):
                continue
            if target.many:
                value = _flat(value)
            (fields if target.in_body else arguments)[target.name] = value
        asked: str | None = given.get("content_type")
        body: Any = UNSET
        source: str | None = given.get("body")
        if operation.body is not None and (source is not None or fields or operation.body.required):
            chosen = body_option.chosen(operation.body, asked, fields)
            schema = body_option.schema_of(operation.body, chosen)
            if source is None and not fields and schema.kind != "object":
                msg = "Missing option '--body'."
                raise click.UsageError(msg, click.get_current_context())
            body = body_option.build(operation.body, chosen, source, fields)
            asked = body_option.sent_as(operation.body, chosen, asked)
        call = Call(operation, arguments, body, content_type=asked, accept=given.get("accept"))
        return self.perform(call, given)

    @staticmethod
    def own_options() -> list[click.Option]:
        """Return the options that steer the call itself."""
        return [*connection_options(), *_result_options()]

    def perform(self, call: Call[Any], given: dict[str, Any]) -> int | None:
        """Send the call and print its result."""
        return _send(self.service, call, given)


def api_of(service: Service) -> type[Client]:
    """Return a client of a service, for calls that are made by hand."""
    return cast("type[Client]", type("Api", (Client,), {"SERVICE": service}))


def credentials_for(
    service: Service, operation: Operation[Any], profile: str | None
) -> tuple[Anonymous, ...]:
    """Do without a credential where an operation needs none, and none is set."""
    if fitting.needs(operation.security, service) or catalog.named():
        return ()
    return () if from_environment(service, os.environ, profile).credentials else (Anonymous(),)


def _send(service: Service, call: Call[Any], given: dict[str, Any]) -> int | None:
    log, speaking = AttemptLog(), voice.current()
    output = ReplyOutput(
        as_json=given["json"], show_sensitive=given["show_sensitive"], path=given["output"]
    )
    output.check(call.operation, call.accept)
    session = connect(
        api_of(service),
        *credentials_for(service, call.operation, given["profile"]),
        base_url=given["base_url"],
        profile=given["profile"],
        plugins=[log, voice.Narrator(speaking), *catalog.named()],
        transport=given["transport"],
        timeout=given["timeout"],
    )
    try:
        if output.path is not None and is_file(call.operation, call.accept):
            output.keep(session.stream(call))
            filled = True
        else:
            result = session.send(call)
            status = None if log.last is None else log.last.status
            filled = output.put(result, schema_of(call.operation, result, status))
    finally:
        session.close()
    if given["json"]:
        return None
    if (last := log.last) is not None:
        note = f"{call.operation.id}: {last.status} in {last.seconds * 1000:.0f} ms"
        if not filled:
            note += ", the reply is empty"
        speaking.say(note if speaking.as_json else results.styled(note, dim=True))
    return None


def _flat(values: tuple[Any, ...]) -> list[Any]:
    """Join the values of a repeated option; a file's lines come as a list."""
    return [item for value in values for item in (value if is_list(value) else [value])]


def _media_options(operation: Operation[Any]) -> list[click.Option]:
    made: list[click.Option] = []
    if operation.body is not None:
        made += body_option.options_of(operation.body)
    success = (reply for reply in operation.replies if reply.low // 100 == 2)
    accepted = list(dict.fromkeys(media.name for reply in success for media in reply.media_types))
    if accepted:
        made.append(
            click.Option(
                ["--accept"],
                type=click.Choice(accepted, case_sensitive=False),
                metavar="MEDIA-TYPE",
                help=f"The reply that is asked for: {', '.join(accepted)}.",
            )
        )
    return made


def sensitive_option() -> click.Option:
    """Return the option that shows what is hidden otherwise."""
    return click.Option(
        ["--show-sensitive"],
        is_flag=True,
        help=f"Print tokens and personal values too, instead of {redacted('')}.",
    )


def _result_options() -> list[click.Option]:
    return [
        click.Option(["--json"], is_flag=True, help="Print the result as JSON."),
        click.Option(
            ["--output"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Write the reply there: a file or a text as it came, all else as JSON.",
        ),
        sensitive_option(),
    ]


def _advice(service: Service) -> str:
    try:
        return from_environment(service, os.environ).advice
    except ConfigurationError as error:  # help is for whoever has it wrong
        return str(error)


def _help(operation: Operation[Any]) -> str:
    parts = [operation.summary, operation.description, f"\b\n{operation.method} {operation.path}"]
    return "\n\n".join(part.strip("\n") for part in parts if part)


def _range(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return f"{low // 100}XX" if high - low == 99 else "other"


def _sample(metavar: str) -> str:
    """Stand in for a value, in a form that a shell takes as it is."""
    word = metavar.split("|", 1)[0]
    return {"INTEGER": "1", "@FILE": "@secret.txt"}.get(word, word)
