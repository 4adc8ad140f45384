"""By which names the sandbox may be called, and from which pages: what a browser sends along.

A page of somebody else's, open in a browser on this machine, can send requests to loopback; by
a name of its own that leads there (DNS rebinding), or across origins. Host and Origin tell.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from adlists.sandbox.rejections import RefusedError

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Origins:
    """The names of the host that a sandbox listens on, and its port."""

    def __init__(self, host: str, port: int) -> None:
        self._port = port
        self._names = {*_LOOPBACK, host.lower().strip("[]")}
        self._open = False
        if not _is_loopback(host):  # whoever opens the sandbox to others may call it by any number
            self._open = True
            self._names |= {socket.gethostname().lower(), socket.getfqdn().lower()}

    def check(self, host: str, origin: str | None) -> None:
        """Refuse a request that was meant for another host, or comes from another's page."""
        if not self._is_own(host):
            text = "The sandbox is not known by this Host; use the address that it printed."
            raise RefusedError(421, "host-unknown", text)
        if origin is None:
            return
        parts = urlsplit(origin)
        if parts.scheme != "http" or not self._is_own(parts.netloc, exact=True):
            raise RefusedError(
                403, "origin-unknown", "The sandbox serves no pages of other origins."
            )

    def _is_own(self, host: str, *, exact: bool = False) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if parts.path or parts.query or parts.username is not None:
            return False
        if (port or 80) != self._port and (exact or port is not None):
            return False
        return name in self._names or (self._open and _is_address(name))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
