"""Mail that the desk writes, read by GnuPG; and read by the desk again."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from desk.gnupg import Gnupg
from troth_desk.openpgp import keys, writing
from troth_desk.openpgp.reading import SignatureState, open_mail
from troth_desk.openpgp.writing import UnusableCertificateError

WORDS = "Grüße,\nFrom the start of a line\n- a dash\n.a dot\n" + "x" * 400 + "\n  spaces at its end  \n"


def letter(subject: str = "Über den Fehler") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Harbour <security@example.org>"
    message["To"] = "reporter@example.org"
    message["Subject"] = subject
    message["Message-ID"] = "<one@example.org>"
    message.set_content(WORDS)
    message.add_attachment(bytes(range(256)), maintype="application", subtype="octet-stream", filename="é.bin")
    return message


def content(message: EmailMessage) -> tuple[str, bytes]:
    body = message.get_body(("plain",))
    assert body is not None
    (attachment,) = message.iter_attachments()
    return body.get_content().replace("\r\n", "\n"), attachment.get_content()


def test_gnupg_opens_what_is_sealed_and_knows_who_signed(gnupg: Gnupg) -> None:
    own = keys.made(7, "Harbour", "security@example.org")
    gnupg.secret_key("reporter@example.org")
    gnupg.learn(own.public)
    sealed = writing.seal(letter(), [gnupg.public_key("reporter@example.org")], 7)
    raw = sealed.as_bytes()
    assert "ber den" not in raw.decode()
    parsed = message_from_bytes(raw, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    assert (parsed["Subject"], parsed["Message-ID"]) == (writing.NO_SUBJECT, "<one@example.org>")
    assert parsed.get_content_type() == "multipart/encrypted"
    _, data = parsed.iter_parts()
    clear = gnupg.run("--decrypt", given=data.get_content())
    assert f"VALIDSIG {own.fingerprint}" in clear.stderr.decode(
        errors="replace"
    ) or own.fingerprint in clear.stderr.decode(errors="replace")
    assert "GOODSIG" in clear.stderr.decode(errors="replace")
    inner = message_from_bytes(clear.stdout, policy=SMTP)
    assert isinstance(inner, EmailMessage)
    assert inner["Subject"] == "Über den Fehler"
    assert content(inner) == (WORDS, bytes(range(256)))


def test_the_desk_opens_its_own_copy(gnupg: Gnupg) -> None:
    own = keys.made(7, "Harbour", "security@example.org")
    gnupg.secret_key("reporter@example.org")
    sealed = writing.seal(letter(), [gnupg.public_key("reporter@example.org")], 7)
    opened = open_mail(sealed.as_bytes(), 7, [own.public])
    assert (opened.encrypted, opened.failure) == (True, "")
    assert [(one.fingerprint, one.state) for one in opened.signatures] == [(own.fingerprint, SignatureState.GOOD)]
    assert opened.message["Subject"] == "Über den Fehler"
    assert content(opened.message) == (WORDS, bytes(range(256)))


def test_gnupg_verifies_what_is_signed_in_clear_and_refuses_each_change(gnupg: Gnupg) -> None:
    own = keys.made(7, "Harbour", "security@example.org")
    gnupg.learn(own.public)
    raw = writing.sign(letter(), 7).as_bytes()
    assert all(len(line) <= 998 and line.isascii() for line in raw.split(b"\r\n"))
    body = raw.partition(b"\r\n\r\n")[2]
    boundary = raw.partition(b'boundary="troth-')[2].partition(b'"')[0]
    _, signed, signature, _ = body.split(b"--troth-" + boundary)
    text = signed.removeprefix(b"\r\n").removesuffix(b"\r\n")
    armour = signature.partition(b"\r\n\r\n")[2]
    assert gnupg.signer_of_detached(armour, text) == own.fingerprint
    assert gnupg.signer_of_detached(armour, text.replace(b"xxx", b"xxy", 1)) == ""


def test_without_a_key_of_its_own_it_is_encrypted_all_the_same(gnupg: Gnupg) -> None:
    gnupg.secret_key("reporter@example.org")
    sealed = writing.seal(letter(), [gnupg.public_key("reporter@example.org")], 9)
    _, data = sealed.iter_parts()
    clear = gnupg.run("--decrypt", given=data.get_content())
    assert "GOODSIG" not in clear.stderr.decode(errors="replace")
    assert b"Gr" in clear.stdout
    plain = letter()
    assert writing.sign(plain, 9) is plain


def test_nothing_is_sealed_to_a_key_that_ended(gnupg: Gnupg) -> None:
    gnupg.secret_key("reporter@example.org", made="20200101T000000", until="2021-01-01")
    with pytest.raises(UnusableCertificateError, match="ended on 2021-01-01"):
        writing.seal(letter(), [gnupg.public_key("reporter@example.org")], 7)


def test_nothing_is_sealed_to_a_key_that_was_revoked(gnupg: Gnupg) -> None:
    gnupg.secret_key("reporter@example.org")
    gnupg.revoke("reporter@example.org")
    with pytest.raises(UnusableCertificateError, match="revoked"):
        writing.seal(letter(), [gnupg.public_key("reporter@example.org")], 7)


def test_nothing_is_sealed_to_nobody_or_to_garbage() -> None:
    with pytest.raises(UnusableCertificateError, match="no key"):
        writing.seal(letter(), [], 7)
    for garbage in ("", "x", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"):
        with pytest.raises(UnusableCertificateError):
            writing.seal(letter(), [garbage], 7)


def test_a_line_end_in_a_header_is_refused_and_not_written() -> None:
    message = EmailMessage()
    with pytest.raises(ValueError, match="linefeed"):
        message["Subject"] = "a\r\nBcc: everybody@example.org"


def test_nothing_is_sealed_to_a_key_that_only_signs_or_whose_subkey_ended(gnupg: Gnupg) -> None:
    alone = ("--pinentry-mode", "loopback", "--passphrase", "")
    gnupg.run(*alone, "--quick-gen-key", "signs@example.org", "ed25519", "sign", "0")
    with pytest.raises(UnusableCertificateError, match="has no key that encrypts"):
        writing.seal(letter(), [gnupg.public_key("signs@example.org")], 7)
    made = ("--faked-system-time", "20200101T000000")
    name = gnupg.fingerprint("signs@example.org")
    gnupg.run(*alone, *made, "--ignore-time-conflict", "--quick-add-key", name, "cv25519", "encr", "20200601T000000")
    with pytest.raises(UnusableCertificateError, match="has no key that encrypts"):
        writing.seal(letter(), [gnupg.public_key("signs@example.org")], 7)
