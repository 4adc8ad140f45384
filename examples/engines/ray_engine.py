"""Ray as an engine: `lists.run("jobs.toml", engine=RayEngine("ray://head:10001"))`."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import ray


class RayEngine:
    def __init__(self, address: str | None = None, **settings: Any) -> None:
        ray.init(address, **settings)

    @property
    def slots(self) -> int:
        return int(ray.cluster_resources().get("CPU", 1))

    def submit(self, function: Callable[..., Any], *arguments: Any, label: str) -> Any:
        # A worker that dies costs time alone: what it was at work on is called again elsewhere.
        task = ray.remote(function).options(name=f"adlists-{label}", max_retries=-1)
        return task.remote(*arguments)

    def outcome(self, handle: Any) -> Future[Any]:
        future: Future[Any] = handle.future()
        return future

    def close(self) -> None:
        ray.shutdown()
