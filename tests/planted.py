"""Secrets to plant, the forms in which they come back, and all the places where one looks."""

from __future__ import annotations

import html
import io
import json
import logging
import pickle
import traceback
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any, Final, Self
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from adlists import AdlistsError, ApiKey, BasicAuth, BearerToken, ClientCredentials

SECRET: Final = 'pl4nted"S3cret<&>/+é%'
KEY: Final = "pl4nted-k3y+with/signs=="
PERSON: Final = "pl4nted.p3rson@example.com"

FORMS: Final[dict[str, Callable[[str], str]]] = {
    "as it is": str,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON, not ASCII": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text))[1:-1],
    "JSON, all escaped": lambda text: "".join(f"\\u{ord(one):04X}" for one in text),
    "XML": escape,
    "HTML": html.escape,
    "HTML in JSON": lambda text: json.dumps(html.escape(text)),
    "numbers": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "hexadecimal numbers": lambda text: "".join(f"&#x{ord(one):X};" for one in text),
    "percent": lambda text: quote(text, ""),
    "percent, small": lambda text: quote(text, "").lower(),
    "percent, all": lambda text: "".join(f"%{one:02x}" for one in text.encode()),
    "form": quote_plus,
    "percent twice": lambda text: quote(quote(text, ""), ""),
    "percent in JSON": lambda text: json.dumps(quote(text, "")),
    "hexadecimal escapes": lambda text: "".join(
        f"\\x{ord(one):02x}" if ord(one) < 256 else one for one in text
    ),
    "base64": lambda text: b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in JSON": lambda text: b64encode(text.encode()).decode().replace("/", "\\/"),
    "base64, percent": lambda text: quote(b64encode(text.encode()), ""),
    "capitals": str.upper,
    "small": str.lower,
    "capitals, percent": lambda text: quote(text.upper(), ""),
}


class Sight:
    """Everything that a person, a log or a machine gets to see of a call."""

    def __init__(self) -> None:
        self.log = io.StringIO()
        self.records: list[logging.LogRecord] = []

    def __enter__(self) -> Self:
        self._handler = logging.StreamHandler(self.log)
        self._handler.addFilter(self._keep)
        self._logger = logging.getLogger()
        self._level, self._own = self._logger.level, logging.getLogger("adlists").level
        self._logger.addHandler(self._handler)
        self._logger.setLevel(1)
        logging.getLogger("adlists").setLevel(1)
        return self

    def _keep(self, record: logging.LogRecord) -> bool:
        self.records.append(record)
        return True

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self._handler)
        self._logger.setLevel(self._level)
        logging.getLogger("adlists").setLevel(self._own)

    def seen(self, run: Any) -> Iterator[tuple[str, str]]:
        """Yield every text there is to see, with where."""
        yield "log", self.log.getvalue()
        yield "records", str([vars(record) for record in self.records])
        yield "events", repr(run.events)
        yield "requests", repr(run.requests)
        for outcome in run.outcomes:
            yield "repr", repr(outcome)
            if isinstance(outcome, AdlistsError):
                yield "message", str(outcome)
                yield "request id", str(getattr(outcome, "request_id", ""))
                trace = traceback.TracebackException.from_exception(outcome, capture_locals=True)
                yield "traceback", "".join(trace.format())
                yield "pickled", str(pickle.loads(pickle.dumps(outcome)))


CREDENTIALS: Final[dict[str, Any]] = {
    "oauth": ClientCredentials("pl4nted-client", KEY),
    "bearer": BearerToken(KEY),
    "basic": BasicAuth("pl4nted-us3r", SECRET),
    "key": ApiKey(KEY),
    "query_key": ApiKey(KEY),
    "cookie_key": ApiKey(KEY),
}
