"""What regenerating costs, beside the bare generator: `python tests/bench/generate.py [DOCUMENT]…`.

    bare          openapi-python-client, as its own command, with its own post hooks (ruff check and
                  ruff format), of the document as `prepare` brings it into form, and told to take
                  every media type: so it makes the same operations and the same models
    raw           the same of the file as it is, where it makes anything of that
    code          the code alone: `prepare` and `generate`, ruff included, no command around it
    regenerate    `adlists regenerate` into a new folder: the code, the trial, the report
    again         `adlists regenerate --check` over what is in place

Measured are every document that ships, synthetic ones of 50 to 400 operations, and those that are
named (whatever is public; none is kept here). Then: what an operation costs as there are more of
them, what a document costs that is refused, and what importing a client of 600 models costs beside
one of 6. Every run is a process of its own, by its processor time, that of its children included;
contenders take turns within a round, and a ratio is the median over rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE))

import history  # noqa: E402 - needs the path above

SPEC: Final = HERE.parents[1] / "spec"
SIZES: Final = (50, 100, 200, 400)  # operations; half as many models again
MOST: Final = 1.15  # times the bare generator
LINEAR: Final = 1.2  # times what an operation costs where there are a quarter as many
_CODE: Final = """
import sys
from pathlib import Path
from adlists.regenerate.postponed import postpone
postpone("httpx", "httpcore")
from adlists.regenerate.generator import generate
from adlists.regenerate.prepare import prepare
sys.setrecursionlimit(5000)
generate(prepare(Path(sys.argv[1])), Path(sys.argv[2]))
"""
_PREPARE: Final = """
import json, sys
from pathlib import Path
from adlists.regenerate.prepare import prepare
sys.setrecursionlimit(5000)
root = prepare(Path(sys.argv[1])).root
Path(sys.argv[2]).write_text(json.dumps(root, default=str))
"""
# One call of a client over no transport at all; what is imported before is the same for each.
_CALL: Final = """
import sys, time
sys.path.insert(0, sys.argv[1])
import adlists
from adlists.messages import Response

class Canned:
    def send(self, request):
        return Response(200, {"content-type": "application/json"}, b'{"id": "1"}')
    def close(self):
        pass

began = time.process_time()
from {package} import Api
with adlists.connect(Api, adlists.BearerToken("t"), transport=Canned()) as api:
    assert api.group_0.get_thing_0("1").id == "1"
print(time.process_time() - began)
"""


def document(operations: int, *, circle: int = 0, broken: str = "") -> dict[str, Any]:
    """Return a document of so many operations, two for each thing, with three models each.

    Things refer to each other in circles of so many, or in one of all; *broken* is what does not
    work, a schema or a call.
    """
    circle = circle or operations // 2
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for number in range(operations // 2):
        name = f"Thing{number}"
        schemas[f"{name}Part"] = _object(
            label={"type": "string", "maxLength": 80, "description": "What it is called."},
            weight={"type": "number", "minimum": 0},
            flags={"type": "array", "items": {"type": "string"}},
        )
        schemas[name] = _object(
            id={"type": "string", "description": f"The id of thing {number}."},
            count={"type": "integer", "format": "int64"},
            made={"type": "string", "format": "date-time"},
            kind={"type": "string", "enum": ["plain", "gilded", "marbled"]},
            parts={"type": "array", "items": _reference(f"{name}Part")},
            next=_reference(f"Thing{number - number % circle + (number + 1) % circle}"),
        )
        schemas[f"{name}New"] = {
            **_object(
                label={"type": "string"},
                part=_reference(f"{name}Part"),
                tags={"type": "object", "additionalProperties": {"type": "string"}},
            ),
            "required": ["label"],
        }
        tag = f"group {number // 5}"
        limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/things{number}"] = {"post": _operation(f"make_thing_{number}", tag, name, name)}
        paths[f"/things{number}/{{id}}"] = {
            "get": {**_operation(f"get_thing_{number}", tag, name), "parameters": [key, limit]}
        }
    if broken == "schema":  # found as the document is prepared
        schemas["Thing0"]["properties"]["parts"]["items"]["$ref"] = "#/components/schemas/Nowhere"
    if broken == "call":  # found by the trial
        tables = {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}
        table = {"name": "table", "in": "query", "required": True, "schema": tables}
        paths["/things0/{id}"]["get"]["parameters"].append(table)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1", "description": "Made up, to be measured."},
        "servers": [{"url": "https://things.example"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "description": "One of many.", "properties": properties}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _operation(name: str, tag: str, reply: str, body: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": name,
        "tags": [tag],
        "summary": f"Do {name}.",
        "description": "What is asked for is done, and what came of it returned.",
        "responses": {
            "200": {
                "description": "Done.",
                "content": {"application/json": {"schema": _reference(reply)}},
            },
            "404": {"description": "There is no such thing."},
        },
    }
    if body:
        content = {"application/json": {"schema": _reference(f"{body}New")}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def run(words: Iterable[object], folder: Path, *, fails: bool = False) -> float:
    """Run this Python to its end; return its processor time in seconds, with its children's."""
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", *map(str, words)],
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        assert fails or process.returncode in {0, 3}, said.read().decode()[-2000:]
    return used.ru_utime + used.ru_stime


