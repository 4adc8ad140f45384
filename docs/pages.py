"""Writes the reference from the code itself: modules, hooks, commands, settings.

Each function returns one page in Markdown, so that a test can read it without building.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast, get_args

import api_pages
import click

import adlists
from adlists import catalog, cli, flow, hookspecs
from adlists import errors as errors_module
from adlists import events as events_module
from adlists._runtime import profiles as profiles_module
from adlists._runtime import settings as settings_module
from adlists.plugins.credentials.ways import offers

WIDTH: Final = 92  # columns of a command's help


def write(folder: Path) -> None:
    """Write every page below a folder; one that has not changed keeps its time."""
    written = {
        "modules.md": modules(),
        "hooks.md": hooks(),
        "commands.md": commands(),
        "operations.md": operations(),
        "events.md": events(),
        "errors.md": errors(),
        "settings.md": settings(),
        "words.md": words(),
        "api/index.md": api_pages.index(),
        **{f"api/{module}.md": api_pages.page(module) for module in api_pages.API},
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in written:
            path.unlink()


def modules() -> str:
    """Return the page of all handwritten modules, each with the first sentence of its own."""
    lines = ["# Every module", "", "What each says of itself, in its first sentence."]
    heading = None
    for name, path in _modules():
        room = ".".join(name.split(".")[:2])
        if name.count(".") == 1 and path.name != "__init__.py":
            room = "adlists"
        if room != heading:
            lines += ["", f"## {room}", ""]
            heading = room
        lines.append(f"- `{name}`: {_first_sentence(path)}")
    return "\n".join([*lines, ""])


def _modules() -> Iterator[tuple[str, Path]]:
    root = Path(adlists.__file__).parent
    flat = sorted(path for path in root.glob("*.py"))
    deep = sorted(path for path in root.glob("*/**/*.py") if "__pycache__" not in path.parts)
    for path in [*flat, *deep]:
        parts = path.relative_to(root.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _first_sentence(path: Path) -> str:
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(doc.partition("\n\n")[0].split())


def hooks() -> str:
    """Return the page of the hooks: signatures, when each is called, arguments and results."""
    lines = ["# The hooks", "", *_markdown(inspect.getdoc(hookspecs) or ""), ""]
    for name, hook in vars(hookspecs).items():
        if name.startswith("adlists_"):
            lines += [f"## {name}", "", "```python", _signature(hook), "```", ""]
            options = hook.adlists_spec
            if options["firstresult"]:
                lines += ["The first result that is not None is used.", ""]
            lines += [*_markdown(inspect.getdoc(hook) or ""), ""]
    lines += ["## Places", "", "Where a layer stands, outermost first (`hookimpl(place=…)`):", ""]
    lines += [f"- `{place}`: {PLACES[place]}" for place in hookspecs.PLACES]
    lines += [
        "",
        "## Effects",
        "",
        "What a flow may yield; `adlists.flow` has a function for each:",
    ]
    for effect in effects():
        lines += ["", f"### {effect.__name__}", "", *_markdown(inspect.getdoc(effect) or "")]
    lines += ["", "## Events", "", "What an observer is told: [a page of its own](events.md).", ""]
    return "\n".join(lines)


#: What stands where: each place of a layer, and who is there.
PLACES: Final = {
    "outside retry": "sees a request once, however often it is sent; who says nothing stands here",
    "retry": "decides whether a request is sent again: the built-in `retry`, or its replacement",
    "inside retry": "sees each attempt, before redirects are followed",
    "redirect": "follows what leads elsewhere: the built-in `redirect`, or its replacement",
    "credentials": "signs: the credentials of the session",
    "inside credentials": "sees what is sent word for word, signed, and the reply first",
}


def effects() -> list[type[Any]]:
    """Return the effects that a flow may yield."""
    return [getattr(flow, name.strip()) for name in str(flow.Effect).split("|")]


def _signature(function: Any) -> str:
    found = inspect.signature(function)
    arguments = ", ".join(
        f"{name}: {argument.annotation}" for name, argument in found.parameters.items()
    )
    return f"def {function.__name__}({arguments}) -> {found.return_annotation}"


def _markdown(doc: str) -> list[str]:
    """Return a docstring's lines with its sections as lists and its examples as fences."""
    lines: list[str] = []
    heading = ""
    fenced = False
    for line in doc.splitlines():
        indented = line.startswith("    ")
        if fenced and line.strip() and not indented:
            lines[-1:] = ["```", ""]
            fenced = False
        if line.endswith(":") and line[:-1] in {"Args", "Attributes", "Returns", "Raises"}:
            heading = line[:-1]
            lines += [f"**{heading}**", ""]
        elif heading in {"Args", "Attributes"} and indented and line.startswith("        "):
            lines[-1] += f" {line.strip()}"
        elif heading in {"Args", "Attributes"} and indented:
            name, _, text = line.strip().partition(": ")
            lines.append(f"- `{name}`: {text}")
        elif heading:
            lines.append(line.strip())
        elif indented and not fenced and line.strip():
            lines += ["```python", line[4:]]
            fenced = True
        else:
            lines.append(line[4:] if fenced else line)
    return [*lines, "```"] if fenced else lines


