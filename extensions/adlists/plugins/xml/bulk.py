"""Long lists of text as elements, at once: no look at each item, no element by itself."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import orjson

# Long lists are bytes at once: text would be copied once more to become bytes.
Fragment: TypeAlias = str | bytes

ESCAPES: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_CONTROLS: Final = bytes(code for code in range(32) if chr(code) not in "\t\n\r")


def at_once(items: list[Any], start: str, end: str) -> tuple[Fragment, ...] | None:
    """Write strings as elements at once; None where it takes a closer look."""
    if not items:
        return ()
    if _is_plain(items):
        return start, f"{end}{start}".join(items).encode(), end
    try:
        content = "\0".join(items).encode()
    except (TypeError, UnicodeEncodeError):
        return None
    illegal = len(content) - len(content.translate(None, _CONTROLS))
    if illegal != len(items) - 1:
        return None
    if not content.isascii() and (b"\xef\xbf\xbe" in content or b"\xef\xbf\xbf" in content):
        return None
    for char, escape in ESCAPES:
        if char.encode() in content:
            content = content.replace(char.encode(), escape.encode())
    return start, content.replace(b"\0", f"{end}{start}".encode()), end


def _is_plain(items: list[Any]) -> bool:
    """Tell whether items are ASCII that XML carries as it is, such as addresses and hashes.

    What JSON escapes is quotes, backslashes and every control character. So text that orjson
    writes without growing holds none, and orjson looks faster than anything in the library.
    """
    try:
        text = "".join(items)
        grown = len(orjson.dumps(text)) - len(text) - 2
    except TypeError:
        return False
    return not grown and text.isascii() and not any(char in text for char in "&<>")
