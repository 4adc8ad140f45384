"""Whether something stands between a test and the network that our transports go past.

Libraries that answer requests in a test (respx, vcrpy, pytest-httpx, responses) put themselves
into the HTTP library that they know. Ours is another one: a call would leave for the real
account, in a test that believes it is mocked.
"""

from __future__ import annotations

import sys
from typing import Final

from adlists.errors import ConfigurationError

_SEAMS: Final = (  # a class that others replace, or a method of it
    ("httpcore", "ConnectionPool", "handle_request"),
    ("httpcore", "AsyncConnectionPool", "handle_async_request"),
    ("httpx", "HTTPTransport", "handle_request"),
    ("httpx", "AsyncHTTPTransport", "handle_async_request"),
    ("requests.adapters", "HTTPAdapter", "send"),
    ("http.client", "HTTPConnection", None),
    ("urllib3.connectionpool", "HTTPConnection", None),
)


def refuse_interception() -> None:
    """Raise `ConfigurationError` where a library intercepts requests, but would not see ours."""
    for module, name, method in _SEAMS:
        loaded = sys.modules.get(module)
        found = None if loaded is None else getattr(loaded, name, None)
        if found is not None and method is not None:
            found = getattr(found, method, None)
        library = getattr(found, "__module__", module).partition(".")[0]
        if found is not None and library != module.partition(".")[0]:
            msg = (
                f"{library} intercepts requests here, but sees none of this session: it would "
                "reach the real service. Pass a transport of adlists.testing, or the sandbox's; "
                "or transport='default', where that is what you want."
            )
            raise ConfigurationError(msg)
