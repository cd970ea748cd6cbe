"""``troth-desk receipt`` checks a receipt with its file and a public key alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats.proof.receipt import PAYLOAD as PAYLOAD_TYPE
from troth_desk.__main__ import run
from troth_desk.intake.checking import NoReceiptError, checked
from troth_desk.ledger import signing

PAYLOAD = {
    "id": "TR-7K3MQ9TD",
    "received_at": "2026-03-02T09:00:00Z",
    "desk": "https://desk.example.org",
    "report_sha256": "0" * 64,
    "files": [{"name": "a.txt", "size": 3, "sha256": "1" * 64}],
    "promises": [{"document": "SECURITY.md", "line": 16, "sentence": "Within 48 hours", "due": "2026-03-04T09:00:00Z"}],
}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_text(signing.public_key_pem())
    return path


def receipt(tmp_path: Path, payload: object = PAYLOAD, kind: str = PAYLOAD_TYPE) -> Path:
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(signing.envelope(kind, payload)))  # type: ignore[arg-type]
    return path


def test_a_real_receipt_is_told(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", str(receipt(tmp_path)), "--key", str(key)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "TR-7K3MQ9TD was received at 2026-03-02T09:00:00Z by https://desk.example.org",
        f"report: sha256 {'0' * 64}",
        f"file: a.txt, 3 bytes, sha256 {'1' * 64}",
        "by 2026-03-04T09:00:00Z: Within 48 hours (SECURITY.md:16)",
    ]


def test_a_receipt_that_a_program_for_mail_broke_into_lines_is_real(tmp_path: Path, key: Path) -> None:
    path = receipt(tmp_path)
    text = path.read_text()
    path.write_bytes(b"\r\n".join(text[at : at + 76].encode() for at in range(0, len(text), 76)))
    assert run(["receipt", str(path), "--key", str(key)]) == 0


def test_a_changed_receipt_is_none(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = receipt(tmp_path)
    other = signing.envelope(PAYLOAD_TYPE, {**PAYLOAD, "id": "TR-OTHER"})
    path.write_text(json.dumps({**json.loads(path.read_text()), "payload": other["payload"]}))
    assert run(["receipt", str(path), "--key", str(key)]) == 1
    assert "not signed by a key" in capsys.readouterr().err


def test_that_of_another_desk_is_none(tmp_path: Path, key: Path) -> None:
    foreign = Ed25519PrivateKey.generate().public_key()
    key.write_bytes(foreign.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert run(["receipt", str(receipt(tmp_path)), "--key", str(key)]) == 1


def test_something_else_that_the_desk_signed_is_no_receipt(
    tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = receipt(tmp_path, kind="application/vnd.troth.other+json")
    assert run(["receipt", str(path), "--key", str(key)]) == 1
    assert "no receipt" in capsys.readouterr().err
    assert run(["receipt", str(receipt(tmp_path, {"id": 3})), "--key", str(key)]) == 1


def test_files_that_cannot_be_read_are_told(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receipt", str(tmp_path / "absent"), "--key", str(key)]) == 2
    assert "absent" in capsys.readouterr().err


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_no_receipt(data: bytes) -> None:
    with pytest.raises(NoReceiptError):
        checked(data, [signing.public_key_pem()])
