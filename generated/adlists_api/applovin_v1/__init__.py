# Written by `adlists regenerate` from applovin-v1.yaml. Do not edit.
"""AppLovin App List API v1, version 1.0.

Create lists of apps, fill and trim them, look at them and delete them. Campaigns target
the apps on a list or leave them out.
"""

from . import models
from .client import SERVICE, Api, AsyncApi

__all__ = ("SERVICE", "Api", "AsyncApi", "models")
