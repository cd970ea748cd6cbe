"""Mail that GnuPG users send, opened by the desk: gpg is the sender in each test."""

from __future__ import annotations

import base64
import logging
import os
import tempfile
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.gnupg import Gnupg
from troth_desk.openpgp import home, keys, reading, writing
from troth_desk.openpgp.keys import Key
from troth_desk.openpgp.reading import OpenedMail, SignatureState, open_mail

ME = "reporter@example.org"
WORDS = "Grüße: the overflow is in parse_header().\r\nFrom here on.\r\n- a dash\r\n"
OUTER = (
    b"From: Reporter <reporter@example.org>\r\nTo: security@example.org\r\nMessage-ID: <m1@example.org>\r\n"
    b"Subject: A report\r\nReceived: by mx.example.org\r\nMIME-Version: 1.0\r\n"
)
INNER = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + WORDS.encode()


@pytest.fixture
def own(folder: Path) -> Key:
    return keys.made(7, "Harbour", "security@example.org")


@pytest.fixture
def sender(gnupg: Gnupg, own: Key) -> Gnupg:
    gnupg.secret_key(ME)
    gnupg.learn(own.public)
    return gnupg


def encrypted(sender: Gnupg, own: Key, content: bytes, *more: str, armor: bool = True) -> bytes:
    words = ("--trust-model", "always", "-r", own.fingerprint, *(("--armor",) if armor else ()), *more, "--encrypt")
    return sender.run(*words, given=content).stdout


def signed_by(sender: Gnupg, content: bytes, *more: str) -> bytes:
    return sender.run("--local-user", ME, "--armor", *more, given=content).stdout


def multipart_encrypted(data: bytes) -> bytes:
    return (
        OUTER + b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b1"\r\n\r\n'
        b"--b1\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
        b'--b1\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n' + data + b"\r\n--b1--\r\n"
    )


def multipart_signed(entity: bytes, signature: bytes, head: bytes = OUTER) -> bytes:
    return (
        head + b'Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature";\r\n'
        b' boundary="s1"\r\n\r\n--s1\r\n' + entity + b"\r\n--s1\r\nContent-Type: application/pgp-signature\r\n\r\n"
        + signature + b"\r\n--s1--\r\n"
    )  # fmt: skip


def plain(text: bytes) -> bytes:
    return OUTER + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text


def words(opened: OpenedMail) -> str:
    body = opened.message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").strip()


CLEAR = WORDS.replace("\r\n", "\n").strip()


def good(opened: OpenedMail, sender: Gnupg, *, whole: bool = True, came_along: bool = False) -> bool:
    (one,) = opened.signatures
    return (one.fingerprint, one.state, one.whole, one.came_along) == (
        sender.fingerprint(ME), SignatureState.GOOD, whole, came_along,
    )  # fmt: skip


def test_encrypted(sender: Gnupg, own: Key) -> None:
    opened = open_mail(multipart_encrypted(encrypted(sender, own, INNER)), 7)
    assert (opened.encrypted, opened.failure, opened.signatures, opened.partly) == (True, "", (), False)
    assert words(opened) == CLEAR
    assert opened.message["Message-ID"] == "<m1@example.org>"
    assert opened.message["Received"] == "by mx.example.org"
    assert opened.message.get_content_type() == "text/plain"


def test_encrypted_and_signed(sender: Gnupg, own: Key) -> None:
    raw = multipart_encrypted(encrypted(sender, own, INNER, "--local-user", ME, "--sign"))
    assert good(open_mail(raw, 7, [sender.public_key(ME)]), sender)
    (unknown,) = open_mail(raw, 7).signatures
    assert (unknown.state, unknown.fingerprint) == (SignatureState.UNKNOWN_KEY, sender.fingerprint(ME))


def test_signed(sender: Gnupg, own: Key) -> None:
    raw = multipart_signed(INNER, signed_by(sender, INNER, "--detach-sign"))
    opened = open_mail(raw, 7, [sender.public_key(ME)])
    assert good(opened, sender)
    assert (opened.encrypted, words(opened)) == (False, CLEAR)
    changed = open_mail(raw.replace(b"overflow", b"underflw"), 7, [sender.public_key(ME)])
    assert [one.state for one in changed.signatures] == [SignatureState.BAD]
    assert "underflw" in words(changed), "it is shown, beside what its signature is worth"


