"""Every service as a local server that keeps state, routed from the clients' own operations.

    with adlists.sandbox.running() as sandbox:
        sandbox.services["my_service"]   # base_url, client_id, client_secret

Without a socket, `InProcess(Sandbox().handle)` is a transport for a session whose base URL
is `http://sandbox/my_service`.
"""

from __future__ import annotations

from adlists.sandbox.accesses import Accesses
from adlists.sandbox.asgi import Website
from adlists.sandbox.core import Sandbox
from adlists.sandbox.faults import Fault
from adlists.sandbox.security import Account
from adlists.sandbox.server import Running, running, serve
from adlists.sandbox.store import Store

__all__ = [
    "Accesses",
    "Account",
    "Fault",
    "Running",
    "Sandbox",
    "Store",
    "Website",
    "running",
    "serve",
]
