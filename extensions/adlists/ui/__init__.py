"""Pages to look at, rendered here: a sandbox from the inside, and the jobs of this machine.

Plain HTML with one style sheet: no script, nothing from elsewhere, nothing to build.
"""

from __future__ import annotations

from adlists.ui.job_pages import job_site
from adlists.ui.sandbox_pages import sandbox_site

__all__ = ["job_site", "sandbox_site"]
