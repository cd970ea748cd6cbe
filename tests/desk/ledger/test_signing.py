from __future__ import annotations

import base64
import copy
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from troth.formats import dsse
from troth_desk.ledger import signing
from troth_desk.project import configuration

TYPE = "application/vnd.test+json"
PAYLOAD = {"id": "TR-7K3MQ9TD", "promises": [{"line": 29, "sentence": "within 48 hours – ja"}]}


def another_key() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return private, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_what_is_signed_is_read_again() -> None:
    signed = signing.envelope(TYPE, PAYLOAD)
    assert signing.verify(signed) == PAYLOAD
    assert signing.verify(signed, [signing.public_key_pem()], payload_type=TYPE) == PAYLOAD
    assert signed["signatures"][0]["keyid"] == signing.key_id()


def test_what_is_signed_is_the_example_of_the_specification() -> None:
    # protocol.md of DSSE, "Test vectors"
    assert dsse.pre_authentication("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_openssl_says_the_same(tmp_path: Path) -> None:
    signed = signing.envelope(TYPE, PAYLOAD)
    (tmp_path / "key.pem").write_text(signing.public_key_pem())
    (tmp_path / "sig").write_bytes(base64.b64decode(signed["signatures"][0]["sig"]))
    (tmp_path / "said").write_bytes(dsse.pre_authentication(TYPE, base64.b64decode(signed["payload"])))
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        "-rawin",
        "-in",
        "said",
        "-sigfile",
        "sig",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def change(signed: dict[str, Any], part: str) -> dict[str, Any]:
    changed = copy.deepcopy(signed)
    if part == "payload":
        changed["payload"] = base64.b64encode(base64.b64decode(signed["payload"]).replace(b"29", b"30")).decode()
    elif part == "type":
        changed["payloadType"] = "application/vnd.other+json"
    elif part == "signature":
        raw = bytearray(base64.b64decode(signed["signatures"][0]["sig"]))
        raw[5] ^= 1
        changed["signatures"][0]["sig"] = base64.b64encode(raw).decode()
    elif part == "none":
        changed["signatures"] = []
    elif part == "many":
        changed["signatures"] = signed["signatures"] * 17
    elif part == "base64":
        changed["payload"] = "%%%"
    elif part == "missing":
        del changed["payload"]
    elif part == "numbers":
        changed["payloadType"] = 5
    return changed


@pytest.mark.parametrize("part", ["payload", "type", "signature", "none", "many", "base64", "missing", "numbers"])
def test_what_was_changed_is_refused(part: str) -> None:
    with pytest.raises(signing.BadSignature):
        signing.verify(change(signing.envelope(TYPE, PAYLOAD), part))


def test_a_receipt_is_never_taken_for_facts() -> None:
    with pytest.raises(signing.BadSignature, match=r"not application/vnd\.facts"):
        signing.verify(signing.envelope(TYPE, PAYLOAD), payload_type="application/vnd.facts+json")


def test_the_id_beside_a_signature_proves_nothing() -> None:
    signed = signing.envelope(TYPE, PAYLOAD)
    _, other = another_key()
    signed["signatures"][0]["keyid"] = dsse.key_id(dsse.public_keys([other])[0])
    with pytest.raises(signing.BadSignature):
        signing.verify(signed, [other])
    assert signing.verify(signed) == PAYLOAD


def test_a_retired_key_is_still_trusted_for_what_it_signed(settings: Settings) -> None:
    signed, old = signing.envelope(TYPE, PAYLOAD), signing.public_key_pem()
    settings.SIGNING_KEY, _ = another_key()
    with pytest.raises(signing.BadSignature):
        signing.verify(signed)
    settings.RETIRED_KEYS = [old]
    assert signing.verify(signed) == PAYLOAD
    assert signing.envelope(TYPE, PAYLOAD)["signatures"] != signed["signatures"]


def test_a_key_of_another_kind_is_refused(settings: Settings) -> None:
    key = generate_private_key(SECP256R1())
    settings.SIGNING_KEY = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(signing.UnusableKeyError, match="Ed25519"):
        signing.envelope(TYPE, PAYLOAD)
    settings.SIGNING_KEY = "secret"
    with pytest.raises(signing.UnusableKeyError, match="PEM"):
        signing.envelope(TYPE, PAYLOAD)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    with pytest.raises(ValueError, match="another kind"):
        dsse.public_keys([public])


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(configuration.DATA, str(tmp_path))
    monkeypatch.delenv(configuration.SIGNING_KEY, raising=False)
    made = configuration.kept_secret(configuration.SIGNING_KEY, "signing.pem", configuration.signing_key)
    assert made.startswith("-----BEGIN PRIVATE KEY-----")
    again = configuration.kept_secret(configuration.SIGNING_KEY, "signing.pem", configuration.signing_key)
    assert again == made
    files = list((tmp_path / "keys").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [("signing.pem", 0o600)]
    monkeypatch.setenv(configuration.SIGNING_KEY, "given")
    assert configuration.kept_secret(configuration.SIGNING_KEY, "signing.pem", configuration.signing_key) == "given"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parser(data: bytes) -> None:
    with suppress(dsse.NotAnEnvelopeError):
        assert dsse.parse(data).signatures


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({"payloadType": JSON, "payload": JSON, "signatures": JSON}))
def test_no_json_is_taken_for_a_signed_envelope(document: dict[str, Any]) -> None:
    with pytest.raises(signing.BadSignature):
        signing.verify(document)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_envelopes_are_json(payload: dict[str, Any]) -> None:
    try:
        signed = signing.envelope(TYPE, payload)
    except ValueError:  # integers outside of JavaScript's are no canonical JSON
        return
    assert signing.verify(msgspec.json.decode(msgspec.json.encode(signed))) == payload