def commands() -> str:
    """Return the page of the command line, each command's help as it prints it."""
    program = cli.program()
    context = click.Context(program, info_name="adlists")
    lines = ["# The command line", "", *_help(program, "adlists")]
    for name in cli.COMMANDS:
        command = cast("click.Command", program.get_command(context, name))
        lines += [f"## adlists {name}", "", *_help(command, f"adlists {name}")]
    return "\n".join(lines)


def operations() -> str:
    """Return the page of every operation as a command: `adlists call SERVICE OPERATION`."""
    calls: Any = import_module("adlists.cli.call_command").command
    context = click.Context(calls, info_name="adlists call")
    lines = ["# Every operation as a command", ""]
    for service in catalog.names():
        group = calls.get_command(context, service)
        lines += [f"## {service}", ""]
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            lines += [f"### {name}", "", *_help(command, f"adlists call {service} {name}")]
    return "\n".join(lines)


def events() -> str:
    """Return the page of the events: each with its fields."""
    lines = [
        "# The events",
        "",
        *_markdown(inspect.getdoc(events_module) or ""),
        "",
        "A plugin gets them by the hook `adlists_event`; `adlists.testing.observers.Recorder`",
        "remembers them in a test.",
        "",
    ]
    for kind in get_args(events_module.Event):
        lines += [f"## {kind.__name__}", "", *_markdown(inspect.getdoc(kind) or ""), ""]
    return "\n".join(lines)


def errors() -> str:
    """Return the page of the errors: the tree, and what each one means."""
    opening, tree, rest = (inspect.getdoc(errors_module) or "").split("\n\n", 2)
    tree = inspect.cleandoc(f"\n{tree}")
    lines = ["# The errors", "", opening, "", "```text", tree, "```", "", rest, ""]
    for kind in _below(errors_module.AdlistsError):
        base = kind.__bases__[0].__name__
        lines += [f"## {kind.__name__}", "", *_markdown(inspect.getdoc(kind) or ""), ""]
        if kind is not errors_module.AdlistsError:
            lines += [f"Of the kind `{base}`.", ""]
        if hint := vars(kind).get("hint"):
            lines += [f"Its message ends: *{hint}*", ""]
    return "\n".join(lines)


def _below(kind: type[errors_module.AdlistsError]) -> Iterator[type[errors_module.AdlistsError]]:
    """Yield an error and those below it, of the module that holds the tree."""
    yield kind
    for child in vars(errors_module).values():
        if isinstance(child, type) and kind in child.__bases__:
            yield from _below(child)


