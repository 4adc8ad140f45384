"""A pipeline that gives options to its calls: what a copy of a session has."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, TypeVar

import attrs

from adlists._runtime import responses
from adlists._runtime.call_options import over
from adlists._runtime.pipeline import EXPLAINING, Pipeline
from adlists.contract import Call, CallOptions
from adlists.flow import Flow

T = TypeVar("T")


class VariedPipeline(Pipeline):
    """A pipeline with options for its calls; all else it has in common with another.

    With more plugins it prepares each operation for itself. A call that a layer makes on the
    way, such as one that fetches a token, is sent without the options.
    """

    def __init__(self, base: Pipeline, options: CallOptions, plugins: Sequence[object]) -> None:
        self.__dict__.update(base.__dict__)
        within = base.options if isinstance(base, VariedPipeline) else CallOptions()
        self.options: CallOptions = over(options, within)
        if plugins:
            registry = base.registry.plus(plugins)
            self.__dict__.update(
                registry=registry,
                _listens=registry.listens,
                _prepared={},
                _codecs={},
                _preparing=threading.RLock(),
                _reader=responses.ReplyReader(self.codec, registry.credentials),
            )

    def given(self, call: Call[T]) -> Call[T]:
        """Return a call with the options that this pipeline gives to every call."""
        return attrs.evolve(call, options=over(call.options, self.options))

    def flow(self, call: Call[T]) -> Flow[T]:
        """Perform a call with the options."""
        return super().flow(self.given(call))

    def _invoke(self, call: Call[Any], /) -> Flow[Any]:
        return (EXPLAINING.get() or super().flow)(call)
