"""Performs a dialogue: each call that it yields is made, and its result sent back into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adlists.contract import Call
from adlists.flow import Effect, Flow, Transmit, intercept
from adlists.lists.service.protocol import Dialogue, R, Replied, WithHeaders
from adlists.messages import lower


def converse(dialogue: Dialogue[R], perform: Callable[[Call[Any]], Flow[Any]]) -> Flow[R]:
    """Make the calls of a dialogue, each as the flow that *perform* makes of it."""
    try:
        asked = next(dialogue)
        while True:
            try:
                if isinstance(asked, WithHeaders):
                    reply = yield from _heard(perform(asked.call))
                else:
                    reply = yield from perform(asked)
            except Exception as error:  # noqa: BLE001 - thrown on, where the call was yielded
                asked = dialogue.throw(error)
            else:
                asked = dialogue.send(reply)
    except StopIteration as stop:
        result: R = stop.value
        return result


def _heard(flow: Flow[Any]) -> Flow[Replied]:
    """Run the flow of a call; return also the headers and the address of its last reply."""
    headers: Mapping[str, str] = {}
    address = ""

    def handle(effect: Effect) -> Flow[Any]:
        nonlocal headers, address
        answer = yield effect
        if isinstance(effect, Transmit):
            headers, address = lower(answer.headers), effect.request.url
        return answer

    value = yield from intercept(flow, handle)
    return Replied(value, headers, address)
