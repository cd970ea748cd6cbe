"""GnuPG as reporters have it: a home of its own, keys that it makes, files that it verifies."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class Gnupg:
    """One home. Its words are English."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {**os.environ, "GNUPGHOME": str(home), "LC_ALL": "C"}

    def run(self, *words: str, given: str | bytes = b"", check: bool = True) -> subprocess.CompletedProcess[bytes]:
        asked = given.encode() if isinstance(given, str) else given
        argv = ["gpg", "--batch", "--no-tty", "--status-fd", "2", *words]
        return subprocess.run(argv, env=self._environment, input=asked, capture_output=True, check=check)

    def secret_key(self, mail: str, *, passphrase: str = "", made: str = "20260101T000000", until: str = "0") -> str:
        """A key to sign and to encrypt, made at ``made``, in armour."""
        alone = ("--pinentry-mode", "loopback", "--passphrase", passphrase)
        self.run(*alone, "--faked-system-time", made, "--quick-gen-key", mail, "future-default", "default", until)
        return self.run(*alone, "--armor", "--export-secret-keys", mail).stdout.decode()

    def learn(self, public: str) -> None:
        """Import a certificate."""
        self.run("--import", given=public)

    def public_key(self, mail: str) -> str:
        """The certificate of a key of this home, in armour."""
        return self.run("--armor", "--export", mail).stdout.decode()

    def fingerprint(self, mail: str) -> str:
        """Of the primary key of ``mail``."""
        listed = self.run("--with-colons", "--list-keys", mail).stdout.decode().splitlines()
        return next(line.split(":")[9] for line in listed if line.startswith("fpr:"))

    def revoke(self, mail: str) -> None:
        """Take back the key of ``mail`` by the certificate that gpg made with it."""
        file = self.home / "openpgp-revocs.d" / f"{self.fingerprint(mail)}.rev"
        self.run("--import", given=file.read_text().replace(":-----BEGIN", "-----BEGIN"))

    def signer_of_detached(self, signature: bytes, data: bytes) -> str:
        """Fingerprint of the primary key of a good detached signature over ``data``; "" where gpg refuses it."""
        file = self.home / "detached"
        file.write_bytes(signature)
        told = self.run("--verify", str(file), "-", given=data, check=False)
        valid = [line.split() for line in told.stderr.decode(errors="replace").splitlines() if "VALIDSIG" in line]
        return valid[0][-1] if told.returncode == 0 and valid else ""

    def signer_of(self, signed: str | bytes) -> str:
        """Fingerprint of the primary key whose good signature ``signed`` bears; "" where gpg refuses it."""
        told = self.run("--verify", given=signed, check=False)
        said = told.stderr.decode(errors="replace")  # notations of a signature may be any bytes
        valid = [line.split() for line in said.splitlines() if line.startswith("[GNUPG:] VALIDSIG")]
        return valid[0][-1] if told.returncode == 0 and valid else ""

    def content(self, signed: str | bytes) -> str:
        """What gpg takes for the signed text."""
        return self.run("--decrypt", given=signed).stdout.decode()

    def packets(self, armoured: str) -> str:
        """What a block holds."""
        return self.run("--list-packets", given=armoured).stdout.decode()


@pytest.fixture
def gnupg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gnupg]:
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    yield Gnupg(home)
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False, capture_output=True)
