"""Security: each scheme says what its kind must say; each requirement names a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from adlists._runtime import scheme_settings
from adlists.contract import Scheme
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.problems import Problem, SpecError

# The kinds of security schemes, and what each must say.
_SCHEMES: Final = {
    "apiKey": ("in", "name"),
    "http": ("scheme",),
    "oauth2": ("flows",),
    "openIdConnect": (),
    "mutualTLS": (),
}


_AGREED: Final = ("authorizationCode", "password", "implicit", "deviceAuthorization")


def settle(document: Document) -> None:
    """Follow the references of schemes; SpecError where one is of no kind, or incomplete."""
    components = document.root["components"]
    schemes = mapping(components.get("securitySchemes"))
    components["securitySchemes"] = {
        name: document.resolve(node) for name, node in schemes.items() if not name.startswith("x-")
    }
    problems = list(_problems(document, components["securitySchemes"]))
    if problems:
        raise SpecError(document.path, problems)


def described(nodes: Node) -> Iterator[Scheme]:
    """Yield what the runtime needs to know of each scheme."""
    for name, node in nodes.items():
        flows = mapping(node.get("flows"))
        client = mapping(flows.get("clientCredentials"))
        agreed = [mapping(flows.get(key)) for key in _AGREED]
        urls = [flow.get("refreshUrl") or flow.get("tokenUrl") for flow in agreed]
        scopes = [scope for flow in (client, *agreed) for scope in mapping(flow.get("scopes"))]
        http, key = node["type"] == "http", node["type"] == "apiKey"
        yield Scheme(
            name,
            node["type"],
            scheme=str(node["scheme"]).lower() if http else None,
            place=node["in"] if key else None,
            parameter=node["name"] if key else None,
            token_url=_text(client.get("tokenUrl")),
            scopes=tuple(dict.fromkeys(map(str, scopes))),
            refresh_url=_text(next(filter(None, urls), None)),
            discovery_url=_text(node.get("openIdConnectUrl")),
        )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _problems(document: Document, schemes: Node) -> Iterator[Problem]:
    for name, node in schemes.items():
        where = ("components", "securitySchemes", name)
        if node.get("type") not in _SCHEMES:
            message = f"is of no kind that OpenAPI 3.1 knows: {node.get('type')!r}"
            yield document.problem(message, *where)
            continue
        for key in _SCHEMES[node["type"]]:
            if key not in node:
                yield document.problem(f"has no {key}", *where)
        for flow, given in mapping(node.get("flows")).items():
            if flow == "clientCredentials" and "tokenUrl" not in mapping(given):
                yield document.problem("has no tokenUrl", *where, "flows", flow)


def demand(document: Document, raw: Node) -> None:
    """Keep an operation's alternatives whose schemes are declared; Refusal where none is.

    What it says itself counts, or else what the root says.
    """
    owner = raw if "security" in raw else document.root
    schemes = document.root["components"]["securitySchemes"]
    given = sequence(owner.get("security"))
    strange = [name for part in given for name in mapping(part) if name not in schemes]
    for first, second in _at_one_place(schemes, given):
        message = f"asks for {first} and {second} at once, and one request has room for one of them"
        problem = document.at(message, owner, "security")
        if problem not in document.notes:
            document.notes.append(problem)
    if not strange:
        return
    kept = [part for part in given if mapping(part).keys() <= schemes.keys()]
    message = f"names the security scheme {strange[0]!r}, which components do not declare"
    if not kept:
        document.refuse(message, owner, "security")
    document.say(f"{message}; its alternatives count", owner, "security")
    owner["security"] = kept


def _at_one_place(schemes: Node, given: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield two schemes of one alternative that need different credentials in one place."""
    several = [alternative for alternative in given if len(mapping(alternative)) > 1]
    known = {scheme.name: scheme for scheme in described(schemes)} if several else {}
    for alternative in several:
        named = [known[name] for name in mapping(alternative) if name in known]
        for first, second in combinations(named, 2):
            alike = scheme_settings.place(first) == scheme_settings.place(second)
            if alike and _credential(first) != _credential(second):
                yield first.name, second.name


def _credential(scheme: Scheme) -> str:
    """Return what kind of credential a scheme takes: a token serves several kinds of scheme."""
    if scheme.kind in {"oauth2", "openIdConnect"} or scheme.scheme == "bearer":
        return "bearer"
    return scheme.name if scheme.kind == "http" else scheme.kind