def test_signed_with_bare_line_ends(sender: Gnupg, own: Key) -> None:
    """Servers and files lose the carriage returns that were signed."""
    raw = multipart_signed(INNER, signed_by(sender, INNER, "--detach-sign")).replace(b"\r\n", b"\n")
    assert good(open_mail(raw, 7, [sender.public_key(ME)]), sender)


def test_clear_signed(sender: Gnupg, own: Key) -> None:
    opened = open_mail(plain(signed_by(sender, WORDS.encode(), "--clear-sign")), 7, [sender.public_key(ME)])
    assert good(opened, sender)
    assert words(opened) == CLEAR, "dashes are as they were"
    assert not opened.encrypted


def test_words_outside_of_a_clear_signature_are_told_apart(sender: Gnupg, own: Key) -> None:
    block = signed_by(sender, b"I am well.\n", "--clear-sign")
    opened = open_mail(plain(b"Pay to account 12.\r\n\r\n" + block + b"\r\nAnd soon.\r\n"), 7, [sender.public_key(ME)])
    assert good(opened, sender, whole=False)
    assert opened.partly
    assert [line for line in words(opened).split("\n") if line] == ["Pay to account 12.", "I am well.", "And soon."]


def test_inline_encrypted(sender: Gnupg, own: Key) -> None:
    block = encrypted(sender, own, WORDS.encode(), "--local-user", ME, "--sign")
    opened = open_mail(plain(block), 7, [sender.public_key(ME)])
    assert good(opened, sender)
    assert (opened.encrypted, opened.partly, words(opened)) == (True, False, CLEAR)
    beside = open_mail(plain(b"Hello,\r\n\r\n" + block + b"\r\n-- \r\nReporter\r\n"), 7)
    assert beside.partly
    assert words(beside).startswith("Hello,")
    assert "parse_header" in words(beside)


def test_inline_in_quoted_printable_and_other_charsets(sender: Gnupg, own: Key) -> None:
    block = encrypted(sender, own, "Grüße".encode("latin-1"))
    message = EmailMessage()
    message["From"], message["Subject"] = ME, "x"
    message.set_content(block.decode(), charset="iso-8859-1", cte="quoted-printable")
    assert words(open_mail(message.as_bytes(policy=SMTP), 7)) == "Grüße"


def test_a_quoted_block_is_left_as_it_is(sender: Gnupg, own: Key) -> None:
    block = encrypted(sender, own, WORDS.encode())
    raw = plain(b"".join(b"> " + line + b"\r\n" for line in block.splitlines()))
    opened = open_mail(raw, 7)
    assert (opened.encrypted, opened.failure) == (False, "")
    assert "> -----BEGIN PGP MESSAGE-----" in words(opened)


def test_an_encrypted_file_beside_plain_words(sender: Gnupg, own: Key) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = ME, "x"
    message.set_content("See the file.")
    content = bytes(range(256))
    for armor, name in ((True, "poc.bin.asc"), (False, "poc.bin.gpg"), (False, "poc.bin.pgp")):
        data = encrypted(sender, own, content, armor=armor)
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    opened = open_mail(message.as_bytes(policy=SMTP), 7)
    files = list(opened.message.iter_attachments())
    assert [each.get_filename() for each in files] == ["poc.bin"] * 3
    assert [each.get_content() for each in files] == [content] * 3
    assert opened.encrypted


def test_nested_signed_inside_encrypted(sender: Gnupg, own: Key) -> None:
    """RFC 3156 §6.1: signed first, the whole encrypted then; the subject that was protected is shown."""
    inner = INNER.replace(b"; charset", b'; protected-headers="v1"; charset', 1)
    inner = b"Subject: The real subject\r\nBcc: nobody@example.org\r\nFrom: another@example.org\r\n" + inner
    entity = multipart_signed(inner, signed_by(sender, inner, "--detach-sign"), head=b"")
    opened = open_mail(multipart_encrypted(encrypted(sender, own, entity)), 7, [sender.public_key(ME)])
    assert good(opened, sender)
    assert words(opened) == CLEAR
    assert opened.message["Subject"] == "The real subject"
    assert opened.message["From"] == "Reporter <reporter@example.org>", "who sent it is said outside alone"
    assert opened.message["Bcc"] is None


