# Written by `adlists regenerate` from criteo-v1.yaml. Do not edit.
"""Criteo Marketing API v1, version 1.0.

Create, list, rename and delete advertisers' audiences, and add users to them or remove
them.
"""

from . import models
from .client import SERVICE, Api, AsyncApi

__all__ = ("SERVICE", "Api", "AsyncApi", "models")
