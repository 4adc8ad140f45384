"""An independent judge: what schemathesis makes of the documents, and of the replies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox.visitor import Visitor

from adlists.contract import Service
from adlists.sandbox import Sandbox, running
from adlists_api import applovin_v1, criteo_v1

HERE = Path(__file__).parent
SPEC = HERE.parent.parent / "spec"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


SERVICES = (criteo_v1.SERVICE, applovin_v1.SERVICE)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_reply_is_as_the_document_says(service: Service, tmp_path: Path) -> None:
    sandbox = Sandbox()
    seen = tmp_path / "seen.txt"
    with running(sandbox) as server:
        told, token = server.services, Visitor(sandbox).token
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py"),
            "SANDBOX_CRITEO": told["criteo_v1"]["base_url"],
            "SANDBOX_APPLOVIN": told["applovin_v1"]["base_url"],
            "SANDBOX_KEY": told["applovin_v1"]["api_key"],
            "SANDBOX_TOKEN": token,
            "SANDBOX_SEEN": str(seen),
        }
        (tmp_path / "settings.toml").write_text(
            f'[parameters]\napi_key = "{told["applovin_v1"]["api_key"]}"\n'
        )
        done = subprocess.run(
            [
                *(
                    str(Path(sys.executable).parent / "schemathesis"),
                    "--config-file",
                    "settings.toml",
                ),
                *("run", str(SPEC / f"{service.name.replace('_', '-')}.yaml")),
                *("--url", told[service.name]["base_url"], "-H", f"Authorization: Bearer {token}"),
                *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
                *("--max-examples", "25", "--seed", "1", "--no-shrink"),
            ],
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stdout + done.stderr
    replies = [line.split() for line in seen.read_text().splitlines()]
    served = {operation for operation, status in replies if status[0] == "2"}
    assert served == {one.document_id for one in service.operations}
    assert len(replies) >= 20 * len(served)
