"""The API of OSV on loopback: what it answers, what it refuses, and that the real pip-audit understands it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisories import shelf
from advisories.shelf import export, record
from troth.advisories import api
from troth.advisories.index import Index, NoIndexError
from troth.advisories.serve import LARGEST, Server, running
from troth.terms.errors import TrothError

Made = Callable[..., Path]


@pytest.fixture
def path(tmp_path: Path, index_of: Made) -> Path:
    return index_of(
        export(
            tmp_path / "osv",
            PyPI=[
                record("PYSEC-2026-1", aliases=["CVE-2026-1"]),
                record("PYSEC-2026-2", fixed="2.0"),
                record("PYSEC-2026-3", withdrawn="2026-02-01T00:00:00Z"),
            ],
            Go=[shelf.GO],
            crates_io=[
                record("RUSTSEC-2026-1", "crates.io", "mooring", fixed="1.0.0"),
                record("RUSTSEC-2026-2", "crates.io", "fog", fixed=None, introduced="soon"),
            ],
        )
    )


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with running(path) as address:
        yield address


def ask(
    address: str, method: str, target: str, body: Any = None, **headers: str
) -> tuple[int, Any, http.client.HTTPMessage]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, target, content, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read()), response.headers
    finally:
        connection.close()


def ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer.get("vulns", [])]


BARNACLE = {"name": "Barnacle", "ecosystem": "PyPI"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"package": BARNACLE, "version": "1.0"}, ["PYSEC-2026-1", "PYSEC-2026-2"]),
        ({"package": BARNACLE, "version": "1.4.2"}, ["PYSEC-2026-2"]),
        ({"package": BARNACLE, "version": "2.0"}, []),
        ({"package": BARNACLE}, ["PYSEC-2026-1", "PYSEC-2026-2"]),
        ({"package": {"purl": "pkg:pypi/barnacle@1.4.2"}}, ["PYSEC-2026-2"]),
        ({"package": {"purl": "pkg:pypi/barnacle"}, "version": "1.4.2"}, ["PYSEC-2026-2"]),
        ({"package": {"purl": "pkg:golang/harbour.example/pier@v1.2.2"}}, ["GO-2026-0901"]),
        ({"package": {"name": "unheard-of", "ecosystem": "PyPI"}, "version": "1"}, []),
        ({"package": BARNACLE, "page_token": "1"}, ["PYSEC-2026-2"]),
        ({"package": BARNACLE, "version": "1.0", "unknown": {"x": 1}}, ["PYSEC-2026-1", "PYSEC-2026-2"]),
    ],
)  # fmt: skip
def test_queries(address: str, query: Any, found: list[str]) -> None:
    status, answer, _ = ask(address, "POST", "/v1/query", query)
    assert status == 200
    assert ids(answer) == found
    if not found:
        assert answer == {}


def test_a_query_gives_whole_records(address: str) -> None:
    _, answer, _ = ask(address, "POST", "/v1/query", {"package": BARNACLE, "version": "1.4.2"})
    assert answer["vulns"] == [record("PYSEC-2026-2", fixed="2.0")]


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ({}, 400, "package or a commit"),
        ({"package": {"name": "barnacle"}}, 400, "ecosystem"),
        ({"package": {**BARNACLE, "purl": "pkg:pypi/barnacle"}}, 400, "stands alone"),
        ({"package": {"purl": "pkg:pypi/barnacle@1.0"}, "version": "1.0"}, 400, "beside"),
        ({"package": {"purl": "barnacle"}}, 400, "purl"),
        ({"package": {"purl": "pkg:deb/debian/barnacle"}}, 503, "deb"),
        ({"package": {"name": "mooring", "ecosystem": "crates.io"}, "version": "one"}, 400, "no version of crates.io"),
        ({"package": {"name": "a", "ecosystem": "npm"}, "version": "1"}, 503, "update --ecosystem 'npm'"),
        ({"package": BARNACLE, "page_token": "x"}, 400, "page_token"),
        ({"commit": "a" * 40, "version": "1"}, 400, "alone"),
        ({"package": [1]}, 400, "cannot be read"),
        (b"{", 400, "cannot be read"),
        (b"[" * 100_000, 400, "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_an_error_and_never_an_empty_answer(
    address: str, query: Any, status: int, word: str
) -> None:
    given_, answer, _ = ask(address, "POST", "/v1/query", query)
    assert given_ == status
    assert word in answer["message"]


def test_a_commit_is_answered_with_nothing_and_says_that_nobody_looked(address: str) -> None:
    status, answer, headers = ask(address, "POST", "/v1/query", {"commit": "a" * 40})
    assert (status, answer, headers["X-Troth-Note"]) == (200, {}, api.NO_COMMITS)


def test_a_record_that_cannot_be_evaluated_is_told(address: str) -> None:
    _, answer, headers = ask(
        address, "POST", "/v1/query", {"package": {"name": "fog", "ecosystem": "crates.io"}, "version": "1.0.0"}
    )
    assert answer == {}
    assert "RUSTSEC-2026-2 cannot be evaluated" in headers["X-Troth-Note"]


def test_batches(address: str) -> None:
    queries = [{"package": BARNACLE, "version": "1.4.2"}, {"commit": "a" * 40}, {"package": BARNACLE, "version": "9"}]
    status, answer, _ = ask(address, "POST", "/v1/querybatch", {"queries": queries})
    assert status == 200
    assert answer == {
        "results": [{"vulns": [{"id": "PYSEC-2026-2", "modified": "2026-02-01T10:00:00.000000Z"}]}, {}, {}]
    }
    status, answer, _ = ask(address, "POST", "/v1/querybatch", {"queries": [{"package": BARNACLE}, {}]})
    assert (status, answer["message"]) == (400, "query 1: a package or a commit is needed")
    assert ask(address, "POST", "/v1/querybatch", {"queries": [{}] * 1_001})[0] == 400


def test_pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PAGE", 1)
    with Index(path) as index:
        first = json.loads(api.query(index, json.dumps({"package": BARNACLE}).encode()).content)
        second = json.loads(
            api.query(index, json.dumps({"package": BARNACLE, "page_token": first["next_page_token"]}).encode()).content
        )
    assert (ids(first), ids(second)) == (["PYSEC-2026-1"], ["PYSEC-2026-2"])
    assert "next_page_token" not in second


def test_records_by_id(address: str) -> None:
    assert ask(address, "GET", "/v1/vulns/GO-2026-0901")[1] == shelf.GO
    status, answer, _ = ask(address, "GET", "/v1/vulns/GO-1999-1")
    assert (status, answer["code"]) == (404, 5)
    assert ask(address, "GET", "/v1/vulns/..%2F..%2Fetc")[0] == 404
    assert ask(address, "GET", "/")[1]["records"] == 6
    assert ask(address, "GET", "/elsewhere")[0] == 404
    assert ask(address, "POST", "/elsewhere", {})[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "[", "127.0.0.1.evil.example"])
def test_only_requests_that_name_this_machine_are_answered(address: str, host: str) -> None:
    assert ask(address, "GET", "/", None, Host=host)[0] == 403
    assert ask(address, "POST", "/v1/query", {"package": BARNACLE}, Host=host)[0] == 403


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 411),
        (b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", 411),
        (b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1), 413),
        (b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        (b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 501),
        (b"nonsense\r\n\r\n", 400),
    ],
)  # fmt: skip
def test_bounded_requests(address: str, request_: bytes, status: int) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(request_)
        answer = b""
        while chunk := connection.recv(4096):
            answer += chunk
            if b"}" in chunk:
                break
    assert f" {status} ".encode() in answer or f"Error code: {status}".encode() in answer


def test_a_client_that_goes_away_stops_nothing(address: str) -> None:
    parts = urlsplit(address)
    for _ in range(3):
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
            connection.sendall(b"POST /v1/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{")
    assert ask(address, "GET", "/")[0] == 200


def test_only_loopback(path: Path) -> None:
    with pytest.raises(TrothError, match="this machine alone"):
        Server(path, ".".join("0000"))


def test_a_port_that_is_taken(path: Path, address: str) -> None:
    with pytest.raises(TrothError, match="cannot be used"):
        Server(path, port=urlsplit(address).port or 0)


def test_without_an_index_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Server(tmp_path / "none.sqlite")


def test_an_index_that_goes_while_it_is_served(path: Path, address: str) -> None:
    path.unlink()
    assert ask(address, "POST", "/v1/query", {"package": BARNACLE})[0] == 503


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.binary(max_size=80)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["PyPI", "barnacle", "pkg:pypi/barnacle@1"]),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["package", "name", "ecosystem", "purl", "version", "commit", "queries"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_request_is_answered(path: Path, body: bytes) -> None:
    with Index(path) as index:
        for answered in (api.query(index, body), api.batch(index, body)):
            assert answered.status in (200, 400, 503)
            json.loads(answered.content)


def audit(tmp_path: Path, address: str, requirements: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "requirements.txt").write_text(requirements)
    words = (
        "-s",
        "osv",
        "--osv-url",
        f"{address}/v1/query",
        "--disable-pip",
        "--no-deps",
        "-f",
        "json",
        "--progress-spinner",
        "off",
    )
    program = Path(sys.executable).with_name("pip-audit")
    return subprocess.run(
        [program, *words, "-r", "requirements.txt", "--cache-dir", str(tmp_path / "cache")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_real_pip_audit_asks_it(tmp_path: Path, address: str) -> None:
    done = audit(tmp_path, address, "Barnacle==1.0\nunheard-of==3.1\n")
    assert done.returncode == 1, done.stderr
    found = {each["name"]: each["vulns"] for each in json.loads(done.stdout)["dependencies"]}
    assert [(each["id"], each["fix_versions"]) for each in found["barnacle"]] == [
        ("PYSEC-2026-1", ["1.4.2"]),
        ("PYSEC-2026-2", ["2.0"]),
    ]
    assert found["barnacle"][0]["aliases"] == ["CVE-2026-1"]
    assert found["unheard-of"] == []
    assert audit(tmp_path, address, "barnacle==2.0\n").returncode == 0


def test_the_real_pip_audit_does_not_take_missing_advisories_for_none(tmp_path: Path, index_of: Made) -> None:
    with running(index_of(export(tmp_path / "go", Go=[shelf.GO]))) as address:
        done = audit(tmp_path, address, "barnacle==1.0\n")
    assert done.returncode == 1
    assert not done.stdout.strip().startswith("{")
