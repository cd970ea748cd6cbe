"""What a desk signed, read without a desk: true as it was handed out, refused once a byte of it is another."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.formats import dsse, proof
from troth.formats.proof import ledger
from troth.formats.proof.proof import NotAProofError, Proof
from troth.formats.transparency import PREDICATE

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
RECEIPT = {
    "id": "TR-7K3MQ9TD",
    "desk": "https://desk.example.org",
    "received_at": "2026-11-24T09:00:00Z",
    "report_sha256": "ab" * 32,
    "promises": [{"due": "2026-11-26T09:00:00Z", "sentence": "Within 48 hours", "document": "SECURITY.md", "line": 5}],
}
COUNTED = {
    "id": "L5", "document": "SECURITY.md", "line": 5, "sentence": "Within 48 hours", "standing": "kept",
    "n": 4, "kept": 4, "late": 0, "median": 60, "p90": 90,
}  # fmt: skip
PREDICATED = {
    "organisation": "Harbour", "project": "Harbour", "name": "harbour/harbour", "desk": "", "key": "", "policy": 1,
    "issued_at": "2026-11-24T09:00:00Z", "since": "2025-11-24T09:00:00Z", "until": "2026-11-24T09:00:00Z",
}  # fmt: skip
UNCOUNTED = {"id": "L6", "document": "SECURITY.md", "line": 6, "sentence": "Weekly", "standing": "unproven"}


def shown(*promises: dict[str, Any]) -> dict[str, Any]:
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "predicateType": PREDICATE,
        "subject": [{"name": "SECURITY.md", "digest": {"sha256": "cd" * 32}}],
        "predicate": PREDICATED | {"promises": promises},
    }


def pem(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def signed(kind: str, payload: object, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signature = key.sign(dsse.pre_authentication(kind, body))
    return {
        "payloadType": kind,
        "payload": base64.b64encode(body).decode(),
        "signatures": [{"keyid": "", "sig": base64.b64encode(signature).decode()}],
    }


def read(envelope: object) -> Proof:
    return proof.read(json.dumps(envelope).encode(), [pem(KEY)])


def test_a_receipt() -> None:
    found = read(signed("application/vnd.troth.receipt+json", RECEIPT))
    assert (found.what, found.of) == ("receipt of a report", "TR-7K3MQ9TD at https://desk.example.org")
    assert "by 2026-11-26T09:00:00Z: Within 48 hours (SECURITY.md:5)" in found.says
    assert found.signer == dsse.key_id(KEY.public_key())


def test_what_everybody_is_shown() -> None:
    found = read(signed("application/vnd.in-toto+json", shown(COUNTED, UNCOUNTED)))
    assert found.of == "harbour/harbour"
    assert found.documents == {"SECURITY.md": "cd" * 32}
    assert found.says[0].endswith("1 of 2 promises of version 1 are shown to be kept")
    assert found.says[1] == "SECURITY.md:5  4 of 4 as promised: Within 48 hours"


@pytest.mark.parametrize(
    "numbers", [{"kept": 5}, {"late": None}, {"median": 91}, {"p90": None}, {"n": -1}, {"kept": 3, "late": 2}], ids=str
)
def test_numbers_that_contradict_each_other_are_refused(numbers: dict[str, Any]) -> None:
    with pytest.raises(NotAProofError):
        read(signed("application/vnd.in-toto+json", shown(COUNTED | numbers)))


def test_a_key_that_nobody_named_signs_nothing() -> None:
    with pytest.raises(NotAProofError, match="not signed by a key that is trusted"):
        read(signed("application/vnd.troth.receipt+json", RECEIPT, OTHER))


def test_one_kind_is_never_taken_for_another() -> None:
    moved = signed("application/vnd.troth.receipt+json", RECEIPT) | {"payloadType": ledger.CHECKPOINT}
    with pytest.raises(NotAProofError, match="not signed"):
        read(moved)
    with pytest.raises(NotAProofError, match="no checkpoint"):
        read(signed(ledger.CHECKPOINT, RECEIPT))
    with pytest.raises(NotAProofError, match="unknown here"):
        read(signed("application/vnd.example+json", RECEIPT))


@given(st.binary(max_size=400))
def test_garbage_is_no_proof(data: bytes) -> None:
    with pytest.raises(NotAProofError):
        proof.read(data, [pem(KEY)])


@given(st.sampled_from([kind.payload_type for kind in proof.KINDS]), st.binary(max_size=200))
def test_signed_garbage_is_no_proof(kind: str, payload: bytes) -> None:
    with pytest.raises(NotAProofError):
        read(signed(kind, payload))


def lines(number: int) -> list[str]:
    """A ledger of so many entries with a checkpoint behind the first one."""
    found: list[str] = []
    digest, said = ledger.NOTHING_BEFORE, dict[str, Any]()
    for seq in range(1, number + 1):
        told = {"organisation": 1, "seq": seq, "at": f"2026-11-{seq:02}T09:00:00Z", "action": "case.moved"}
        body, previous = json.dumps(told), digest
        digest = hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
        found.append(json.dumps({"entry": {"body": body, "digest": digest, "previous": previous, "seq": seq}}))
        said = {"ledger": 1, "organisation": 1, "seq": seq, "digest": digest, "at": "2026-11-24T09:00:00Z"}
        if seq == 1:
            found.append(json.dumps({"checkpoint": signed(ledger.CHECKPOINT, said)}))
    return [*found, json.dumps({"head": signed(ledger.CHECKPOINT, said)})]


def verify(text: Sequence[str]) -> Proof:
    return ledger.verify(text, [pem(KEY)])


def test_a_whole_ledger() -> None:
    found = verify(lines(5))
    assert found.says[0].startswith("5 entries from 2026-11-01 to 2026-11-05, 2 signatures")
    assert found.of == "organisation 1"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (lambda text: text[:-1], "its end is missing"),
        (lambda text: [*text[:2], *text[3:]], "entry 2 is missing"),
        (lambda text: [*text[:-2], text[-1]], "another digest"),
        (lambda text: [each.replace("case.moved", "case.rated") for each in text], "entry 1: its text"),
        (lambda text: [*text, text[0]], "behind the signed end"),
        (lambda text: [text[0], *text], "entry 2 is missing: entry 1 stands in its place"),
        (lambda text: [*text[:1], *text[2:3], text[1], *text[3:]], "another digest"),
        (lambda text: [*text[:1], "{}", *text[1:]], "line 2 is none"),
        (lambda _: [], "its end is missing"),
    ],
)
def test_a_ledger_that_was_changed(what: Any, told: str) -> None:
    with pytest.raises(NotAProofError, match=told):
        verify(what(lines(5)))


def test_a_ledger_that_was_written_anew_is_not_signed_by_the_desk() -> None:
    text = lines(3)
    payload = base64.b64decode(json.loads(text[-1])["head"]["payload"])
    with pytest.raises(NotAProofError, match="not signed by a key"):
        verify([*text[:-1], json.dumps({"head": signed(ledger.CHECKPOINT, payload, OTHER)})])


def test_a_signature_that_is_no_base64_is_told() -> None:
    text = lines(2)
    for field in ("payload", "signatures"):
        head = json.loads(text[-1])["head"]
        head[field] = "?" if field == "payload" else [{"sig": "?"}]
        with pytest.raises(NotAProofError, match=r"base64|not signed"):
            verify([*text[:-1], json.dumps({"head": head})])


WHOLE = lines(5)


@settings(max_examples=60)
@given(st.integers(0, 6), st.integers(0, 10_000), st.integers(1, 255))
def test_no_byte_of_it_can_say_something_else(line: int, place: int, change: int) -> None:
    before = WHOLE[line].encode()
    at = place % len(before)
    after = before[:at] + bytes([before[at] ^ change]) + before[at + 1 :]
    text = [*WHOLE[:line], after.decode("utf-8", "replace"), *WHOLE[line + 1 :]]
    try:
        found = verify(text)
    except NotAProofError:
        return
    assert found.says[0].split(",")[0] == verify(WHOLE).says[0].split(",")[0]
