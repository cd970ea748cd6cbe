"""``troth push`` against a desk that answers as it is told to."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from troth.cli import sending
from troth.cli.__main__ import main

HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
KEY = f"troth_1_{'a' * 12}_{'b' * 64}"


class Desk(BaseHTTPRequestHandler):
    """Takes requests down and gives the answers that it was given, the last one for good."""

    answers: ClassVar[list[tuple[int, dict[str, str], bytes]]] = []
    asked: ClassVar[list[tuple[str, dict[str, str], Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, dict(self.headers), json.loads(body)))
        code, headers, content = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


TAKEN: tuple[int, dict[str, str], bytes] = (
    201,
    {},
    json.dumps({"id": 7, "says": ["check of 2026-03-02: kept as scan 7 of harbour."]}).encode(),
)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Desk.answers, Desk.asked = [TAKEN], []
    server = HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("TROTH_DESK_KEY", KEY)
    monkeypatch.setattr(sending.post, "__kwdefaults__", {"sleep": lambda _: None})
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    main(["check", str(HARBOUR), "--no-tools", "--at", "2026-03-02", "--format", "json"])
    file = tmp_path / "check.json"
    file.write_text(capsys.readouterr().out)
    return file


def test_a_result_is_sent_with_its_documents(desk: str, result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["push", str(result), "--to", desk, "--project", "harbour", "--tree", str(HARBOUR)]) == 0
    assert capsys.readouterr().out == "check of 2026-03-02: kept as scan 7 of harbour.\n"
    ((path, headers, said),) = Desk.asked
    assert (path, headers["Authorization"], said["project"]) == ("/api/v1/scans", f"Bearer {KEY}", "harbour")
    assert said["result"] == json.loads(result.read_text())
    policy = (HARBOUR / "SECURITY.md").read_text()
    assert said["documents"][0] == {
        "path": "SECURITY.md",
        "role": "policy",
        "digest": hashlib.sha256(policy.encode()).hexdigest(),
        "text": policy,
    }


def test_without_documents_only_digests_go(desk: str, result: Path) -> None:
    main(["push", str(result), "--to", desk, "--project", "harbour", "--tree", str(HARBOUR), "--no-documents"])
    ((_, _, said),) = Desk.asked
    assert all("text" not in one and len(one["digest"]) == 64 for one in said["documents"])


def test_standard_input_and_a_key_file(
    desk: str, result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TROTH_DESK_KEY")
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(result.read_bytes())))
    assert main(["push", "-", "--to", desk, "--project", "harbour", "--key-file", str(tmp_path / "key")]) == 0
    assert Desk.asked[0][1]["Authorization"] == f"Bearer {KEY}"


def test_a_result_reads_no_file_outside_of_the_tree(desk: str, result: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret of another")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "link.md").symlink_to(tmp_path / "secret")
    said = json.loads(result.read_text())
    said["checked"]["documents"] = [
        {"path": path, "statements": 1} for path in ("../secret", str(tmp_path / "secret"), "link.md")
    ]
    result.write_text(json.dumps(said))
    main(["push", str(result), "--to", desk, "--project", "harbour", "--tree", str(tree)])
    assert [sorted(one) for one in Desk.asked[0][2]["documents"]] == [["path"]] * 3


def test_what_may_pass_is_tried_again(desk: str, result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Desk.answers = [(503, {"Retry-After": "1"}, b""), (429, {}, b"{}"), TAKEN]
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 0
    assert len(Desk.asked) == 3


def test_a_desk_that_stays_away_is_told(desk: str, result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Desk.answers = [(503, {}, b"")]
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 2
    assert len(Desk.asked) == sending.TRIES
    assert "answers 503 after 5 tries" in capsys.readouterr().err


def test_a_refusal_is_told_in_the_words_of_the_desk(
    desk: str, result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Desk.answers = [(403, {}, b'{"error": "This key lacks the scope."}')]
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 2
    assert len(Desk.asked) == 1
    assert "This key lacks the scope." in capsys.readouterr().err


def test_a_key_follows_no_redirect(desk: str, result: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Desk.answers = [(307, {"Location": f"{desk}/elsewhere?secret"}, b"")]
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 2
    assert len(Desk.asked) == 1
    told = capsys.readouterr().err
    assert "sends elsewhere" in told
    assert "?secret" not in told


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"\xff"])
def test_something_that_is_no_desk_is_told(
    desk: str, result: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Desk.answers = [(200, {}, content)]
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 2
    assert "does not answer as a desk does" in capsys.readouterr().err


def test_nobody_there(result: Path, desk: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["push", str(result), "--to", "http://127.0.0.1:9", "--project", "harbour"]) == 2
    assert "could not reach http://127.0.0.1:9/api/v1/scans" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://desk.example.org", "has no TLS"),
        ("ftp://desk.example.org", "no address of a desk"),
        ("desk.example.org", "no address of a desk"),
        (f"https://{KEY}@desk.example.org", "an address holds no key"),
        ("https://[", "no address of a desk"),
    ],
)
def test_addresses_that_get_no_key(
    desk: str, result: Path, address: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["push", str(result), "--to", address, "--project", "harbour"]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert KEY not in told


@pytest.mark.parametrize("key", ["", "two words", "café", "a" * 1001])
def test_what_is_no_key(
    desk: str, result: Path, key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TROTH_DESK_KEY", key)
    assert main(["push", str(result), "--to", desk, "--project", "harbour"]) == 2
    assert "key" in capsys.readouterr().err
    assert not Desk.asked


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is no JSON"),
        ("{}", "no result of troth check"),
        ('{"checked": {}}', "cannot be sent"),
        ("[" * 99_999, "cannot be sent"),
    ],
)
def test_what_is_no_result(
    desk: str, tmp_path: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text(content)
    assert main(["push", str(tmp_path / "bad.json"), "--to", desk, "--project", "harbour"]) == 2
    assert words in capsys.readouterr().err
    assert not Desk.asked


BILL = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a", "purl": "pkg:pypi/a@1"}]}


def test_an_inventory_goes_to_the_inventories(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inventory", "--json", str(HARBOUR)]) == 0
    listed = tmp_path / "inventory.json"
    listed.write_text(capsys.readouterr().out)
    assert main(["push", str(listed), "--to", desk, "--project", "harbour", "--source", "service"]) == 0
    ((path, _, body),) = Desk.asked
    assert path == "/api/v1/inventories"
    assert (body["project"], body["source"]) == ("harbour", "service")
    assert body["inventory"] == json.loads(listed.read_text())


def test_a_bill_goes_there_as_it_is(desk: str, tmp_path: Path) -> None:
    bill = tmp_path / "bom.json"
    bill.write_text(json.dumps(BILL))
    assert main(["push", str(bill), "--to", desk, "--project", "harbour"]) == 0
    ((path, _, body),) = Desk.asked
    assert (path, json.loads(body["document"]), body["name"]) == ("/api/v1/inventories", BILL, "bom.json")
    assert "source" not in body
