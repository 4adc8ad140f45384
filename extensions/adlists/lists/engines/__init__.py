"""Jobs on other machines, by an engine that is there already: Dask, or one of yours."""

from __future__ import annotations

import re
from typing import Final

from adlists.errors import ArgumentError
from adlists.lists.engines.seam import JobEngine

_DASK: Final = re.compile(r"dask(?:\+(?P<tls>tls))?://(?P<place>[^/@\s]+)/?", re.IGNORECASE)


def engine_of(address: str) -> JobEngine:
    """Return the engine of an address. Raises `ArgumentError` or `ConfigurationError`."""
    found = _DASK.fullmatch(address.strip())
    if found is None:
        msg = "An engine is named as local, dask://host:8786 or dask+tls://host:8786."
        raise ArgumentError(msg)
    from adlists.lists.engines.dask_engine import DaskEngine

    return DaskEngine(f"{'tls' if found['tls'] else 'tcp'}://{found['place']}")