class Site:
    """A folder with one document, and with what the contenders need to make code of it."""

    def __init__(self, home: Path, path: Path) -> None:
        self.home, self.name = home, path.stem
        self.path = path
        if path.parent != SPEC:  # those that ship have settings and overlays beside them
            self.path = Path(shutil.copy(path, home / path.name))
        self.prepared = home / "prepared.json"
        run(["-c", _PREPARE, self.path, self.prepared], home)
        root = json.loads(self.prepared.read_text("utf-8"))
        self.operations = sum(len(item) for item in root["paths"].values())
        # As many media types as there are: the bare generator drops those that it is not told of.
        types = sorted(set(_media_types(root)))
        settings = {
            "literal_enums": True,
            "content_type_overrides": dict.fromkeys(types, "application/json"),
        }
        (home / "settings.json").write_text(json.dumps(settings))

    def bare(self, document: Path, *, fails: bool = False) -> float:
        """Run the bare generator; its own command, its own post hooks."""
        output = self.home / "bare"
        shutil.rmtree(output, ignore_errors=True)
        told = ["--path", document, "--output-path", output, "--meta", "none"]
        settings = ["--config", self.home / "settings.json"]
        return run(
            ["-m", "openapi_python_client", "generate", *told, *settings], self.home, fails=fails
        )

    def made(self) -> int:
        """Return how many modules the bare generator has made."""
        return len(list((self.home / "bare").rglob("*.py")))

    def code(self) -> float:
        """Make the code alone."""
        output = self.home / "alone"
        shutil.rmtree(output, ignore_errors=True)
        return run(["-c", _CODE, self.path, output / "package"], self.home)

    def regenerate(self, *options: str, fails: bool = False) -> float:
        """Run the command into a new folder."""
        shutil.rmtree(self.home / "own", ignore_errors=True)
        return self.again(*options, fails=fails)

    def again(self, *options: str, fails: bool = False) -> float:
        """Run the command over what is in place."""
        words = ["-m", "adlists", "regenerate", self.path, "--output", self.home / "own", *options]
        return run(words, self.home, fails=fails)