def test_nested_encrypted_inside_encrypted_with_an_inline_block_in_it(sender: Gnupg, own: Key) -> None:
    innermost = signed_by(sender, WORDS.encode(), "--clear-sign")
    entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + encrypted(sender, own, innermost)
    second = multipart_encrypted(encrypted(sender, own, entity)).removeprefix(OUTER)
    opened = open_mail(multipart_encrypted(encrypted(sender, own, second)), 7, [sender.public_key(ME)])
    assert opened.failure == ""
    assert words(opened) == CLEAR
    assert good(opened, sender)


def test_a_forwarded_mail_is_opened_too(sender: Gnupg, own: Key) -> None:
    inner = multipart_encrypted(encrypted(sender, own, INNER))
    raw = OUTER + b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n\r\nForwarded.\r\n--m\r\n'
    raw += b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--m--\r\n"
    opened = open_mail(raw, 7)
    assert opened.encrypted
    assert "parse_header" in opened.message.as_bytes().decode()


def test_what_a_mail_server_made_of_it(sender: Gnupg, own: Key) -> None:
    """Some rename multipart/encrypted to mixed, and put an empty part before it."""
    raw = multipart_encrypted(encrypted(sender, own, INNER)).replace(b"multipart/encrypted", b"multipart/mixed")
    raw = raw.replace(b"--b1\r\n", b"--b1\r\nContent-Type: text/plain\r\n\r\n\r\n--b1\r\n", 1)
    assert words(open_mail(raw, 7)) == CLEAR


def test_a_list_that_put_its_own_words_below_is_told_apart(sender: Gnupg, own: Key) -> None:
    entity = multipart_signed(INNER, signed_by(sender, INNER, "--detach-sign"), head=b"")
    raw = OUTER + b'Content-Type: multipart/mixed; boundary="l"\r\n\r\n--l\r\n' + entity
    raw += b"\r\n--l\r\nContent-Type: text/plain\r\n\r\nThe list of harbours\r\n--l--\r\n"
    opened = open_mail(raw, 7, [sender.public_key(ME)])
    assert good(opened, sender, whole=False)
    assert opened.partly


def test_an_older_key_still_opens(sender: Gnupg, own: Key, folder: Path) -> None:
    data = multipart_encrypted(encrypted(sender, own, INNER))
    keys.rotated(7, keys.new("Harbour <security@example.org>"))
    present = keys.key(7)
    assert present is not None
    assert present.fingerprint != own.fingerprint
    assert words(open_mail(data, 7)) == CLEAR
    sender.learn(present.public)
    assert words(open_mail(multipart_encrypted(encrypted(sender, present, INNER)), 7)) == CLEAR


def test_our_own_key_has_ended_and_still_opens(gnupg: Gnupg, tmp_path: Path) -> None:
    secret = gnupg.secret_key("ended@example.org", made="20200101T000000", until="2021-01-01")
    data = gnupg.run(
        "--faked-system-time", "20200601T000000", "--trust-model", "always", "-r", "ended@example.org", "-a", "--encrypt",
        given=INNER,
    ).stdout  # fmt: skip
    keys.rotated(7, secret)
    assert words(open_mail(multipart_encrypted(data), 7)) == CLEAR


def test_several_receivers_of_whom_we_are_one(sender: Gnupg, own: Key) -> None:
    sender.secret_key("second@example.org")
    for more in (("-r", "second@example.org"), ("-R", "second@example.org"), ("--throw-keyids",)):
        opened = open_mail(multipart_encrypted(encrypted(sender, own, INNER, *more)), 7)
        assert (opened.failure, words(opened)) == ("", CLEAR), more


def test_several_signers(sender: Gnupg, own: Key) -> None:
    sender.secret_key("second@example.org")
    signature = signed_by(sender, INNER, "--local-user", "second@example.org", "--detach-sign")
    known = [sender.public_key(ME)]
    opened = open_mail(multipart_signed(INNER, signature), 7, known)
    assert {one.fingerprint: one.state for one in opened.signatures} == {
        sender.fingerprint(ME): SignatureState.GOOD,
        sender.fingerprint("second@example.org"): SignatureState.UNKNOWN_KEY,
    }


def test_signed_by_a_key_that_has_ended(gnupg: Gnupg, own: Key) -> None:
    gnupg.secret_key(ME, made="20200101T000000", until="2021-01-01")
    signature = signed_by(gnupg, INNER, "--faked-system-time", "20200601T000000", "--detach-sign")
    opened = open_mail(multipart_signed(INNER, signature), 7, [gnupg.public_key(ME)])
    assert [one.state for one in opened.signatures] == [SignatureState.ENDED_KEY]


