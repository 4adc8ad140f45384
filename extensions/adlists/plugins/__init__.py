"""The built-in plugins, registered under names like anyone's.

A user leaves one out with `plugins=["no:NAME"]`, or replaces it with a plugin that has
the same `name`.
"""

from __future__ import annotations


def builtins() -> dict[str, object]:
    """Return fresh built-in plugins by name, in the order of their registration."""
    # Imported here: a program that imports clients and makes no session pays for none of them.
    from adlists.plugins.form import FormCodec  # noqa: PLC0415 - see above
    from adlists.plugins.json import JsonCodec  # noqa: PLC0415 - see above
    from adlists.plugins.lines import LinesCodec  # noqa: PLC0415 - see above
    from adlists.plugins.log import Log  # noqa: PLC0415 - see above
    from adlists.plugins.redirect import Redirect  # noqa: PLC0415 - see above
    from adlists.plugins.retry import Retry  # noqa: PLC0415 - see above
    from adlists.plugins.xml import XmlCodec  # noqa: PLC0415 - see above

    plugins = (JsonCodec(), XmlCodec(), LinesCodec(), FormCodec(), Redirect(), Retry(), Log())
    return {one.name: one for one in plugins}