def _media_types(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "content" and isinstance(value, dict):
                yield from (name.partition(";")[0].strip().lower() for name in value)
                yield from value
            yield from _media_types(value)
    elif isinstance(node, list):
        for item in node:
            yield from _media_types(item)


class Report:
    """Collects the ratios with their goals."""

    def __init__(self) -> None:
        self.ratios: dict[str, float] = {}
        self.medians: dict[str, dict[str, float]] = {}

    def told(self, what: str, ratio: float, most: float | None = None) -> None:
        """Keep a ratio, and print it with what it may be."""
        self.ratios[what] = ratio
        said = (
            "" if most is None else f"  at most {most:.2f}  {'met' if ratio <= most else 'MISSED'}"
        )
        print(f"  {what:<60} {ratio:6.3f}{said}", flush=True)


def compare(site: Site, rounds: int, report: Report) -> None:
    """Measure one document, each contender in every round."""
    seconds: dict[str, list[float]] = {}
    site.bare(site.path, fails=True)
    raw_made = site.made()
    for _ in range(rounds):
        round_of = {
            "bare": site.bare(site.prepared),
            "code": site.code(),
            "regenerate": site.regenerate("--allow-partial"),
            "again": site.again("--allow-partial", "--check"),
        }
        if raw_made:
            round_of["raw"] = site.bare(site.path, fails=True)
        for name, took in round_of.items():
            seconds.setdefault(name, []).append(took)
    site.bare(site.prepared)
    made = site.made()
    own = len(list((site.home / "own").rglob("*.py")))
    report.medians[site.name] = {name: statistics.median(all_) for name, all_ in seconds.items()}
    told = ", ".join(f"{name} {took:.2f} s" for name, took in report.medians[site.name].items())
    print(
        f"\n{site.name}: {site.operations} operations; modules: {own} ours, {made} bare,"
        f" {raw_made} of the file as it is; {told}"
    )
    for name, most in (("code", None), ("regenerate", MOST), ("again", None), ("raw", None)):
        if name in seconds:
            pairs = zip(seconds[name], seconds["bare"], strict=True)
            report.told(
                f"{site.name}: {name} / bare", statistics.median(a / b for a, b in pairs), most
            )


def refused(home: Path, operations: int, broken: str, rounds: int, report: Report) -> None:
    """Measure a document that is refused: for a schema, or only by the trial."""
    path = home / f"refused-{broken}.json"
    path.write_text(json.dumps(document(operations, broken=broken)))
    folder = home / broken
    folder.mkdir()
    site = Site(folder, path)
    ratios = []
    for _ in range(rounds):
        bare = site.bare(path, fails=True)
        ratios.append(site.regenerate(fails=True) / bare)
        assert not (folder / "own" / site.name).exists()
    report.told(f"refused for a {broken}: regenerate / bare", statistics.median(ratios), MOST)


def called(home: Path, packages: Mapping[str, int], rounds: int) -> dict[str, list[float]]:
    """Import clients and call one operation of each; seconds of processor, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in packages}
    for number in range(rounds + 1):
        for name in packages:
            script = _CALL.replace("{package}", f"own.{name}")
            done = subprocess.run(
                [sys.executable, "-P", "-c", script, str(home)],
                check=True,
                capture_output=True,
                text=True,
            )
            if number:  # the first round writes bytecode
                seconds[name].append(float(done.stdout))
    return seconds


def imports(home: Path, rounds: int, report: Report) -> None:
    """Measure what it takes to use one operation of a small client, and of a large one."""
    sizes = {"few": 4, "many": 400}
    for name, operations in sizes.items():
        path = home / f"{name}.json"
        path.write_text(json.dumps(document(operations, circle=2)))
        run(["-m", "adlists", "regenerate", path, "--output", home / "own"], home)
    seconds = called(home, sizes, rounds)
    pairs = zip(seconds["many"], seconds["few"], strict=True)
    report.medians["import"] = {name: statistics.median(all_) for name, all_ in seconds.items()}
    told = ", ".join(f"{n} {s * 1000:.0f} ms" for n, s in report.medians["import"].items())
    print(f"\nimport and one call: {told}")
    report.told("import of 600 models / of 6", statistics.median(a / b for a, b in pairs), LINEAR)


def main() -> int:
    """Run everything; the exit code says whether it ran, not whether goals are met."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("documents", nargs="*", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", default="", metavar="PATTERN", help="documents of such a name")
    options.add_argument("--quick", action="store_true", help="few rounds: does it run at all")
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--forget", action="store_true", help="add nothing to history.jsonl")
    asked = options.parse_args()
    rounds = 1 if asked.quick else asked.rounds
    sizes = SIZES[:1] if asked.quick else SIZES
    report = Report()
    with tempfile.TemporaryDirectory(prefix="adlists-bench-") as folder:
        home = Path(folder)
        paths = [path for path in sorted(SPEC.glob("*.yaml")) if path.name != "generator.yaml"]
        for size in sizes:
            path = home / f"synthetic-{size}.json"
            path.write_text(json.dumps(document(size)))
            paths.append(path)
        for path in [*paths, *map(Path.absolute, asked.documents)]:
            if re.search(asked.only, path.stem):
                (home / f"of-{path.stem}").mkdir()
                compare(Site(home / f"of-{path.stem}", path), rounds, report)
        if not asked.only:
            print()
            if not asked.quick:
                linear(report)
            for broken in ("schema", "call"):
                refused(home, sizes[-1], broken, rounds, report)
            (home / "imports").mkdir()
            imports(home / "imports", 3 if asked.quick else 20, report)
    if asked.json:
        asked.json.write_text(json.dumps({"medians": report.medians, "ratios": report.ratios}))
    if not (asked.quick or asked.only or asked.forget):  # few rounds tell too little to be kept
        history.show(history.remember("generate", report.ratios))
    return 0


def linear(report: Report) -> None:
    """Compare what an operation costs in the largest synthetic document and in one of a quarter."""
    few, many = SIZES[1], SIZES[-1]
    for name in ("bare", "code", "regenerate", "again"):
        per = {size: report.medians[f"synthetic-{size}"][name] / size for size in (few, many)}
        most = None if name == "bare" else LINEAR
        report.told(f"an operation of {many} / of {few}: {name}", per[many] / per[few], most)


if __name__ == "__main__":
    raise SystemExit(main())
