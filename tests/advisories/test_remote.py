"""Advisories over HTTP, from a server of the test's own: what is fetched, what is refused, what is taken up again."""

from __future__ import annotations

import base64
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from advisories import shelf
from advisories.shelf import AT, encoded, export, lay, record
from troth.advisories import fetch, remote
from troth.advisories.index import Index
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.update import Report, Wanted, update
from troth.terms.package import Package

Bring = Callable[..., Report]


class Mirror(http.server.ThreadingHTTPServer):
    """Serves ``folder``; ``asked`` are the paths that were; ``answers`` are paths with an answer of their own."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[_Handler], None]] = {}
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Mirror
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path in self.server.answers:
            self.server.answers[self.path](self)
            return
        path = self.server.folder / self.path.partition("?")[0].lstrip("/")
        if not path.is_file():
            self.say(404, b"")
            return
        self.say(200, path.read_bytes())

    def say(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Tests are silent."""


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "mirror").mkdir()
    with Mirror(tmp_path / "mirror") as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "advisories.sqlite"


@pytest.fixture
def bring(place: Path) -> Bring:
    def make(*sources: str, days: int = 0, ecosystems: tuple[str, ...] = (), force: bool = False) -> Report:
        wanted = Wanted(sources=sources, ecosystems=ecosystems, force=force)
        return update(place, wanted, AT + timedelta(days=days), lambda _: None)

    return make


def test_a_mirror_of_the_bulk_export(mirror: Mirror, bring: Bring) -> None:
    export(mirror.folder, PyPI=[record("PYSEC-2026-1")], Go=[shelf.GO])
    report = bring(mirror.address)
    assert (report.data.records, report.data.ecosystems, report.data.sources) == (2, ("Go", "PyPI"), (mirror.address,))
    assert "/Go/all.zip" in mirror.asked


