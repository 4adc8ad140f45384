"""Where a request goes: its origin, and the proxy in between.

Proxies come from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in either case, or from
the system's settings on macOS and Windows. NO_PROXY holds names with everything below
them, addresses, networks (10.0.0.0/8), or a star for all. They are read when an origin is
first used.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import attrs

from adlists.errors import ConfigurationError, ConnectionFailed

PORTS = {"http": 80, "https": 443}


@attrs.frozen
class Origin:
    """An origin, ready for the wire: `authority` is what the Host header says.

    `port` is None where it is the scheme's own.
    """

    scheme: str
    host: str
    port: int | None
    authority: str
    proxy: str | None


def split(url: str) -> tuple[str, str]:
    """Cut an absolute URL into scheme and authority, and the target that a request names."""
    url = url.partition("#")[0]
    start = url.find("://") + 3
    slash, mark = url.find("/", start), url.find("?", start)
    if slash >= 0 and not 0 <= mark < slash:
        return url[:slash], url[slash:]
    return (url, "/") if mark < 0 else (url[:mark], f"/{url[mark:]}")


def route(prefix: str) -> Origin:
    """Read what `split` cut off. Raises `ConnectionFailed` for what is no HTTP address."""
    try:
        parts = urlsplit(prefix)
        scheme, port = parts.scheme, parts.port or PORTS[parts.scheme]
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, KeyError):
        scheme, host, port = "", "", 0
    if not host or not host.isprintable() or " " in host:
        msg = "The address cannot be used; it has to look like https://host/path."
        raise ConnectionFailed(msg)
    shown = f"[{host}]" if ":" in host else host
    proxy = _proxy(scheme, host, port)
    if port == PORTS[scheme]:
        return Origin(scheme, host, None, shown, proxy)
    return Origin(scheme, host, port, f"{shown}:{port}", proxy)


def _proxy(scheme: str, host: str, port: int) -> str | None:
    found = getproxies()
    address = found.get(scheme) or found.get("all")
    if not address or proxy_bypass(f"{host}:{port}") or _excluded(host, found.get("no", "")):
        return None
    address = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        msg = (
            f"The proxy that {scheme.upper()}_PROXY or ALL_PROXY names cannot be used; it has to"
            " look like http://host:port. For other kinds pass an httpx2.Client with a proxy."
        )
        raise ConfigurationError(msg)
    return address


def _excluded(host: str, listed: str) -> bool:
    """Tell what the standard library leaves out: networks, and IPv6 addresses."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    for entry in listed.split(","):
        try:
            if address in ip_network(entry.strip().strip("[]"), strict=False):
                return True
        except ValueError:
            continue  # a name, or nothing
    return False
