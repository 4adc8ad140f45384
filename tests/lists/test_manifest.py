"""Manifests: many jobs in one file, all of it checked before the first one runs."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import pytest

from adlists import ConfigurationError
from adlists.lists import Manifest, ManifestError

GOOD = """
[defaults]
service = "criteo_v1"
identifier = "email"
hash = "sha256"

[tables.advertisers]
file = "advertisers.csv"

[[jobs]]
name = "buyers of {id}"
over = "advertisers"
list = "Buyers {market}"
source = "exports/{id}.csv"
advertiser = "{id}"
profile = "{market}"

[[jobs]]
name = "{{not a hole}}"
list = 7
source = ["a.csv", "s3://bucket/b.csv"]
operation = "remove"
rejects = "out/rejects.csv"
schedule = "0 4 * * *"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "advertisers.csv").write_text("\ufeffid, market\n1,de\n\n2,fr\n", "utf-8")
    return tmp_path


def written(home: Path, text: str, name: str = "jobs.toml") -> Path:
    (home / name).write_text(text, "utf-8")
    return home / name


def test_a_job_is_made_for_each_row_of_a_table(home: Path) -> None:
    manifest = Manifest.read(written(home, GOOD))

    first, second, third = manifest.jobs
    assert (first.name, first.target, first.profile) == ("buyers of 1", "Buyers de", "de")
    assert first.source == str(home / "exports/1.csv")
    assert first.options == {"identifier": "email", "hash": "sha256", "advertiser": "1"}
    assert second.account == ("criteo_v1", "fr", "")
    assert third.name == "{{not a hole}}"  # no row, so nothing is filled in
    assert third.target == 7
    assert third.source == [home / "a.csv", "s3://bucket/b.csv"]
    assert third.options["rejects"] == home / "out/rejects.csv"
    assert third.schedule == "0 4 * * *"


def test_json_says_the_same(home: Path) -> None:
    import tomllib

    same = written(home, json.dumps(tomllib.loads(GOOD)), "jobs.json")

    assert Manifest.read(same).jobs == Manifest.read(written(home, GOOD)).jobs


def test_no_secret_of_a_job_is_shown(home: Path) -> None:
    text = GOOD.replace('"s3://bucket/b.csv"', '"https://me:planted@host/b.csv"')
    text = text.replace('advertiser = "{id}"', 'advertiser = "planted"')

    assert "planted" not in repr(Manifest.read(written(home, text)))


def test_jobs_are_chosen_by_patterns(home: Path) -> None:
    manifest = Manifest.read(written(home, GOOD))

    assert [job.name for job in manifest.select(["*2", "buyers of 1"]).jobs] == [
        "buyers of 1",
        "buyers of 2",
    ]
    assert manifest.select([]) == manifest
    with pytest.raises(ManifestError, match=r"'buyers of 9'\. Meant: buyers of"):
        manifest.select(["buyers of 9"])


def test_a_digest_tells_whether_a_job_was_changed(home: Path) -> None:
    before = Manifest.read(written(home, GOOD)).jobs
    after = Manifest.read(written(home, GOOD.replace("sha256", "md5"))).jobs

    assert len({job.digest for job in (*before, *after)}) == 6
    assert [job.digest for job in before] == [
        job.digest for job in Manifest.read(written(home, GOOD)).jobs
    ]