def test_the_public_export_by_default(mirror: Mirror, bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    export(
        mirror.folder,
        **{name.replace(".", "_"): [record(f"X-{name}-1", name)] for name in ("PyPI", "crates.io", "Go", "npm")},
    )
    monkeypatch.setattr(remote, "PUBLIC", mirror.address)
    assert bring().data.ecosystems == ("Go", "PyPI", "crates.io", "npm")
    assert "/ecosystems.txt" not in mirror.asked


def test_the_second_update_fetches_changes_alone(mirror: Mirror, bring: Bring, place: Path) -> None:
    kept = record("PYSEC-2026-2", name="kept", modified="2026-01-20T00:00:00Z")
    export(mirror.folder, PyPI=[record("PYSEC-2026-1"), kept])
    bring(mirror.address)
    newer = record("PYSEC-2026-1", fixed="1.4.3", modified="2026-02-20T10:00:00Z")
    more = record("PYSEC-2026-3", name="new", modified="2026-02-19T10:00:00Z")
    export(mirror.folder, PyPI=[newer, more, kept])
    lay(mirror.folder, {"PyPI/PYSEC-2026-1.json": encoded(newer), "PyPI/PYSEC-2026-3.json": encoded(more)})
    mirror.asked.clear()
    report = bring(mirror.address, days=1)
    assert sorted(mirror.asked) == [
        "/PyPI/PYSEC-2026-1.json",
        "/PyPI/PYSEC-2026-3.json",
        "/PyPI/modified_id.csv",
        "/ecosystems.txt",
    ]
    assert (report.data.records, report.data.fetched) == (3, AT + timedelta(days=1))
    with Index(place) as index:
        assert index.records(Package("PyPI", "barnacle"))[0].affected[0].ranges[0].events[1].version == "1.4.3"
        assert index.coverage()[0].whole == AT
    mirror.asked.clear()
    bring(mirror.address, days=2)
    assert [path for path in mirror.asked if path.endswith((".json", ".zip"))] == []
    bring(mirror.address, days=31)  # deleted records are in no list of changes
    assert "/PyPI/all.zip" in mirror.asked


def test_many_changes_are_fetched_as_a_whole(mirror: Mirror, bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    export(mirror.folder, PyPI=[record("PYSEC-2026-1")])
    bring(mirror.address)
    monkeypatch.setattr(remote, "MOST_CHANGED", 1)
    newer = [record(f"PYSEC-2026-{number}", modified=f"2026-02-1{number}T10:00:00Z") for number in range(2, 6)]
    export(mirror.folder, PyPI=[*newer, record("PYSEC-2026-1")])
    mirror.asked.clear()
    assert bring(mirror.address, days=1).data.records == 5
    assert "/PyPI/all.zip" in mirror.asked


def test_where_a_changed_record_is_gone_all_is_fetched(mirror: Mirror, bring: Bring) -> None:
    export(mirror.folder, PyPI=[record("PYSEC-2026-1")])
    bring(mirror.address)
    export(mirror.folder, PyPI=[record("PYSEC-2026-1"), record("PYSEC-2026-2")])
    changed = (
        "2026-02-28T10:00:00Z,PYSEC-2026-9\n2026-02-01T10:00:00Z,PYSEC-2026-1\n2026-01-01T00:00:00Z,PYSEC-2026-0\n"
    )
    lay(mirror.folder, {"PyPI/modified_id.csv": changed})
    mirror.asked.clear()
    assert bring(mirror.address, days=1).data.records == 2
    assert mirror.asked[-3:] == ["/PyPI/PYSEC-2026-9.json", "/PyPI/modified_id.csv", "/PyPI/all.zip"]


def test_a_record_of_the_same_instant_as_the_last_one_is_not_missed(mirror: Mirror, bring: Bring) -> None:
    old = record("PYSEC-2026-0", modified="2026-01-01T00:00:00Z")
    export(mirror.folder, PyPI=[record("PYSEC-2026-1"), old])
    bring(mirror.address)
    late = record("PYSEC-2026-2")  # modified at the very instant of PYSEC-2026-1
    export(mirror.folder, PyPI=[record("PYSEC-2026-1"), late, old])
    lay(mirror.folder, {"PyPI/PYSEC-2026-2.json": encoded(late)})
    mirror.asked.clear()
    assert bring(mirror.address, days=1).data.records == 3
    assert mirror.asked == ["/ecosystems.txt", "/PyPI/modified_id.csv", "/PyPI/PYSEC-2026-2.json"]


def test_what_a_server_that_breaks_off_leaves(mirror: Mirror, bring: Bring, place: Path) -> None:
    export(mirror.folder, PyPI=[record("PYSEC-2026-1")])
    bring(mirror.address)
    before = place.read_bytes()
    whole = (mirror.folder / "PyPI/all.zip").read_bytes()
    lay(mirror.folder, {"PyPI/all.zip": whole[: len(whole) // 2]})
    lay(place.parent, {".fetch-of-a-killed-one/all.zip": b"half"})
    with pytest.raises(RefusedUpdateError):
        bring(mirror.address, days=40)
    assert place.read_bytes() == before
    assert sorted(path.name for path in place.parent.iterdir()) == [".advisories.sqlite.lock", "advisories.sqlite"]


def test_one_ecosystem_of_a_mirror(mirror: Mirror, bring: Bring) -> None:
    export(mirror.folder, PyPI=[record("PYSEC-2026-1")], Go=[shelf.GO])
    assert bring(mirror.address, ecosystems=("Go",)).data.ecosystems == ("Go",)
    with pytest.raises(UnreachableError, match="has none of npm") as caught:
        bring(mirror.address, ecosystems=("npm",))
    assert "it has Go, PyPI" in caught.value.hint


def test_single_files(mirror: Mirror, bring: Bring, place: Path) -> None:
    lay(
        mirror.folder,
        {
            "db.tar.gz": shelf.tarred({"crates/mooring/RUSTSEC-2026-0900.md": shelf.RUSTSEC.encode()}),
            "epss.csv.gz": shelf.gzipped(shelf.SCORES.encode()),
            "kev.json": shelf.CATALOGUE,
        },
    )
    bring(f"{mirror.address}/db.tar.gz?token=secret", f"{mirror.address}/epss.csv.gz", f"{mirror.address}/kev.json")
    with Index(place) as index:
        assert index.signals() == (2, 1)
        assert index.sources == (f"{mirror.address}/db.tar.gz",)


def test_a_served_go_database(mirror: Mirror, bring: Bring) -> None:
    lay(
        mirror.folder,
        {"index/vulns.json": b'[{"id":"GO-2026-0901"},{"id":"../up"}]', "ID/GO-2026-0901.json": encoded(shelf.GO)},
    )
    assert bring(mirror.address).data.records == 1
    assert not [path for path in mirror.asked if "up" in path]


def test_an_address_with_nothing_known(mirror: Mirror, bring: Bring) -> None:
    with pytest.raises(UnreachableError, match="neither a mirror"):
        bring(mirror.address)


@pytest.mark.parametrize(
    "address",
    ["ftp://harbour.example/osv", "file:///etc/passwd", "http://", "https://[", "http://127.0.0.1:1/osv", "http://user:pass@127.0.0.1:1/x"],
)  # fmt: skip
def test_addresses_that_lead_nowhere(bring: Bring, address: str) -> None:
    with pytest.raises(UnreachableError) as caught:
        bring(address)
    assert "pass" not in caught.value.what.replace("passwd", "")
    assert "closed network" in caught.value.hint or "closed network" in caught.value.what or address == "https://["


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://harbour.example/x", "data:,x"])
def test_redirects_leave_http_never(mirror: Mirror, to: str) -> None:
    mirror.answers["/a"] = lambda handler: handler.say(302, b"", Location=to)
    with pytest.raises(UnreachableError, match=r"leads to|answers 302"):
        fetch.document(f"{mirror.address}/a")


def test_redirects_within_http_are_followed_a_few_times(mirror: Mirror) -> None:
    lay(mirror.folder, {"b": b"there"})
    mirror.answers["/a"] = lambda handler: handler.say(302, b"", Location="/b")
    assert fetch.document(f"{mirror.address}/a") == b"there"
    mirror.answers["/loop"] = lambda handler: handler.say(302, b"", Location="/loop")
    with pytest.raises(UnreachableError):
        fetch.document(f"{mirror.address}/loop")


def hashes(content: bytes, kind: str, *, right: bool = True) -> str:
    value = (
        hashlib.md5(content, usedforsecurity=False).digest()
        if kind == "md5"
        else fetch.crc32c(content).to_bytes(4, "big")
    )
    return f"{kind}={base64.b64encode(value if right else value[::-1]).decode()}"


@pytest.mark.parametrize("kind", ["md5", "crc32c"])
def test_what_is_not_what_the_server_says_is_refused(mirror: Mirror, tmp_path: Path, kind: str) -> None:
    content = b"tide" * 1_000
    mirror.answers["/right"] = lambda handler: handler.say(200, content, x_goog_hash=hashes(content, kind))
    mirror.answers["/wrong"] = lambda handler: handler.say(200, content, x_goog_hash=hashes(content, kind, right=False))
    assert fetch.document(f"{mirror.address}/right") == content
    fetch.download(f"{mirror.address}/right", tmp_path / "to", lambda _: None)
    assert (tmp_path / "to").read_bytes() == content
    with pytest.raises(RefusedUpdateError, match="damaged"):
        fetch.document(f"{mirror.address}/wrong")
    with pytest.raises(RefusedUpdateError, match="damaged"):
        fetch.download(f"{mirror.address}/wrong", tmp_path / "to", lambda _: None)


def test_crc32c_is_that_of_the_standard() -> None:
    assert fetch.crc32c(b"123456789") == 0xE3069283  # the check value of the catalogue of CRCs
    assert fetch.crc32c(b"56789", fetch.crc32c(b"1234")) == 0xE3069283
    assert fetch.crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, B.4


def test_a_download_that_breaks_off_is_taken_up_again(mirror: Mirror, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4_000
    ranges: list[str | None] = []

    def half(handler: _Handler) -> None:
        ranges.append(handler.headers.get("Range"))
        if len(ranges) == 1:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content[:500_000])
            handler.close_connection = True
            return
        start = int((handler.headers.get("Range") or "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        handler.say(206, content[start:], x_goog_hash=hashes(content, "md5"))

    mirror.answers["/all.zip"] = half
    fetch.download(f"{mirror.address}/all.zip", tmp_path / "to", lambda _: None)
    assert (tmp_path / "to").read_bytes() == content
    assert ranges[0] is None
    assert ranges[1]


def test_a_download_that_always_breaks_off_is_given_up(mirror: Mirror, tmp_path: Path) -> None:
    def cut(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        handler.wfile.write(b"x" * 10)
        handler.close_connection = True

    mirror.answers["/all.zip"] = cut
    with pytest.raises(UnreachableError, match=r"all\.zip"):
        fetch.download(f"{mirror.address}/all.zip", tmp_path / "to", lambda _: None)
    assert len(mirror.asked) == fetch.ATTEMPTS


def test_sizes_are_bounded(mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(mirror.folder, {"big": bytes(5_000)})
    monkeypatch.setattr(fetch, "LARGEST_DOCUMENT", 1_000)
    monkeypatch.setattr(fetch, "LARGEST_FILE", 1_000)
    with pytest.raises(RefusedUpdateError, match="larger"):
        fetch.document(f"{mirror.address}/big")
    with pytest.raises(RefusedUpdateError, match="larger"):
        fetch.download(f"{mirror.address}/big", tmp_path / "to", lambda _: None)


def test_only_as_many_lines_as_are_asked_for(mirror: Mirror) -> None:
    lay(mirror.folder, {"list": b"one\ntwo\nthree\n" + b"x" * 100_000})
    assert list(fetch.lines(f"{mirror.address}/list", 2)) == ["one\n", "two\n"]


@pytest.mark.parametrize("status", [401, 418, 500, 503])
def test_other_answers_are_told(mirror: Mirror, status: int) -> None:
    mirror.answers["/a"] = lambda handler: handler.say(status, b"")
    with pytest.raises(UnreachableError, match=f"answers {status}"):
        fetch.document(f"{mirror.address}/a")


def test_a_server_that_speaks_nonsense(mirror: Mirror) -> None:
    def nonsense(handler: _Handler) -> None:
        handler.wfile.write(b"\x00\x01nonsense\r\n\r\n")
        handler.close_connection = True

    mirror.answers["/a"] = nonsense
    with pytest.raises(UnreachableError, match="could not reach"):
        fetch.document(f"{mirror.address}/a")


def test_a_silent_server_is_given_up(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TIMEOUT", 0.2)
    gone = threading.Event()

    def wait(_: _Handler) -> None:
        gone.wait(5)

    mirror.answers["/a"] = wait
    with pytest.raises(UnreachableError, match="could not reach"):
        fetch.document(f"{mirror.address}/a")
    gone.set()


def test_a_proxy_of_the_environment_is_used(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror.answers["http://harbour.example/a"] = lambda handler: handler.say(200, b"by proxy")
    monkeypatch.setenv("http_proxy", mirror.address)
    monkeypatch.delenv("no_proxy", raising=False)
    assert fetch.document("http://harbour.example/a") == b"by proxy"
