"""The built-in plugins, registered under names like anyone's.

A user leaves one out with `plugins=["no:NAME"]`, or replaces it with a plugin that has
the same `name`.
"""

from __future__ import annotations


def builtins() -> dict[str, object]:
    """Return fresh built-in plugins by name, in the order of their registration."""
    # Imported here: a program that imports clients and makes no session pays for none of them.
    from adlists.plugins.form import FormCodec
    from adlists.plugins.json import JsonCodec
    from adlists.plugins.lines import LinesCodec
    from adlists.plugins.log import Log
    from adlists.plugins.multipart import MultipartCodec
    from adlists.plugins.octets import OctetsCodec
    from adlists.plugins.redirect import Redirect
    from adlists.plugins.retry import Retry
    from adlists.plugins.sequences import SequencesCodec
    from adlists.plugins.xml import XmlCodec

    plugins = (
        JsonCodec(),
        XmlCodec(),
        LinesCodec(),
        FormCodec(),
        MultipartCodec(),
        SequencesCodec(),
        OctetsCodec(),
        Redirect(),
        Retry(),
        Log(),
    )
    return {plugin.name: plugin for plugin in plugins}
