"""Keys of made-up people, made anew by the real programs, and a configuration of git that signs with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PILOT = "R. Pilot <pilot@example.org>"
MAIL = "pilot@example.org"


def run(*words: str, given: bytes = b"", env: dict[str, str] | None = None, cwd: Path | None = None) -> bytes:
    """Standard output of a program that has to succeed."""
    done = subprocess.run(words, input=given, env=os.environ | (env or {}), cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 0, (words, done.stderr.decode())
    return done.stdout


def ssh_key(folder: Path, name: str = "id") -> Path:
    """A new private key; its public half stands beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name))
    return folder / name


def public(key: Path) -> str:
    """The public half, as a line."""
    return key.with_name(f"{key.name}.pub").read_text().strip()


@contextmanager
def gpg_home(*users: str, expire: str = "never") -> Iterator[Path]:
    """A home of gpg with a key for each of ``users``; its path is short, since sockets lie in it."""
    home = Path(tempfile.mkdtemp(prefix="g"))
    try:
        for user in users:
            words = ("--quick-generate-key", user, "ed25519", "sign", expire)
            run("gpg", "--batch", "--quiet", "--passphrase", "", *words, env={"GNUPGHOME": str(home)})
        yield home
    finally:
        subprocess.run(("gpgconf", "--kill", "all"), env=os.environ | {"GNUPGHOME": str(home)}, check=False)
        shutil.rmtree(home, ignore_errors=True)


def exported(home: Path, user: str = MAIL) -> bytes:
    """The public key of ``user``."""
    return run("gpg", "--armor", "--export", user, env={"GNUPGHOME": str(home)})


def gitconfig(home: Path, **settings: str) -> None:
    """The user's own configuration of git; ``gpg_format`` is written ``gpg.format``, ``__`` ends a subsection."""
    for name, value in settings.items():
        dotted = name.replace("__", ".").replace("_", ".")
        run("git", "config", "--file", str(home / ".gitconfig"), dotted, value)