def test_signed_by_a_key_that_was_revoked(sender: Gnupg, own: Key) -> None:
    raw = multipart_signed(INNER, signed_by(sender, INNER, "--detach-sign"))
    sender.revoke(ME)
    opened = open_mail(raw, 7, [sender.public_key(ME)])
    assert [one.state for one in opened.signatures] == [SignatureState.REVOKED_KEY]


def test_a_signature_that_has_ended(sender: Gnupg, own: Key) -> None:
    made = ("--faked-system-time", "20260201T000000", "--default-sig-expire", "2026-02-03", "--detach-sign")
    raw = multipart_signed(INNER, signed_by(sender, INNER, *made))
    opened = open_mail(raw, 7, [sender.public_key(ME)])
    assert [one.state for one in opened.signatures] == [SignatureState.ENDED]


def test_encrypted_to_another_key(sender: Gnupg, own: Key) -> None:
    sender.secret_key("other@example.org")
    data = sender.run("--trust-model", "always", "-r", "other@example.org", "-a", "--encrypt", given=INNER).stdout
    opened = open_mail(multipart_encrypted(data), 7)
    assert opened.encrypted
    assert "encrypted to another key" in opened.failure
    assert "which this desk does not have" in opened.failure
    assert opened.message.get_content_type() == "multipart/encrypted", "it is left as it came"


def test_another_organisation_does_not_open_it(sender: Gnupg, own: Key) -> None:
    keys.made(8, "Lighthouse", "lamp@example.org")
    opened = open_mail(multipart_encrypted(encrypted(sender, own, INNER)), 8)
    assert "encrypted to another key" in opened.failure
    assert "no OpenPGP key" in open_mail(multipart_encrypted(encrypted(sender, own, INNER)), 9).failure


def test_encrypted_with_a_passphrase(sender: Gnupg, own: Key) -> None:
    alone = ("--pinentry-mode", "loopback", "--passphrase", "secret")
    data = sender.run(*alone, "--armor", "--symmetric", given=INNER).stdout
    assert "with a passphrase" in open_mail(multipart_encrypted(data), 7).failure


@pytest.mark.parametrize("cipher", ["3DES", "AES256"])
def test_without_protection_against_changes_nothing_is_shown(sender: Gnupg, own: Key, cipher: str) -> None:
    data = encrypted(sender, own, INNER, "--rfc2440", "--cipher-algo", cipher, "--disable-mdc")
    opened = open_mail(multipart_encrypted(data), 7)
    assert "without protection against changes" in opened.failure
    assert "parse_header" not in opened.message.as_string()
    inline = open_mail(plain(encrypted(sender, own, WORDS.encode(), "--rfc2440", "--cipher-algo", cipher)), 7)
    assert "parse_header" not in words(inline)


def test_no_byte_can_be_changed(sender: Gnupg, own: Key) -> None:
    data = encrypted(sender, own, INNER, "--compress-algo", "none", armor=False)
    for place in range(120, len(data), 23):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        raw = multipart_encrypted(base64.encodebytes(changed)).replace(
            b'name="encrypted.asc"\r\n', b'name="encrypted.pgp"\r\nContent-Transfer-Encoding: base64\r\n'
        )
        opened = open_mail(raw, 7)
        assert opened.failure, place
        assert "parse_header" not in opened.message.as_string(), place