#: The variables that are not of one service, and what each says.
VARIABLES: Final = {
    "ADLISTS_SETTINGS": "the settings file, in place of the one in your configuration folder",
    "ADLISTS_PROFILE": "the profile to use, where none is named",
    "ADLISTS_PROFILES": "the file of profiles, in place of the one in your configuration folder",
    "ADLISTS_STATE": "the folder of journals and snapshots, or a PostgreSQL that machines share",
    "ADLISTS_SNAPSHOTS": "where a shared state keeps snapshots, if not in the database",
    "ADLISTS_PLUGINS": "names of installed plugins to load, with commas between them",
    "ADLISTS_PLUGIN_RETRY_ATTEMPTS": "an argument of a plugin, here of `retry`; others likewise",
    "ADLISTS_NO_PLUGINS": "where it is set: no plugin of others is loaded, whoever names it",
    "ADLISTS_SERVICE": "the service of `adlists upload` and `adlists sync`, where none is named",
    "ADLISTS_HASH": "how a job hashes identifiers, where nobody says",
    "ADLISTS_NOTIFY": "where a report goes when a job ends badly, as for `--notify`",
    "HTTP_PROXY": "the proxy for `http:` addresses; likewise `HTTPS_PROXY` and `ALL_PROXY`",
    "NO_PROXY": "what is reached without a proxy",
    "SSL_CERT_FILE": "the certificates to trust, or `SSL_CERT_DIR`: a folder of them",
    "NO_COLOR": "where it is set: no colours in a terminal",
}


def settings() -> str:
    """Return the page of the settings: variables, the settings file, and each service's names."""
    lines = [
        "# The settings",
        "",
        "Each is a variable of the environment. Those of a service may stand in the settings",
        "file instead, under the same names.",
        "",
        "| Variable | Says |",
        "| --- | --- |",
        *(f"| `{name}` | {text} |" for name, text in VARIABLES.items()),
        "",
        "## The settings file",
        "",
        *_markdown(inspect.getdoc(settings_module) or ""),
        "",
        "```text",
        "# of two services",
        "ADLISTS_APPLOVIN_V1_API_KEY=…",
        "ADLISTS_CRITEO_2026_07_CLIENT_ID=…",
        "ADLISTS_CRITEO_2026_07_CLIENT_SECRET=…",
        "```",
        "",
        "## Profiles",
        "",
        *_markdown(inspect.getdoc(profiles_module) or ""),
        "",
        "## The variables of each service",
        "",
    ]
    for name in catalog.names():
        service = catalog.find(name)
        assert service is not None  # noqa: S101 - it was named just now
        lines += [f"### {name}", "", f"{service.title}. Any one of:", ""]
        prefix = f"ADLISTS_{name.upper()}_"
        for endings in offers(service):
            named = " and ".join(f"`{prefix}{ending}`" for ending in endings)
            lines.append(f"- {named}")
        lines += ["", f"`{prefix}BASE_URL` is the address, in place of `{service.server}`.", ""]
        inputs = () if service.lists is None else service.lists.inputs
        for given in (given for given in inputs if given.env):
            lines += [f"`{prefix}{given.name.upper()}`: {given.description}", ""]
    return "\n".join(lines)


#: What a document may say beyond OpenAPI: where it stands, and what it means.
WORDS: Final = {
    "x-lists": (
        "the document",
        "how its lists are found, made, filled and measured: [a page of its own](../x-lists.md)",
    ),
    "x-idempotent": (
        "an operation",
        "whether a call may be repeated though its outcome is unknown; else its method tells",
    ),
    "x-methods": (
        "an operation with several uses",
        "the methods that a client has in its place, each with its parameters and its reply",
    ),
    "x-max-reply": ("an operation", "the most bytes that its reply may have"),
    "x-encode-as": (
        "a media type",
        "the media type in whose form the bytes under this label really are",
    ),
    "x-sensitive": (
        "a schema or a parameter",
        "never shown, in no log, error, event or page; so are `format: password` and `writeOnly`",
    ),
    "x-known-values": (
        "a schema of texts or numbers",
        "values that are known, among others that are not: types name them, and all are taken",
    ),
}


def words() -> str:
    """Return the page of the words that a document may use beyond OpenAPI."""
    return "\n".join(
        [
            "# The `x-` words of a document",
            "",
            "What OpenAPI has no word for. All other `x-` words are left as they are.",
            "",
            "| Word | Stands on | Says |",
            "| --- | --- | --- |",
            *(f"| `{word}` | {where} | {what} |" for word, (where, what) in WORDS.items()),
            "",
        ]
    )


def _help(command: click.Command, path: str) -> list[str]:
    context = click.Context(
        command,
        info_name=path,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    return ["```text", command.get_help(context).rstrip(), "```", ""]
