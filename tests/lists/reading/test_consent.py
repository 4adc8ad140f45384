"""A column that seems to say who agreed: nothing looks at it, and that is said."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from adlists.lists.reading.consent import unheeded
from adlists.lists.reading.opening import extract

SAYING = (
    "consent", "Marketing Consent", "gdpr_consent", "opt_in", "email_opt_in", "OptOut", "opted_out",
    "HasOptedOutOfEmail", "unsubscribed", "Unsubscribed At", "unsubscribe_date", "subscribed",
    "email_subscribed", "Do Not Email", "do_not_sell", "Accepts Email Marketing", "suppressed",
    "withdrawn_at", "Einwilligung",
)  # fmt: skip
SILENT = (
    "id", "name", "subscription", "subscriber_id", "description", "options", "adoption",
    "option_id", "coupon", "captain", "donotes",
)  # fmt: skip


def notes_of(source: object) -> list[str]:
    with extract(source, identifier="email", hash="sha256", threads=1) as found:
        return [note for reading in found.readings for note in reading.notes]


@pytest.mark.parametrize("name", SAYING)
def test_names_that_say_it(name: str) -> None:
    assert [name in note for note in unheeded(["email", name], 0)] == [True]
    assert unheeded([name], 0) == ()  # what was chosen was looked at


@pytest.mark.parametrize("name", SILENT)
def test_names_that_do_not(name: str) -> None:
    assert unheeded(["email", name], 0) == ()


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "relation"])
def test_every_table_says_it(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"people.{form}"
    rows = [("ada@example.com", True), ("grace@example.org", False)]
    table = "FROM (VALUES ('ada@example.com', true), ('grace@example.org', false)) t(email, opt_in)"
    source: object = path
    if form == "csv":
        path.write_text("email,opt_in\n" + "".join(f"{who},{how}\n" for who, how in rows))
    elif form == "jsonl":
        path.write_text("".join(json.dumps({"email": a, "opt_in": b}) + "\n" for a, b in rows))
    elif form == "parquet":
        duckdb.execute(f"COPY (SELECT * {table}) TO '{path}' (FORMAT parquet)")
    else:
        source = duckdb.sql(f"SELECT * {table}")
    (note,) = notes_of(source)
    assert "2 'opt_in'" in note
    assert "every row is taken" in note


def test_a_row_of_values_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("ada@example.com,consent\n")
    assert notes_of(path) == []


def test_many_are_not_all_named() -> None:
    (note,) = unheeded(["email", *(f"consent {n}" for n in range(50))], 0)
    assert len(note) < 300
