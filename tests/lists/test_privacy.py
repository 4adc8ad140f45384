"""Nothing personal anywhere: every place where it could be is searched for what was planted."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
from sandbox_harness import IMPATIENT, QUICK, SandboxHarness, hashed, people, retry, write

from adlists import AdlistsError, BearerToken, Request, Response, connect, hookimpl
from adlists.lists import JobStoppedError, Progress, upload
from adlists.messages import Response as Reply

SMALL = 3000


class Observer:
    name = "observer"

    def __init__(self) -> None:
        self.events: list[object] = []

    @hookimpl
    def adlists_event(self, event: object) -> None:
        self.events.append(event)


def telling(request: Request) -> Response:
    """Refuse, and quote an identifier: services do."""
    quoted = orjson.loads(request.content)["identifiers"][0]
    body = orjson.dumps({"errors": [{"code": "bad", "detail": f"Cannot take {quoted}, sorry."}]})
    return Reply(400, {"content-type": "application/json"}, body)


@pytest.mark.parametrize(
    ("schema", "mode", "values"),
    [
        ("email", "sha256", people(200)),
        ("email", "none", people(200)),
        ("identityLink", None, [f"XY-planted-link-{index}" for index in range(200)]),
    ],
)
@pytest.mark.parametrize("way", ["done", "refused", "stopped", "broken"])
def test_nothing_of_the_input_is_told(
    schema: Any, mode: Any, values: list[str], way: str, tmp_path: Path
) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    root.addHandler(handler)
    before, level = root.level, logging.DEBUG
    root.setLevel(level)
    desk = SandboxHarness()
    key = desk.audience()
    observer = Observer()
    progress: list[Progress] = []
    told: list[object] = []
    source = write(tmp_path / "people.csv", [*values, "planted nonsense @ nowhere"])

    def wrong(request: Request) -> None:
        if request.method == "PATCH" and way == "refused":
            raise Quoting(telling(request))
        if len(desk.patches) > 3 and way == "broken":
            msg = "a transport's own failure"
            raise OSError(msg)

    handle = desk.handle

    def answer(request: Request) -> Response:
        try:
            return handle(request)
        except Quoting as quoting:
            return quoting.response

    desk.handle = answer  # type: ignore[method-assign]  # the desk answers for the service
    desk.before = wrong
    try:
        with desk.criteo(observer, retry()) as api:
            report = upload(
                api,
                999 if way == "stopped" else key,
                source,
                identifier=schema,
                hash=mode,
                column="email",
                max_bytes=SMALL,
                delivery=IMPATIENT if way == "broken" else QUICK,
                state=tmp_path / "state",
                watch=progress.append,
            )
            told += [report, report.to_dict()]
    except (AdlistsError, OSError) as error:
        assert way != "done"
        told += ["".join(traceback.format_exception(error)), repr(error), str(error)]
        if isinstance(error, JobStoppedError):
            told += [error.report]
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert told
    assert observer.events
    texts = [log.getvalue(), *map(str, told), *map(str, progress), *map(str, observer.events)]
    kept = b"".join(one.read_bytes() for one in files(tmp_path / "state"))
    sent = hashed(values) if mode == "sha256" else values
    for secret in [*values[:50], *sent[:50], "planted", "nonsense"]:
        assert not any(secret in text for text in texts)
        assert secret.encode() not in kept


class Quoting(Exception):
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def files(folder: Path) -> Iterable[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_a_refusal_is_told_without_what_it_quotes(tmp_path: Path) -> None:
    desk = SandboxHarness()
    key = desk.audience()
    values = [f"XY-planted-link-{index}" for index in range(20)]
    handle = desk.handle

    def answer(request: Request) -> Response:
        return telling(request) if request.method == "PATCH" else handle(request)

    desk.handle = answer  # type: ignore[method-assign]  # the desk answers for the service
    with desk.criteo() as api:
        source = write(tmp_path / "a.csv", values)
        report = upload(
            api, key, source, identifier="identityLink", column="email", state=tmp_path / "s"
        )
    assert "Cannot take [secure], sorry" in report.failures[0].reason


def test_an_input_that_is_secret_is_told_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from adlists.lists import upload
    from adlists.sandbox import Sandbox
    from adlists.transports.in_process import InProcess
    from adlists_api import microsoft_customer_list_v13

    caplog.set_level("DEBUG")
    lists = microsoft_customer_list_v13.SERVICE.lists
    assert lists is not None
    secret = next(known.name for known in lists.inputs if known.sensitive)
    monkeypatch.setenv(f"ADLISTS_MICROSOFT_CUSTOMER_LIST_V13_{secret}".upper(), "planted-secret")
    inputs: dict[str, Any] = {
        known.name: known.values[0] if known.values else "1"
        for known in lists.inputs
        if not known.sensitive and known.default is None
    }
    with connect(
        microsoft_customer_list_v13.Api,
        BearerToken("sandbox-token"),
        base_url="http://sandbox/microsoft_customer_list_v13",
        transport=InProcess(Sandbox().handle),
    ) as api:
        report = upload(
            api,
            "VIP",
            ["ada@example.com"],
            identifier="email",
            create=True,
            state=tmp_path,
            **inputs,
        )
    assert report.sent == 1
    assert "planted-secret" not in str(report.to_dict()) + repr(report) + caplog.text
    assert not any(b"planted-secret" in path.read_bytes() for path in tmp_path.glob("*"))
