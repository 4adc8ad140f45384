"""How often the laws are tried: once in a run of the tests, many times by `tests/bench/laws.py`."""

from __future__ import annotations

import os
from typing import Final

#: The examples of a law are multiplied by this; with 1 they are always the same.
TIMES: Final = int(os.environ.get("LAW_TIMES", "1"))
