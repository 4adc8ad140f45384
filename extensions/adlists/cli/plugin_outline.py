"""What a new plugin begins as: a package with one hook, its tests and its entry point.

The plugin `team-header` is the class `TeamHeader` of the module `adlists_team_header`, in the
distribution `adlists-team-header`.
"""

from __future__ import annotations

import keyword
import re
from string import Template
from typing import Final

import attrs

from adlists.errors import ConfigurationError
from adlists.version import __version__

#: What a distribution may be called (PEP 508), of which there is one form (PEP 503).
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_LONGEST: Final = 64  # letters: a file system has its own limits
_PREFIX: Final = "adlists-"
#: What the texts below call something else.
_TAKEN: Final = frozenset({"Exchange", "Flow", "Layer", "Literal"})

_PROJECT: Final = """\
[build-system]
requires = ["hatchling>=1.26"]
build-backend = "hatchling.build"

[project]
name = "$distribution"
version = "0.1.0"
description = "A plugin for adlists: says on every request which version of a program sent it."
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["adlists>=$version"]

[project.optional-dependencies]
test = ["pytest>=9"]

[project.entry-points.adlists]
$name = "$module:$kind"

[tool.hatch.build.targets.wheel]
packages = ["src/$module"]

[tool.hatch.build]
dev-mode-dirs = ["src"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

_README: Final = """\
# $distribution

A plugin for adlists.

```sh
pip install -e '.[test]'
pytest
adlists plugins --plugin $name
```

Nothing is loaded merely because it is installed: name it, by `--plugin $name`,
`plugins=["$name"]` or `ADLISTS_PLUGINS=$name`.
Each argument of its class is a setting: `${variable}VALUE=nightly/2`.
"""

_MODULE: Final = '''\
"""Says on every request which version of a program sent it.

    adlists.connect(Api, plugins=["$name"])
"""

from __future__ import annotations

from typing import ClassVar

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer


@attrs.frozen(eq=False)
class $kind:
    """Sets the header `x-$name`; `${variable}VALUE` says to what."""

    name: ClassVar[str] = "$name"
    value: str = "my-program/1"

    @adlists.hookimpl
    def adlists_layer(self) -> Layer:
        """Return a layer around every exchange of a request for a response."""

        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                request = request.with_header("x-$name", self.value)
                response = yield from proceed(request)
                return response

            return exchange

        return layer
'''

_TEST: Final = """\
from __future__ import annotations

from typing import Literal

import pytest
from $module import $kind

from adlists.testing.conformance import check_plugin
from adlists.testing.rehearsal import rehearse
from adlists.testing.transport import json_reply, reply


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_every_attempt_has_the_header(mode: Literal["sync", "async"]) -> None:
    plugin = $kind("nightly/2")
    run = rehearse(plugin, script=[reply(503), json_reply(7)], mode=mode)

    assert run.outcome == 7
    assert [sent.headers["x-$name"] for sent in run.requests] == ["nightly/2"] * 2


def test_its_name_finds_it_with_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("${variable}VALUE", "nightly/3")
    run = rehearse("$name")

    assert run.requests[0].headers["x-$name"] == "nightly/3"


def test_it_keeps_the_contract() -> None:
    check_plugin($kind())
"""


@attrs.frozen
class Outline:
    """A new plugin by its names, and its files by their paths below the folder of the package."""

    name: str
    module: str
    kind: str

    @property
    def distribution(self) -> str:
        """The name of the distribution, and of the folder that it is made in."""
        return f"{_PREFIX}{self.name}"

    def files(self) -> dict[str, str]:
        """Return the text of each file."""
        from adlists._runtime.plugin_settings import variable

        names = {
            **attrs.asdict(self),
            "distribution": self.distribution,
            "variable": variable(self.name, ""),
            "version": __version__,
        }
        texts = {
            "pyproject.toml": _PROJECT,
            "README.md": _README,
            f"src/{self.module}/__init__.py": _MODULE,
            f"src/{self.module}/py.typed": "",
            f"tests/test_{self.module}.py": _TEST,
        }
        return {path: Template(text).substitute(names) for path, text in texts.items()}


def outline(name: str) -> Outline:
    """Return the outline of a plugin. Raises `ConfigurationError` for what is no name of one."""
    if not _NAME.fullmatch(name):
        msg = (
            f"{name!r} is no name of a plugin: letters of ASCII, digits, and between them dots, "
            "hyphens and underscores, as for any package."
        )
        raise ConfigurationError(msg)
    normal = re.sub(r"[-_.]+", "-", name).lower().removeprefix(_PREFIX)
    if len(normal) > _LONGEST:
        msg = f"{normal!r} is too long for the name of a plugin: {_LONGEST} letters at most."
        raise ConfigurationError(msg)
    kind = "".join(word.capitalize() for word in normal.split("-"))
    if keyword.iskeyword(kind) or kind in _TAKEN:
        kind = f"{kind}Plugin"
    elif not kind.isidentifier():  # it begins with a digit
        kind = f"Plugin{kind}"
    return Outline(normal, f"{_PREFIX}{normal}".replace("-", "_"), kind)
