"""Signing with the user's own key, as git is told to sign (git-config(1): gpg.format, user.signingKey, gpg.*).

Signing is something that users do with their own tree: here, and only here, programs are run that the configuration of
git names, that of the checkout included, just as ``git commit -S`` would run them.
"""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import msgspec

from troth.evidence import git, process
from troth.evidence.attestations.signatures import NAMESPACE, OPENPGP, SSH
from troth.terms.errors import RefusedAttestationError

_TRUE = frozenset({"true", "yes", "on", "1"})
"""Words for "true" of git-config(1); a number other than 0 is true too."""
HOW = "git config user.signingkey names a key; --no-sign writes the record unsigned"


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """How git signs here: ``form`` is "ssh" or "openpgp", ``key`` names the key, ``program`` makes the signature."""

    form: str
    key: str
    program: str

    @property
    def suffix(self) -> str:
        """How the file of the signature ends."""
        return SSH if self.form == "ssh" else OPENPGP

    @property
    def literal(self) -> str:
        """The public key itself, where ``key`` holds it and no path."""
        if self.form != "ssh":
            return ""
        literal = self.key.removeprefix("key::")
        return literal if literal != self.key or self.key.startswith("ssh-") else ""


def by_default(root: Path) -> bool:
    """Whether commits are signed here (commit.gpgSign): then attestations are too."""
    value = git.setting("commit.gpgsign", root).lower()
    return value in _TRUE or (value.isdecimal() and int(value[:9]) != 0)


def signer(root: Path) -> Signer:
    """How git is told to sign in ``root``.

    Raises:
        RefusedAttestationError: it is told to sign in a way that fits no file, or no key is named.
    """
    form = git.setting("gpg.format", root).lower() or "openpgp"
    if form == "x509":
        raise RefusedAttestationError(
            "git signs with X.509 here (gpg.format = x509), which attestations do not know",
            "git -c gpg.format=ssh …, or --no-sign",
        )
    if form not in ("ssh", "openpgp"):
        raise RefusedAttestationError(f"git knows no gpg.format {form!r}", "it is openpgp or ssh")
    own = git.setting(f"gpg.{form}.program", root, path=True)
    if form == "ssh":
        return Signer(form=form, key=_ssh_key(root), program=own or "ssh-keygen")
    key = git.setting("user.signingkey", root) or git.user(root)
    if not key:
        raise RefusedAttestationError("git names no key to sign with", HOW)
    return Signer(form=form, key=key, program=own or git.setting("gpg.program", root, path=True) or "gpg")


def _ssh_key(root: Path) -> str:
    key = git.setting("user.signingkey", root)
    if key:
        return key
    command = git.setting("gpg.ssh.defaultKeyCommand", root)
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if not words:
        raise RefusedAttestationError("git names no SSH key to sign with", HOW)
    ran = process.attended(words, root)
    first = ran.output.partition("\n")[0].strip()
    if not ran.passed or not first.startswith(("key::", "ssh-")):
        why = ran.trouble or "its first line is no key"
        raise RefusedAttestationError(f"gpg.ssh.defaultKeyCommand gives no key: {why}", HOW)
    return first


def sign(data: bytes, signer: Signer, root: Path) -> bytes:
    """A detached signature of ``data``.

    Raises:
        RefusedAttestationError: the program is not there, or gives none; its own words are told.
    """
    return _by_ssh(data, signer, root) if signer.form == "ssh" else _by_gpg(data, signer, root)


def _by_ssh(data: bytes, signer: Signer, root: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="troth-sign-") as name:
        folder = Path(name)
        file = folder / "record"
        file.write_bytes(data)
        if signer.literal:  # the agent holds the private half (ssh-keygen -U)
            key = folder / "key"
            key.write_text(f"{signer.literal}\n")
            words = ["-f", str(key), "-U"]
        else:
            words = ["-f", str((root / Path(signer.key).expanduser()).absolute())]
        ran = process.attended((signer.program, "-Y", "sign", "-n", NAMESPACE, *words, str(file)), root)
        made = folder / f"record{SSH}"
        if not ran.passed or not made.is_file():
            raise _refused(signer, ran)
        return made.read_bytes()


def _by_gpg(data: bytes, signer: Signer, root: Path) -> bytes:
    ran = process.attended((signer.program, "--status-fd=2", "-bsau", signer.key), root, given=data)
    if not ran.passed or "[GNUPG:] SIG_CREATED " not in ran.errors or not ran.stdout.strip():
        raise _refused(signer, ran)
    return ran.stdout


def _refused(signer: Signer, ran: process.Ran) -> RefusedAttestationError:
    told = [line.strip() for line in ran.errors.splitlines() if line.strip() and not line.startswith("[GNUPG:]")]
    why = ran.trouble or (told[-1] if told else f"exit code {ran.exit_code}")
    return RefusedAttestationError(f"{signer.program} did not sign with {signer.key[:80]}: {why[:200]}", HOW)


def public_key(signer: Signer, root: Path) -> bytes:
    """The public half of the key, as files of allowed signers or of OpenPGP keys hold it.

    Raises:
        RefusedAttestationError: it cannot be had.
    """
    if signer.form == "openpgp":
        words = ("--armor", "--export-options", "export-minimal", "--export", signer.key.rstrip("!"))
        ran = process.attended((signer.program, *words), root)
        if not ran.passed or not ran.stdout.strip():
            raise RefusedAttestationError(f"{signer.program} exports no key {signer.key}", HOW)
        return ran.stdout
    if signer.literal:
        return f"{signer.literal}\n".encode()
    path = root / Path(signer.key).expanduser()
    try:
        beside = path if path.suffix == ".pub" else path.with_name(f"{path.name}.pub")
        line = beside.read_bytes()[:16_384].decode("utf-8").strip()
    except (OSError, ValueError):
        line = ""
    if not line or "\n" in line or "PRIVATE KEY" in line:
        raise RefusedAttestationError(f"the public half of {signer.key} cannot be read", "it stands in a file .pub")
    return f"{line}\n".encode()