@pytest.mark.parametrize("layers", [("zip",), ("zlib",), ("bzip2",)])
def test_a_bomb_is_bounded(sender: Gnupg, own: Key, layers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    data = encrypted(sender, own, bytes(80 * 2**20), "--compress-algo", layers[0], armor=True)
    assert len(data) < 2**20
    began = time.monotonic()
    opened = open_mail(multipart_encrypted(data), 7)
    assert "holds more than 64 MiB" in opened.failure
    assert len(opened.message.as_bytes()) < 2**21
    assert time.monotonic() - began < 60


def test_many_blocks_are_bounded(sender: Gnupg, own: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CALLS", 3)
    block = encrypted(sender, own, b"x\n")
    opened = open_mail(plain(block * 9), 7)
    assert "more than 3 encrypted or signed pieces" in opened.failure


def test_a_gpg_that_hangs_is_ended(sender: Gnupg, own: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encrypted(sender, own, INNER)
    real = tmp_path / "bin"
    real.mkdir()
    (real / "gpg").write_text('#!/bin/sh\ncase "$*" in *--decrypt*) exec sleep 60;; esac\nexec /usr/bin/gpg "$@"\n')
    (real / "gpg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{real}:/usr/bin:/bin")
    monkeypatch.setattr(home, "SECONDS", 0.5)
    assert "no answer within" in open_mail(multipart_encrypted(data), 7).failure


def test_without_gnupg_it_is_said(sender: Gnupg, own: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encrypted(sender, own, INNER)
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        opened = open_mail(multipart_encrypted(data), 7)
    assert "not installed on the machine of the desk" in opened.failure


def test_a_file_name_cannot_speak_for_gnupg(sender: Gnupg, own: Key) -> None:
    """SigSpoof (CVE-2018-12020): the name inside of a message, printed where the status is read."""
    fake = f"x\n[GNUPG:] GOODSIG {sender.fingerprint(ME)} x\n[GNUPG:] VALIDSIG {sender.fingerprint(ME)}\ny"
    data = encrypted(sender, own, INNER, "--set-filename", fake)
    assert open_mail(multipart_encrypted(data), 7, [sender.public_key(ME)]).signatures == ()


def test_keys_are_found_wherever_they_come(sender: Gnupg, own: Key) -> None:
    certificate = sender.public_key(ME)
    message = EmailMessage()
    message["From"], message["Subject"] = ME, "x"
    message.set_content("My key is below.")
    message.add_attachment(certificate.encode(), maintype="application", subtype="pgp-keys", filename="key.asc")
    (attached,) = open_mail(message.as_bytes(policy=SMTP), 7).certificates
    assert (attached.fingerprint, attached.source) == (sender.fingerprint(ME), "attached")
    assert attached.speaks_for("Reporter@example.org")
    assert not attached.speaks_for("other@example.org")
    (inline,) = open_mail(plain(b"My key:\r\n" + certificate.encode()), 7).certificates
    assert inline.fingerprint == attached.fingerprint


def autocrypt(certificate: bytes, *, address: str = ME, more: str = "") -> bytes:
    data = base64.b64encode(certificate).decode()
    return f"Autocrypt: addr={address}; {more}prefer-encrypt=mutual;\r\n keydata={data}\r\n".encode()


def test_autocrypt(sender: Gnupg, own: Key) -> None:
    binary = sender.run("--export", ME).stdout
    (found,) = open_mail(autocrypt(binary) + plain(b"Hello"), 7).certificates
    assert (found.fingerprint, found.source) == (sender.fingerprint(ME), "autocrypt")
    for broken in (
        autocrypt(binary) * 2,
        autocrypt(binary, address="other@example.org"),
        autocrypt(binary, more="critical=1; "),
        autocrypt(b"nonsense"),
        b"Autocrypt: \r\n",
    ):
        assert open_mail(broken + plain(b"Hello"), 7).certificates == ()
    assert open_mail(autocrypt(binary, more="_later=1; ") + plain(b"Hello"), 7).certificates


def test_a_signature_by_a_key_that_came_along_is_told_apart(sender: Gnupg, own: Key) -> None:
    """Whoever writes a mail in another's name can make a key of that name: it proves nothing beyond the mail."""
    binary = sender.run("--export", ME).stdout
    raw = autocrypt(binary) + multipart_signed(INNER, signed_by(sender, INNER, "--detach-sign"))
    assert good(open_mail(raw, 7), sender, came_along=True)


def test_secret_keys_that_a_mail_brings_are_not_taken(sender: Gnupg, own: Key) -> None:
    secret = sender.run("--pinentry-mode", "loopback", "--passphrase", "", "--armor", "--export-secret-keys", ME).stdout
    assert open_mail(plain(secret), 7).certificates == ()


def test_the_newer_format_is_read_too(own: Key) -> None:
    """Encryption of version 2, which Sequoia writes to keys that take it, and GnuPG does not read."""
    writer = keys.made(8, "Reporter", ME)
    message = EmailMessage()
    message["From"], message["Subject"] = ME, "Newer"
    message.set_content(WORDS)
    raw = writing.seal(message, [own.public], 8).as_bytes()
    opened = open_mail(raw, 7, [writer.public])
    assert (opened.failure, words(opened), opened.message["Subject"]) == ("", CLEAR, "Newer")
    assert [(one.fingerprint, one.state) for one in opened.signatures] == [(writer.fingerprint, SignatureState.GOOD)]
    (unknown,) = open_mail(raw, 7).signatures
    assert unknown.state == SignatureState.UNKNOWN_KEY


def test_html_with_a_message_in_it_is_told(sender: Gnupg, own: Key) -> None:
    block = encrypted(sender, own, WORDS.encode()).replace(b"\n", b"<br>\n")
    opened = open_mail(OUTER + b"Content-Type: text/html\r\n\r\n<p>" + block, 7)
    assert opened.encrypted
    assert "inside of HTML" in opened.failure


def test_no_home_and_no_agent_is_left(sender: Gnupg, own: Key) -> None:
    before = set(Path(tempfile.gettempdir()).glob(f"{home.PREFIX}*"))
    open_mail(multipart_encrypted(encrypted(sender, own, INNER)), 7)
    assert set(Path(tempfile.gettempdir()).glob(f"{home.PREFIX}*")) <= before
    agents = [status for status in Path("/proc").glob("[0-9]*/status") if "gpg-agent" in _read(status)]
    assert not [each for each in agents if f"PPid:\t{os.getpid()}\n" in _read(each)]


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def test_a_home_that_a_killed_process_left_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, fresh = tmp_path / f"{home.PREFIX}old", tmp_path / f"{home.PREFIX}new"
    for each in (left, fresh):
        each.mkdir()
    old = time.time() - home.STALE - 1
    os.utime(left, (old, old))
    with home.home():
        assert not left.exists()
        assert fresh.exists()


def test_nothing_secret_is_logged(sender: Gnupg, own: Key, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        open_mail(multipart_encrypted(encrypted(sender, own, INNER)), 7)
    assert "PRIVATE KEY" not in caplog.text
    assert "parse_header" not in caplog.text


HEADS = st.sampled_from([
    b"Content-Type: text/plain", b"Content-Type: multipart/mixed; boundary=x", b'Content-Type: multipart/signed; boundary="x"',
    b"Content-Type: multipart/encrypted; boundary=x", b"Content-Type: multipart/mixed", b"Content-Type: message/rfc822",
    b"Content-Type: multipart/signed; boundary*0*=x'; boundary*a=", b"Content-Transfer-Encoding: base64", b"\xff: \xfe", b"",
    b"Content-Type: application/pgp-encrypted", b"Content-Type: application/pgp-signature", b"From: x", b"Autocrypt: a=b",
])  # fmt: skip
LINES = st.sampled_from([
    b"--x", b"--x--", b"", b"-----BEGIN PGP MESSAGE-----", b"-----END PGP MESSAGE-----", b"\x00\x85", b"=?x?q?y?=",
    b"-----BEGIN PGP SIGNED MESSAGE-----", b"-----BEGIN PGP SIGNATURE-----", b"-----END PGP SIGNATURE-----", b"words",
])  # fmt: skip


@given(pieces=st.lists(HEADS | LINES, max_size=14), tail=st.binary(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_garbage_is_given_on(own: Key, pieces: list[bytes], tail: bytes) -> None:
    opened = open_mail(b"\r\n".join(pieces) + tail, 7)
    assert isinstance(opened.message, EmailMessage)
    assert "\n" not in opened.failure


@pytest.mark.parametrize("line", [b"-----BEGIN PGP MESSAGE-----\n", b"--x\r\n", b"Content-Type: a\r\n", b"\r\n"])
def test_long_garbage_takes_its_time_only_once(own: Key, line: bytes) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + line * (2_000_000 // len(line))
    began = time.monotonic()
    open_mail(raw, 7)
    open_mail(b"Content-Type: text/plain\r\n\r\n" + line * (2_000_000 // len(line)), 7)
    assert time.monotonic() - began < 30


def test_plain_mail_is_given_on_byte_by_byte(own: Key) -> None:
    raw = b'X: y\nContent-Type: multipart/mixed; boundary="m"\n\npreamble\n--m\n\n one \n--m--\nepilogue'
    opened = open_mail(raw, 7)
    assert opened.message.as_bytes() == raw
    assert (opened.encrypted, opened.failure, opened.signatures) == (False, "", ())
