"""Where the commands of the documents run: fresh copies of harbour, some with something added.

A set-up is a function that gets the folder in which the copy lies (``folder / "harbour"``) and adds to it. Its
docstring is what a reader of the document has to know.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from signing_keys import MAIL, PILOT, exported, gpg_home, public, run, ssh_key

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-20T12:00:00+0000"


def git(root: Path, *words: str) -> None:
    """Run git in ``root``, as harbour's own crew and on the same day each time."""
    environment = os.environ | dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), DAY)
    subprocess.run(["git", *words], cwd=root, env=environment, check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    """Commit everything."""
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "-m", message)


def harbour(folder: Path) -> None:
    """A checkout of harbour."""
    root = folder / "harbour"
    shutil.copytree(ROOT / "examples" / "harbour", root)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "R. Pilot")
    git(root, "config", "user.email", "pilot@example.org")
    git(root, "config", "commit.gpgsign", "false")
    commit(root, "All of harbour")


def advisories(folder: Path) -> None:
    """A mirror of advisories lies in ../mirror, one file each as OSV publishes them."""
    mirror = folder / "mirror" / "PyPI"
    mirror.mkdir(parents=True)
    record = {
        "schema_version": "1.7.3",
        "id": "PYSEC-2026-1",
        "modified": "2026-11-19T12:00:00Z",
        "published": "2026-11-18T12:00:00Z",
        "aliases": ["CVE-2026-1000"],
        "summary": "A query parameter is taken for a format string",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "fastapi"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.120.0"}]}],
            }
        ],
    }
    (mirror / "PYSEC-2026-1.json").write_text(json.dumps(record))
    (mirror.parent / "ecosystems.txt").write_text("PyPI\n")


def unsafe(folder: Path) -> None:
    """The crate quay has an unsafe block at src/lib.rs:42, with its SAFETY comment, and another at line 47."""
    root = folder / "harbour"
    head = "".join(f"//! Line {number}.\n" for number in range(1, 38))
    (root / "src").mkdir()
    (root / "src" / "lib.rs").write_text(
        head
        + "\n/// The first berth.\npub fn first(berths: &[u8]) -> u8 {\n    // SAFETY: the index is checked above\n"
        + "    unsafe { *berths.get_unchecked(0) }\n}\n\n/// The last berth.\npub fn last(berths: &[u8]) -> u8 {\n"
        + "    unsafe { *berths.get_unchecked(berths.len() - 1) }\n}\n"
    )
    cargo = root / "Cargo.toml"
    cargo.write_text(cargo.read_text() + '\n[package]\nname = "harbour"\nversion = "1.0.0"\nedition = "2021"\n')
    commit(root, "Berths without checks")


CONTACT = """\
[[attestation]]
name = "contact"
by = "R. Pilot <pilot@example.org>"
what = "A test report was answered within the hour."
on = 2026-11-20

[[attestation.promise]]
id = "contact-github-private-vulnerability-reporting"
sentence = "Use GitHub's private vulnerability reporting."
"""


def signing(folder: Path) -> None:
    """Git signs with an SSH key."""
    key = ssh_key(folder / "ssh")
    git(folder / "harbour", "config", "gpg.format", "ssh")
    git(folder / "harbour", "config", "user.signingkey", str(key))


def signed_by_ssh(folder: Path) -> None:
    """A record is signed by an SSH key, and the tree names it."""
    key, records = ssh_key(folder / "ssh"), folder / "harbour" / "attestations"
    records.mkdir()
    (records / "contact.toml").write_text(CONTACT)
    (records / "allowed_signers").write_text(f"{MAIL} {public(key)}\n")
    words = ("ssh-keygen", "-Y", "sign", "-n", "troth-attestation", "-f", str(key))
    (records / "contact.toml.sig").write_bytes(run(*words, given=CONTACT.encode()))


def signed_by_gpg(folder: Path) -> None:
    """A record is signed by an OpenPGP key, and the tree holds it."""
    records = folder / "harbour" / "attestations"
    (records / "keys").mkdir(parents=True)
    (records / "contact.toml").write_text(CONTACT)
    with gpg_home(PILOT) as ring:
        (records / "keys" / "pilot-example-org.asc").write_bytes(exported(ring))
        env = {"GNUPGHOME": str(ring)}
        (records / "contact.toml.asc").write_bytes(run("gpg", "--batch", "-bsa", given=CONTACT.encode(), env=env))


SET_UPS: Mapping[str, Callable[[Path], None]] = {
    "advisories": advisories,
    "signed by gpg": signed_by_gpg,
    "signed by ssh": signed_by_ssh,
    "signing": signing,
    "unsafe": unsafe,
}
"""By the name that a mark gives."""
