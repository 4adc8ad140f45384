"""The page of how far it goes: its tables are the model's, and the model is sane."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scale_model import PAGE, Fleet, Speeds, filled, forecast, tables

from adlists import catalog
from adlists.lists import Rate


def test_the_tables_of_the_page_are_those_of_the_model() -> None:
    page = PAGE.read_text("utf-8")

    assert filled(page, tables(Speeds())) == page, "run: python tests/docs/scale_model.py --write"
    assert page.count("<!-- end -->") == len(tables(Speeds()))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Fleet,
        service=st.sampled_from(["criteo_2026_07", "google_data_manager_v1", "applovin_v1"]),
        rows=st.integers(10_000, 10**9),
        lists=st.integers(1, 2000),
        accounts=st.integers(1, 60),
        skew=st.floats(0, 1.5),
        machines=st.integers(1, 50),
        shared=st.booleans(),
    )
)
def test_nothing_is_faster_than_what_it_needs(fleet: Fleet) -> None:
    fleet = attrs.evolve(fleet, lists=max(fleet.lists, fleet.accounts))
    speeds = Speeds()

    found = forecast(fleet, speeds)

    assert sum(found.bound.values()) == pytest.approx(found.seconds)
    slack = 1 + 1e-6
    assert found.cpu * 3600 <= found.seconds * fleet.machines * speeds.cores * slack
    assert found.commits <= found.seconds * speeds.commits * slack
    assert found.sent * 1e9 <= found.seconds * fleet.machines * speeds.network * slack
    service = catalog.find(fleet.service)
    assert service is not None
    assert service.lists is not None
    for rate in service.lists.limits.rate:
        least = Rate(rate.calls, rate.seconds).seconds(found.calls // fleet.accounts)
        assert least <= found.seconds * slack  # somebody has as many as the mean
    more = forecast(attrs.evolve(fleet, machines=2 * fleet.machines), speeds)
    assert more.seconds <= found.seconds * slack


def test_one_account_alone_takes_what_its_limit_says() -> None:
    fleet = Fleet(rows=500_000_000, lists=1, accounts=1, machines=1000)

    found = forecast(fleet, Speeds())

    assert found.binds == "vendor"
    assert found.batches == 10_000
    assert found.seconds == pytest.approx(Rate(250, 60).seconds(found.calls), rel=1e-3)


def test_each_resource_binds_where_it_is_scarce() -> None:
    fleet = Fleet(machines=4)
    scarce = {
        "CPU": Speeds(rows_per_core=1000),
        "network": Speeds(network=1e5),
        "state": Speeds(commits=1),
        "calls in flight": Speeds(latency=60),
    }

    assert {name: forecast(fleet, speeds).binds for name, speeds in scarce.items()} == {
        name: name for name in scarce
    }
    assert forecast(attrs.evolve(fleet, shared=False), scarce["state"]).binds == "CPU"
