"""The sandbox on a socket, as curl, threads and Criteo's own SDK meet it."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import adlists
from adlists.errors import ConfigurationError
from adlists.sandbox import Fault, Running, Sandbox, running
from adlists_api import applovin_v1, criteo_v1


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


def curl(*arguments: str) -> tuple[int, str, str]:
    """Run curl; return status, Content-Type and body. Status 0 stands for a broken connection."""
    done = subprocess.run(
        ["curl", "-s", "--max-time", "10", "-w", r"\n%{http_code} %{content_type}", *arguments],
        check=False,
        capture_output=True,
        text=True,
    )
    body, _, last = done.stdout.rpartition("\n")
    status, _, content_type = last.partition(" ")
    return int(status), content_type, body


def token(server: Running) -> str:
    told = server.services["criteo_v1"]
    status, _, body = curl(
        *("-d", f"client_id={told['client_id']}", "-d", f"client_secret={told['client_secret']}"),
        *("-d", "grant_type=client_credentials", f"{told['base_url']}/oauth2/token"),
    )
    reply = json.loads(body)
    assert (status, reply["token_type"], reply["expires_in"]) == (200, "bearer", 900)
    return f"Authorization: Bearer {reply['access_token']}"


def test_criteos_own_examples_run(server: Running) -> None:
    url = f"{server.services['criteo_v1']['base_url']}/v1/audiences"
    sent = ("-H", token(server), "-H", "Content-Type: text/json", "-H", "Accept: application/json")
    data = {"advertiserId": 2, "name": "Store Visitors", "description": "They came in"}
    emails = ["abc@example.com", "def@example.com", "ghi@example.com", "jkl@gmail"]
    patch = {"operation": "add", "schema": "email", "identifiers": emails}

    status, content_type, body = curl(
        "-X", "POST", *sent, f"{url}/userlist", "-d", json.dumps(data)
    )
    audience = json.loads(body)["audienceId"]
    _, _, patched = curl(
        "-X", "PATCH", *sent, f"{url}/userlist/{audience}", "-d", json.dumps(patch)
    )
    _, _, listed = curl(*sent, f"{url}?advertiserId=2")
    deleted = curl("-X", "DELETE", *sent, f"{url}/{audience}")

    assert (status, content_type) == (200, "application/json; charset=utf-8")
    counts = json.loads(patched)
    assert (counts["nbValidIdentifiers"], counts["nbInvalidIdentifiers"]) == (3, 1)
    assert counts["sampleInvalidIdentifiers"] == ["jkl@gmail"]
    assert json.loads(listed)["audiences"][0]["nbLines"] == 3
    assert deleted == (204, "", "")


def test_an_error_comes_as_xml_where_xml_is_asked_for(server: Running) -> None:
    url = f"{server.services['criteo_v1']['base_url']}/v1/audiences?advertiserId=1"

    status, content_type, body = curl("-H", "Accept: text/xml", url)

    assert (status, content_type) == (401, "text/xml; charset=utf-8")
    assert "<Message>A credential is missing.</Message>" in body


def test_applovins_own_style_of_call_runs(server: Running, tmp_path: Path) -> None:
    told = server.services["applovin_v1"]
    apps = tmp_path / "apps.txt"
    apps.write_bytes(b"com.example.app\r\n553834731\n")
    url, key = told["base_url"], f"api_key={told['api_key']}"

    _, _, body = curl(f"{url}/create?{key}&name=High%20Performing%20Apps")
    query = f"?app_list_id={json.loads(body)['app_list_id']}&{key}"
    status, _, added = curl("-X", "POST", "--data-binary", f"@{apps}", f"{url}/append{query}")
    _, _, listed = curl(f"{url}/list{query}")
    glued = curl("-d", f"@{apps}", f"{url}/append{query}")
    deleted = curl(f"{url}/delete{query}")

    assert (status, json.loads(added)["processed_apps"]) == (200, 2)
    assert json.loads(listed)["count"] == 2
    assert json.loads(glued[2])["processed_apps"] == 1  # curl -d strips line ends
    assert deleted == (200, "", "")


def test_a_large_body_with_expect_100_is_read_whole(server: Running, tmp_path: Path) -> None:
    told = server.services["applovin_v1"]
    apps = tmp_path / "apps.txt"
    apps.write_text("".join(f"com.example.app{number}\n" for number in range(100_000)))
    url, key = told["base_url"], f"api_key={told['api_key']}"
    _, _, body = curl(f"{url}/create?{key}&name=Large")
    query = f"?app_list_id={json.loads(body)['app_list_id']}&{key}"

    expect = ("-H", "Expect: 100-continue", "-H", "Transfer-Encoding: chunked")
    _, _, added = curl(*expect, "--data-binary", f"@{apps}", f"{url}/append{query}")

    assert json.loads(added)["processed_apps"] == 100_000


def test_a_session_of_ours_does_the_whole_job(server: Running) -> None:
    told = server.services["criteo_v1"]
    credentials = adlists.ClientCredentials(told["client_id"], told["client_secret"])
    with adlists.connect(criteo_v1.Api, credentials, base_url=told["base_url"]) as criteo:
        body = criteo_v1.models.AudienceCreateRequest(advertiser_id=3, name="VIP")
        made = criteo.audiences.create_audience(body=body)

        with pytest.raises(adlists.Conflict, match="name already"):
            criteo.audiences.create_audience(body=body)

        assert isinstance(made.audience_id, int)
        delete: Callable[..., object] = criteo.audiences.delete_audience
        assert delete(audience_id=made.audience_id) is None


@pytest.mark.parametrize("drop", ["before", "after"])
def test_a_dropped_connection_is_closed_without_a_byte(drop: str) -> None:
    fault = Fault.parse(f"drop={drop},count=1")
    with running(Sandbox(faults=[fault])) as server:
        host, _, port = server.address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(
                b"GET /applovin_v1/list?api_key=sandbox-key HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(100) == b""

        assert curl(f"{server.address}/applovin_v1/list?api_key=sandbox-key")[0] == 200


def test_a_dropped_connection_is_a_lost_one_for_our_clients() -> None:
    faults = [Fault(drop="after", operation="create", count=1)]
    with running(Sandbox(faults=faults)) as server:
        told = server.services["applovin_v1"]
        key = adlists.ApiKey(told["api_key"])
        with adlists.connect(applovin_v1.Api, key, base_url=told["base_url"]) as applovin:
            with pytest.raises(adlists.ConnectionLost):
                applovin.app_lists.create(name="Games")

            lists = applovin.app_lists.list_lists().app_lists

    assert [one.name for one in lists] == ["Games"]


def test_a_delay_holds_up_only_its_own_request() -> None:
    with running(Sandbox(faults=[Fault(delay=0.6, count=1)])) as server:
        url = f"{server.address}/applovin_v1/list?api_key=sandbox-key"
        with ThreadPoolExecutor(1) as pool:
            started = time.monotonic()
            slow = pool.submit(curl, url)
            time.sleep(0.2)
            quick, middle = curl(url)[0], time.monotonic() - started
            assert (slow.result()[0], quick) == (200, 200)
            assert middle < 0.6 <= time.monotonic() - started


def test_sixteen_threads_lose_nothing() -> None:
    with running() as server:
        told = server.services["applovin_v1"]
        key = adlists.ApiKey(told["api_key"])
        with adlists.connect(applovin_v1.Api, key, base_url=told["base_url"]) as applovin:
            made = applovin.app_lists.create(name="Shared").app_list_id
            assert isinstance(made, str)

            def append(number: int) -> None:
                body = [f"com.example.app{one}" for one in range(number * 20, number * 20 + 40)]
                applovin.app_lists.append(app_list_id=made, body=body)

            with ThreadPoolExecutor(16) as pool:
                list(pool.map(append, range(64)))

            assert applovin.app_lists.list_apps(app_list_id=made).count == 64 * 20 + 20


def test_it_stops_within_a_second_with_connections_open_and_a_reply_pending() -> None:
    with running(Sandbox(faults=[Fault(delay=60, operation="list_apps")])) as server:
        host, _, port = server.address.removeprefix("http://").partition(":")
        target = "/applovin_v1/list?api_key=sandbox-key"
        with (
            socket.create_connection((host, int(port))) as idle,
            socket.create_connection((host, int(port))) as waiting,
        ):
            idle.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert idle.recv(12) == b"HTTP/1.1 200"
            waiting.sendall(
                f"GET {target}&app_list_id=x HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            )
            time.sleep(0.1)
            started = time.monotonic()
    assert time.monotonic() - started < 1.0


SERVE = """
import json, sys
from adlists.sandbox import Sandbox, serve
serve(Sandbox(), announce=lambda one: print(json.dumps(one.services), flush=True))
print("stopped")
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly_and_it_prints_no_identifier(sent: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        url, key = told["applovin_v1"]["base_url"], told["applovin_v1"]["api_key"]
        made = json.loads(curl(f"{url}/create?api_key={key}&name=x")[2])["app_list_id"]
        query = f"?api_key={key}&app_list_id={made}"
        assert curl("--data-binary", "com.secret.app", f"{url}/append{query}")[0] == 200
        assert curl("--data-binary", "\xff", f"{url}/append{query}&x=user@example.com")[0] == 200
        process.send_signal(sent)
        started = time.monotonic()
        out, err = process.communicate(timeout=5)

    assert time.monotonic() - started < 1.0
    assert (out, err, process.returncode) == ("stopped\n", "", 0)


def test_a_port_that_is_taken_is_told(server: Running) -> None:
    port = int(server.address.rpartition(":")[2])

    with pytest.raises(ConfigurationError, match=f"Port {port} of 127.0.0.1 cannot be had"):
        running(port=port).__enter__()


def test_a_failure_of_its_own_shows_a_place_and_no_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sandbox = Sandbox()
    with running(sandbox) as server:
        sandbox.store.close()
        status, _, body = curl(f"{server.address}/applovin_v1/list?api_key=sandbox-key")

    assert status == 500
    assert "ProgrammingError at _begin" in body
    assert capsys.readouterr().err == body


# It asks for the time as Python 3.12 and later do not want to be asked; that is the SDK's.
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_criteos_own_sdk_of_today_works_unchanged(server: Running) -> None:
    from criteo_api_marketingsolutions_v2026_07 import models
    from criteo_api_marketingsolutions_v2026_07.api.audience_api import AudienceApi
    from criteo_api_marketingsolutions_v2026_07.api_client_builder import ApiClientBuilder
    from criteo_api_marketingsolutions_v2026_07.exceptions import ApiException

    info = server.services["criteo_2026_07"]
    client = ApiClientBuilder.WithClientCredentials(
        info["client_id"], info["client_secret"], host=info["base_url"]
    )
    api = AudienceApi(client)
    segment = models.AudienceSegmentCreateEntityV1(advertiser_id="1", name="Today", contact_list={})
    entry = models.AudienceSegmentCreateEntityV1Resource(type="AudienceSegment", attributes=segment)
    create = models.AudienceSegmentBulkCreateInputV1(data=[entry])

    made = api.create_audience_segments(audience_segment_bulk_create_input_v1=create)
    key = made.data[0].id
    attributes = models.ContactlistAmendmentAttributes(
        operation="add", identifier_type="email", identifiers=["a@example.com", "bad"]
    )
    amendment = models.ContactlistAmendment(type="ContactlistAmendment", attributes=attributes)
    counts = api.update_contact_list_by_audience_segment(
        key, contactlist_amendment_request=models.ContactlistAmendmentRequest(data=amendment)
    ).data.attributes
    wanted = models.AudienceSegmentSearchEntityV1(
        advertiser_ids=["1"], audience_segment_types=["ContactList"]
    )
    search = models.AudienceSegmentSearchInputV1(
        data=models.AudienceSegmentSearchEntityV1Resource(type="AudienceSegment", attributes=wanted)
    )
    listed = api.search_audience_segments(audience_segment_search_input_v1=search)
    before = api.get_audience_segment_contact_list_statistics(key).data.attributes
    cleared = api.delete_contact_list_by_audience_segment(key)
    after = api.get_audience_segment_contact_list_statistics(key).data.attributes

    assert (counts.nb_valid_identifiers, counts.nb_invalid_identifiers) == (1, 1)
    assert [found.attributes.name for found in listed.data] == ["Today"]
    assert cleared.data.id == key
    assert (before.number_of_identifiers, after.number_of_identifiers) == (1, 0)
    with pytest.raises(ApiException) as caught:
        api.create_audience_segments(audience_segment_bulk_create_input_v1=create)
    assert "name-must-be-unique" in caught.value.body
