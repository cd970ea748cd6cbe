"""Envelopes of a desk for tests of the checker: signed by a key of the tests, honest or not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from troth.formats import desk_facts, dsse
from troth.formats.desk_facts import Desk, Facts, Ledger, Promise, Statement, Subject, Window

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SENTENCE = "We acknowledge every report within 48 hours."
POLICY = f"# Security\n\nReport to us.\n\n{SENTENCE}\n\nWe send an update every 7 days until it is resolved.\n"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def pem(key: Ed25519PrivateKey = KEY) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def promise(**changed: Any) -> Promise:
    """41 acknowledgements, all in time."""
    given: dict[str, Any] = {
        "id": "deadline-acknowledge-pt48h-calendar",
        "kind": "deadline",
        "document": "SECURITY.md",
        "line": 5,
        "sentence": SENTENCE,
        "terms": {"action": "acknowledge", "within": "PT48H", "basis": "calendar"},
        "n": 41,
        "kept": 41,
        "late": 0,
        "running": 2,
        "median": 18_000,
        "p90": 72_000,
        "first": AT - timedelta(days=300),
        "last": AT - timedelta(days=2),
    }
    return Promise(**(given | changed))


def statement(*promises: Promise, policy: str = POLICY, **changed: Any) -> Statement:
    given: dict[str, Any] = {
        "desk": Desk(organisation="Harbour team", project="Harbour", name="harbour/harbour"),
        "issued_at": AT,
        "valid_until": AT + timedelta(days=30),
        "window": Window(since=AT - timedelta(days=365), until=AT),
        "records_since": AT - timedelta(days=900),
        "promises": promises or (promise(),),
        "ledger": Ledger(entries=812, digest="a" * 64),
    }
    subject = Subject(name="SECURITY.md", digest={"sha256": desk_facts.digest(policy)})
    return Statement(subject=(subject,), predicate=Facts(**(given | changed)))


def signed(
    said: Statement | dict[str, Any] | bytes, key: Ed25519PrivateKey = KEY, payload_type: str = desk_facts.PAYLOAD
) -> dict[str, Any]:
    """An envelope, whatever it holds."""
    told = desk_facts.written(said) if isinstance(said, Statement) else said
    payload = told if isinstance(told, bytes) else json.dumps(told).encode()
    signature = key.sign(dsse.pre_authentication(payload_type, payload))
    return {
        "payloadType": payload_type,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": dsse.key_id(key.public_key()), "sig": base64.b64encode(signature).decode()}],
    }


def text(envelope: dict[str, Any]) -> str:
    return json.dumps(envelope)


def edited(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Signed by the right key, with a statement that no desk would write."""
    told = desk_facts.written(statement())
    change(told)
    return signed(told)