JOB = '[[jobs]]\nservice = "criteo_v1"\nlist = "VIP"\nsource = "a.csv"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no jobs"),
        ("jobs = 3", "has no jobs"),
        ("jobs = [3]", "job 1 is no table"),
        ("[[jobs]", "is no TOML: line 1, column"),
        ("[default]\n" + JOB, "unknown key 'default'. Meant: defaults?"),
        ("defaults = 1\n" + JOB, "defaults is a table"),
        ("tables = 1\n" + JOB, "tables holds tables"),
        ("[tables.a]\n" + JOB, "table a has either a file or rows"),
        ("[tables.a]\nrows = 2\n" + JOB, "rows is a list of tables"),
        ('[tables.a]\nfile = "absent.csv"\n' + JOB, "cannot be read: No such file"),
        ('[tables.a]\nfile = "torn.csv"\n' + JOB, "row 3 of "),
        ('[tables.a]\nfile = "twice.csv"\n' + JOB, "a name of its own"),
        ('[tables.a]\nfile = "latin.csv"\n' + JOB, "no CSV in UTF-8"),
        ('[[jobs]]\nlist = "VIP"\nsource = "a.csv"', "job 1 has no service"),
        (JOB.replace("criteo_v1", "criteo_v"), "no service 'criteo_v'. Meant: criteo_v1?"),
        (JOB.replace('list = "VIP"', ""), "job 1 has no list"),
        (JOB.replace('"VIP"', "true"), "job 1 has no list"),
        (JOB.replace('source = "a.csv"', ""), "job 1 has no source"),
        (JOB + "sources = 1", "unknown key 'sources'. Meant: source?"),
        (JOB + 'name = "x"\nhsah = "md5"', "job 1 (x) has an unknown key 'hsah'. Meant: hash?"),
        (JOB + "dry_run = true", "unknown key 'dry_run'"),
        (JOB + 'batch = "many"', "job 1: batch takes an integer or nothing, not str"),
        (JOB + "profile = 3", "profile is a text"),
        (JOB + 'over = "advertiser"', "there is no table 'advertiser'"),
        ((JOB + 'name = "x"\n') * 2, "two jobs are called 'x'"),
        (
            "[tables.a]\nrows = [{id = 1}]\n" + JOB + 'over = "a"\nname = "{idd}"',
            "no column 'idd'. Meant: id?",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(home: Path, text: str, said: str) -> None:
    (home / "torn.csv").write_text("a,b\n1,2\n3\n")
    (home / "twice.csv").write_text("a,a\n1,2\n")
    (home / "latin.csv").write_bytes(b"a\n\xff\n")
    path = written(home, text)

    with pytest.raises(ManifestError) as caught:
        Manifest.read(path)

    assert str(path) in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff", b"[" * 100_000, b"[]"])
def test_what_is_no_manifest_is_said_to_be_none(home: Path, content: bytes) -> None:
    for name in ("jobs.toml", "jobs.json"):
        (home / name).write_bytes(content)
        with pytest.raises(ManifestError, match=name):
            Manifest.read(home / name)
    with pytest.raises(ManifestError, match="cannot be read"):
        Manifest.read(home)


def test_the_manifest_of_the_page_is_one(home: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "many-jobs.md").read_text()
    text = page.split("```toml\n")[1].split("```")[0]

    jobs = Manifest.read(written(home, text)).jobs

    assert [job.name for job in jobs] == ["buyers of 1", "buyers of 2"]


YAML = """
defaults: &all
  service: criteo_v1
  identifier: email
  hash: sha256
tables:
  advertisers:
    rows: [{id: 1, market: de}, {id: 2, market: fr}]
jobs:
  - name: buyers of {id}
    over: advertisers
    list: Buyers {market}
    source: exports/{id}.csv
    advertiser: "{id}"
    profile: "{market}"
  - <<: *all
    name: last
    list: 7
    source: [a.csv, "s3://bucket/b.csv"]
    operation: remove
    schedule: 2027-01-01
    create: false
"""


def test_yaml_says_the_same(home: Path) -> None:
    first, second, third = Manifest.read(written(home, YAML, "jobs.yaml")).jobs

    assert (first.name, first.target, first.profile) == ("buyers of 1", "Buyers de", "de")
    assert second.options == {"identifier": "email", "hash": "sha256", "advertiser": "2"}
    assert (third.target, third.schedule) == (7, "2027-01-01")
    assert third.options["create"] is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobs: [", "is no YAML of one document: line 1, column 8."),
        ("jobs: []\n---\njobs: []", "is no YAML of one document: line 2, column 1."),
        ("jobs:\n  - list: 007", "as '007'; if it is a text, quote it: line 2, column 11."),
        ("jobs:\n  - list: 0x1F", "writes a number as '0x1F'"),
        (
            "jobs:\n  - list: a\n    list: b",
            "the key 'list' stands twice in one object: line 3",
        ),
        ("jobs:\n  - 7: a", "a key that is no text; write it in quotes: line 2, column 5."),
        ("jobs:\n  - list: 010", "writes a number as '010'"),
        ("jobs:\n  - list: 1_0", "writes a number as '1_0'"),
        ("jobs:\n  - list: .inf", "writes a number that is none; quote it: line 2, column 11."),
        ("jobs: !!python/name:os.system ''", "has the tag !!python/name:os.system, "),
        ("jobs: *hunter2", "is no YAML of one document: line 1, column 7."),
        ("jobs: &a [*a]", "repeats itself without end"),
        ("jobs: [{<<: 3}]", "<< has to merge an object, or a list of objects: line 1, column 13."),
        ("\t- a", "is no YAML of one document: line 1, column 1."),
        ("", "is no object with jobs"),
        ("- jobs", "is no object with jobs"),
        ("[" * 5000, "is nested too deeply"),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n"
                for a, b in itertools.pairwise("abcdefghi")
            ),
            "repeats itself without end",
        ),
    ],
)
def test_what_is_wrong_in_yaml_is_told_with_its_place(home: Path, text: str, said: str) -> None:
    with pytest.raises(ManifestError) as told:
        Manifest.read(written(home, text, "jobs.yml"))

    assert said in str(told.value)
    assert "jobs.yml" in str(told.value)


@pytest.mark.parametrize("missing", ["yaml", "ruamel.yaml"])
def test_yaml_without_its_reader_names_what_brings_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    with pytest.raises(ConfigurationError, match=r"pip install 'adlists\[yaml\]'"):
        Manifest.read(written(home, YAML, "jobs.yaml"))


def test_a_key_that_json_says_twice_is_refused(home: Path) -> None:
    with pytest.raises(ManifestError, match="says 'jobs' twice"):
        Manifest.read(written(home, '{"jobs": [], "jobs": [1]}', "jobs.json"))
