"""An object store that speaks S3, on this machine, which the environment names meanwhile."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def storing(bucket: str) -> Generator[Any]:
    """Give a file system with a bucket in it."""
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "x")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "planted-key")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("NO_PROXY", "127.0.0.1")
        s3fs.S3FileSystem.clear_instance_cache()  # one of an earlier store has its address
        system: Any = s3fs.S3FileSystem(skip_instance_cache=True)
        system.mkdir(bucket)
        yield system
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()
