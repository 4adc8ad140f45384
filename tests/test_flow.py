"""Flows: one code path, two drivers; and a lock that threads and tasks wait for together."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlists import Request
from adlists._runtime.drivers import run, run_async
from adlists.errors import ConfigurationError, ConnectionLost
from adlists.flow import Effect, Flow, Lock, Sleep, exclusive, intercept, sleep, transmit
from adlists.testing.transport import AsyncFakeTransport, FakeTransport, reply

REQUEST = Request("GET", "https://api.example.com/", {})


def drive(mode: str, flow: Flow[Any], script: Any = ()) -> Any:
    if mode == "sync":
        return run(flow, FakeTransport(script))
    return asyncio.run(run_async(flow, AsyncFakeTransport(script)))


@pytest.mark.parametrize("mode", ["sync", "async"])
class TestDrivers:
    def test_every_effect_is_performed_and_the_result_returned(self, mode: str) -> None:
        def flow() -> Flow[list[int]]:
            first = yield from transmit(REQUEST)
            yield from sleep(0)
            second = yield from exclusive(Lock(), transmit(REQUEST))
            return [first.status, second.status]

        assert drive(mode, flow(), [reply(201), reply(202)]) == [201, 202]

    def test_what_a_transport_raises_arrives_at_the_place_of_the_effect(self, mode: str) -> None:
        def flow() -> Flow[str]:
            try:
                yield from exclusive(Lock(), transmit(REQUEST))
            except ConnectionLost as error:
                return str(error)
            return ""

        assert drive(mode, flow(), [ConnectionLost("gone")]) == "gone"

    def test_what_a_flow_raises_reaches_the_caller_with_its_traceback(self, mode: str) -> None:
        def flow() -> Flow[None]:
            yield from sleep(0)
            raise KeyError

        with pytest.raises(KeyError) as caught:
            drive(mode, flow())
        assert caught.traceback[-1].name == "flow"

    def test_a_lock_is_released_after_a_failure(self, mode: str) -> None:
        lock = Lock()

        def failing() -> Flow[None]:
            yield from sleep(0)
            raise KeyError

        for _ in range(2):
            with pytest.raises(KeyError):
                drive(mode, exclusive(lock, failing()))
        assert drive(mode, exclusive(lock, transmit(REQUEST)), [reply(200)]).status == 200

    def test_a_long_chain_of_effects_needs_no_deep_stack(self, mode: str) -> None:
        def flow() -> Flow[int]:
            for _ in range(5000):
                yield from transmit(REQUEST)
            return 5000

        assert drive(mode, flow(), lambda _: reply(200)) == 5000


@pytest.mark.parametrize("mode", ["sync", "async"])
class TestIntercept:
    def test_a_handler_may_answer_an_effect_or_yield_others_within_a_lock_too(
        self, mode: str
    ) -> None:
        seen: list[type] = []

        def handle(effect: Effect) -> Flow[Any]:
            seen.append(type(effect))
            if isinstance(effect, Sleep):
                return "slept"
            yield from sleep(0)
            return (yield effect)

        def flow() -> Flow[list[Any]]:
            inner = yield from exclusive(Lock(), inside())
            return [(yield Sleep(3600)), inner, (yield from transmit(REQUEST)).status]

        def inside() -> Flow[Any]:
            return (yield Sleep(3600)), (yield from transmit(REQUEST)).status

        intercepted = intercept(flow(), handle)

        assert drive(mode, intercepted, [reply(201), reply(202)]) == ["slept", ("slept", 201), 202]
        assert [kind.__name__ for kind in seen] == [
            "Exclusive",
            "Sleep",
            "Transmit",
            "Sleep",
            "Transmit",
        ]

    def test_what_a_handler_raises_arrives_at_the_place_of_the_effect(self, mode: str) -> None:
        def handle(effect: Effect) -> Flow[Any]:
            if isinstance(effect, Sleep):
                raise KeyError
            return (yield effect)

        def flow() -> Flow[list[Any]]:
            caught: list[Any] = []
            for effect in (sleep(0), transmit(REQUEST)):
                try:
                    yield from effect
                except (KeyError, ConnectionLost) as error:
                    caught.append(type(error))
            return caught

        found = drive(mode, intercept(flow(), handle), [ConnectionLost("gone")])

        assert found == [KeyError, ConnectionLost]

    def test_what_a_flow_raises_and_a_flow_without_effects_pass_through(self, mode: str) -> None:
        def failing() -> Flow[None]:
            yield from sleep(0)
            raise KeyError

        def at_once() -> Flow[str]:
            return "done"
            yield

        def handle(effect: Effect) -> Flow[Any]:
            return (yield effect)

        with pytest.raises(KeyError):
            drive(mode, intercept(failing(), handle))
        assert drive(mode, intercept(at_once(), handle)) == "done"


def test_a_closed_generator_closes_the_one_it_intercepts_and_the_handler() -> None:
    closed: list[str] = []

    def flow() -> Flow[None]:
        try:
            yield Sleep(1)
        finally:
            closed.append("flow")

    def handle(effect: Effect) -> Flow[Any]:
        try:
            return (yield effect)
        finally:
            closed.append("handler")

    intercepted = intercept(flow(), handle)
    next(intercepted)
    intercepted.close()

    assert closed == ["handler", "flow"]


def test_a_cancelled_task_gives_its_place_up_and_its_finally_runs() -> None:
    async def main() -> None:
        lock, seen = Lock(), []

        def slow() -> Flow[None]:
            try:
                yield Sleep(60)
            finally:
                seen.append("cleaned up")

        transport = AsyncFakeTransport([reply(200)])
        holder = asyncio.create_task(run_async(exclusive(lock, slow()), transport))
        await asyncio.sleep(0)
        waiter = asyncio.create_task(run_async(exclusive(lock, transmit(REQUEST)), transport))
        gone = asyncio.create_task(run_async(exclusive(lock, slow()), transport))
        await asyncio.sleep(0.01)
        gone.cancel()
        holder.cancel()
        assert (await waiter).status == 200
        assert seen == ["cleaned up"]
        assert lock._holder is None

    asyncio.run(main())


def test_an_interrupted_thread_gives_its_place_up() -> None:
    lock = Lock()
    lock.acquire()
    waiting = lock.acquire()

    lock.cancel(waiting)  # what the driver does on KeyboardInterrupt
    lock.release()

    assert run(exclusive(lock, transmit(REQUEST)), FakeTransport([reply(200)])).status == 200


def test_a_lock_that_came_too_late_is_released() -> None:
    lock = Lock()
    first, second, third = lock.acquire(), lock.acquire(), lock.acquire()

    lock.release()  # the second has it now,
    lock.cancel(second)  # and gives up without having noticed

    assert first.done()
    assert third.done()


def test_threads_and_tasks_exclude_each_other_and_no_lock_is_lost() -> None:
    lock, inside, most, dice = Lock(), [0], [0], random.Random(7)

    def critical() -> Flow[None]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        try:
            yield Sleep(dice.random() / 2000)
        finally:
            inside[0] -= 1

    def thread() -> None:
        for _ in range(20):
            run(exclusive(lock, critical()), FakeTransport([]))

    async def tasks() -> list[Any]:
        transport = AsyncFakeTransport([])
        running = [
            asyncio.create_task(run_async(exclusive(lock, critical()), transport))
            for _ in range(60)
        ]
        await asyncio.sleep(0.01)
        for one in running[::3]:
            one.cancel()
        return await asyncio.gather(*running, return_exceptions=True)

    with ThreadPoolExecutor(4) as pool:
        threads = [pool.submit(thread) for _ in range(4)]
        outcomes = asyncio.run(tasks())
        for one in threads:
            one.result(30)

    assert outcomes.count(None) >= 40
    assert most == [1]
    assert inside == [0]
    assert lock._holder is None
    assert not lock._waiting


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["acquire", "release", "cancel"]), st.integers(0, 9))))
def test_at_any_time_one_holds_the_lock_or_nobody_waits(steps: list[tuple[str, int]]) -> None:
    lock = Lock()
    queue: list[Any] = []  # who asked and has neither cancelled nor released, in order

    for step, which in steps:
        if step == "acquire":
            queue.append(lock.acquire())
        elif step == "release" and queue:
            lock.release()
            queue.pop(0)
        elif step == "cancel" and queue:
            lock.cancel(queue.pop(which % len(queue)))
        assert [one.done() for one in queue] == [index == 0 for index in range(len(queue))]
        assert (lock._holder is not None) == bool(queue)


def test_a_blocked_thread_goes_on_when_the_lock_is_released() -> None:
    lock = Lock()
    lock.acquire()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(run, exclusive(lock, transmit(REQUEST)), FakeTransport([reply(200)]))
        while not lock._waiting:
            time.sleep(0.001)
        lock.release()

        assert waiting.result(5).status == 200
    assert lock._holder is None


async def test_a_blocking_wait_that_could_never_end_is_an_error_instead() -> None:
    lock = Lock()
    holder = asyncio.create_task(run_async(exclusive(lock, sleep(0.05)), AsyncFakeTransport([])))
    await asyncio.sleep(0)
    blocking = exclusive(lock, transmit(REQUEST))

    with pytest.raises(ConfigurationError, match="same thread"):
        run(blocking, FakeTransport([reply(200)]))
    await holder
    assert run(exclusive(lock, transmit(REQUEST)), FakeTransport([reply(200)])).status == 200


def test_a_flow_that_asks_for_the_lock_it_holds_is_told() -> None:
    lock = Lock()

    with pytest.raises(ConfigurationError, match="same thread"):
        run(exclusive(lock, exclusive(lock, sleep(0))), FakeTransport([]))
    assert lock._holder is None
