"""Whether a detached signature of a file is good: by ``ssh-keygen`` and ``gpg``, and by keys that are named.

Nothing that the checked tree configures is run: both programs are found in PATH, and which keys count is read from
files, ``attestations/allowed_signers`` and ``attestations/keys/*.asc`` of the tree and the user's own
``gpg.ssh.allowedSignersFile`` (global configuration alone).

SSH signatures are those of ssh-keygen(1), -Y verify, in the namespace ``troth-attestation``: one that was made for a
commit of git or for a mail cannot be taken for one. OpenPGP signatures are detached and armoured, checked in a home of
gpg of their own, so that neither the user's keys nor their trust speak.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from troth.evidence import process
from troth.terms.attestation import Signature

NAMESPACE = "troth-attestation"
"""What an SSH signature is for; see PROTOCOL.sshsig of OpenSSH."""
SSH, OPENPGP = ".sig", ".asc"
"""How the file of a signature ends, after the whole name of the file that it covers."""
SIGNERS = "attestations/allowed_signers"
KEYS = "attestations/keys"
LARGEST_SIGNATURE = 64 * 1024
LARGEST_KEYS = 1024 * 1024
"""Bytes of the largest signature, and of the largest file of keys, that is looked at."""
TIMEOUT = 20.0
"""Seconds for one run of a program."""
_MAIL = re.compile(r"<([^<>\s]+@[^<>\s]+)>|^([^<>\s]+@[^<>\s]+)$")
_FINGERPRINT = re.compile(r"\b(?:SHA256:\S+)")
_TOO_OLD = re.compile(r"unknown option|illegal option|unsupported operation|^usage:", re.IGNORECASE | re.MULTILINE)
_REFUSED = (
    ("has expired", "its key has expired"),
    ("not yet valid", "its key is not valid yet"),
    ("namespace", f"its key is not allowed for {NAMESPACE}"),
)
_OF_NOBODY = "by a key that the project does not name"


class Trusted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose keys count: texts of allowed-signers files, the first that knows a key speaks; files of OpenPGP keys.

    ``revoked`` is a file of revoked SSH keys (``gpg.ssh.revocationFile`` of the user).
    """

    signers: tuple[bytes, ...] = ()
    keys: tuple[bytes, ...] = ()
    revoked: Path | None = None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a look at a signature; ``missing`` names a program that could not look."""

    signature: Signature
    signer: str = ""
    remark: str = ""
    missing: str = ""


def mail(by: str) -> str:
    """The address in "Name <address>", or the whole where it is one; "" where there is none."""
    match = _MAIL.search(by)
    return (match[1] or match[2]) if match else ""


def ssh(data: bytes, signature: bytes, by: str, on: date, trusted: Trusted) -> Checked:
    """Whether ``signature`` is one of ``data`` by a key that is named for ``by``.

    Keys that are allowed for some time only are held against noon (UTC) of ``on``, the day of the attestation, as git
    holds them against the date of a commit.
    """
    with tempfile.TemporaryDirectory(prefix="troth-signature-") as name:
        folder = Path(name)
        (folder / "signature").write_bytes(signature)
        own = _keygen(folder, data, "check-novalidate", "-n", NAMESPACE)
        if own.trouble:
            return _unseen("ssh-keygen", own.trouble)
        if own.exit_code:
            return _unseen("ssh-keygen", "too old") if _TOO_OLD.search(own.errors) else _bad(own.errors)
        found = _FINGERPRINT.search(own.output)
        key = found[0] if found else ""
        refusals = []
        for number, signers in enumerate(trusted.signers):
            place = folder / f"signers-{number}"
            place.write_bytes(signers)
            checked = _named(folder, data, (place, trusted.revoked), by, on)
            if checked.signature == "good":
                return checked
            refusals.append(checked.remark)
        remark = next(filter(None, refusals), _OF_NOBODY)
        return Checked(signature="unknown", remark=f"{remark} ({key})" if key else remark)


def _named(folder: Path, data: bytes, files: tuple[Path, Path | None], by: str, on: date) -> Checked:
    """Whether one file of allowed signers names the key for ``by``."""
    signers, revoked = files
    noon = ("-O", f"verify-time={on:%Y%m%d}120000")
    wanted = mail(by)
    known = _keygen(folder, data, "find-principals", *noon, "-f", str(signers)).output.split("\n")
    principals = [line for line in known if line][:20]
    refused = ""
    for principal in [wanted] if wanted else principals:
        words = (*noon, "-n", NAMESPACE, "-f", str(signers), "-I", principal)
        ran = _keygen(folder, data, "verify", *words)
        if ran.passed and revoked and not _keygen(folder, data, "verify", "-r", str(revoked), *words).passed:
            refused = refused or "its key is revoked"
        elif ran.passed:
            return Checked(signature="good", signer=principal)
        refused = refused or next((remark for sign, remark in _REFUSED if sign in ran.errors), "")
    if not refused and wanted and principals:
        refused = f"by the key of {principals[0]}, not of {wanted}"
    return Checked(signature="unknown", remark=refused)


def _keygen(folder: Path, data: bytes, operation: str, *words: str) -> process.Ran:
    argv = ("ssh-keygen", "-Y", operation, *words, "-s", str(folder / "signature"))
    return process.run(argv, folder, timeout=TIMEOUT, env={"TZ": "UTC", "LC_ALL": "C"}, given=data)


def openpgp(data: bytes, signature: bytes, by: str, trusted: Trusted, home: Path) -> Checked:
    """Whether ``signature`` is one of ``data`` by a key of ``trusted`` that bears the address of ``by``.

    ``home`` is an empty folder for gpg, or one that was given here before, with the same keys.
    """
    if not (home / "keys").exists():
        for keys in trusted.keys:
            _gpg(home, "--import", str(_put(home, "keys", keys)))
        _put(home, "keys", b"")
    file, detached = _put(home, "data", data), _put(home, "signature", signature)
    ran = _gpg(home, "--verify", str(detached), str(file))
    if ran.trouble:
        return _unseen("gpg", ran.trouble)
    status = [line.split(" ") for line in _status(ran.output)]
    words = {line[0]: line[1:] for line in status}
    if "BADSIG" in words or not words.keys() & {"VALIDSIG", "ERRSIG", "NO_PUBKEY"}:
        return _bad("no valid OpenPGP data" if "NODATA" in words else "")
    if "VALIDSIG" not in words:
        return _not_looked_at(words)
    for sign, remark in (("REVKEYSIG", "its key is revoked"), ("EXPKEYSIG", "its key has expired")):
        if sign in words:
            return Checked(signature="unknown", remark=remark)
    if "GOODSIG" not in words or sum(line[0] in ("GOODSIG", "BADSIG", "ERRSIG") for line in status) != 1:
        return Checked(signature="unknown", remark="it has expired, or is several signatures")
    return _bearing(home, words["VALIDSIG"][-1], by)


def _not_looked_at(words: dict[str, list[str]]) -> Checked:
    """A signature by a key that is not there, or by an algorithm that gpg does not know."""
    if "NO_PUBKEY" in words:
        return Checked(signature="unknown", remark=f"{_OF_NOBODY} ({words['NO_PUBKEY'][0]})")
    return _unseen("gpg", "it does not know the algorithm")


def _bearing(folder: Path, fingerprint: str, by: str) -> Checked:
    """Whether the key ``fingerprint`` has the address of ``by`` among its valid user ids."""
    listed = _gpg(folder, "--with-colons", "--list-keys", fingerprint).output
    fields = [line.split(":") for line in listed.splitlines() if line.startswith("uid:")]
    # DETAILS of GnuPG: field 2 is the validity (r revoked, e expired, i invalid), field 10 the user id, \x escaped
    users = [_unescaped(field[9]) for field in fields if len(field) > 9 and field[1] not in ("r", "e", "i", "n")]
    wanted = mail(by).lower()
    chosen = next((user for user in users if not wanted or mail(user).lower() == wanted), "")
    if chosen:
        return Checked(signature="good", signer=chosen)
    return Checked(signature="unknown", remark=f"by the key of {users[0] if users else fingerprint}, not of {wanted}")


def _unescaped(text: str) -> str:
    return re.sub(r"\\x([0-9a-fA-F]{2})", lambda match: chr(int(match[1], 16)), text)


def _gpg(folder: Path, *words: str) -> process.Ran:
    fixed = (
        "--batch",
        "--no-tty",
        "--no-options",
        "--no-autostart",
        "--disable-dirmngr",
        "--no-auto-key-retrieve",
        "--weak-digest",
        "SHA1",
    )
    argv = ("gpg", "--homedir", str(folder), *fixed, "--trust-model", "always", "--status-fd", "1", *words)
    return process.run(argv, folder, timeout=TIMEOUT, env={"LC_ALL": "C", "GNUPGHOME": str(folder)})


def _status(output: str) -> Iterator[str]:
    sign = "[GNUPG:] "
    yield from (line.removeprefix(sign) for line in output.splitlines() if line.startswith(sign))


def _put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _bad(errors: str) -> Checked:
    if "namespace" in errors:
        return Checked(signature="bad", remark="it was made for something else")
    if re.search(r"parse|armor|no valid OpenPGP data|format", errors):
        return Checked(signature="bad", remark="it is no signature")
    return Checked(signature="bad", remark="it does not fit the file")


def _unseen(program: str, trouble: str) -> Checked:
    remark = f"and not looked at: {program}: {trouble}"
    return Checked(signature="unknown", remark=remark, missing=f"{program}: {trouble}")


def worst(checked: Sequence[Checked]) -> Checked:
    """What several signatures of one file come to: a bad one spoils it, a good one makes it good."""
    by_state = {one.signature: one for one in reversed(checked)}
    chosen = by_state.get("bad") or by_state.get("good") or by_state["unknown"]
    missing = "; ".join(one.missing for one in checked if one.missing)
    return msgspec.structs.replace(chosen, missing=missing)


def within_bounds(files: Iterable[bytes | None], largest: int) -> tuple[bytes, ...]:
    """Those that are there and not too large."""
    return tuple(data for data in files if data is not None and len(data) <= largest)
