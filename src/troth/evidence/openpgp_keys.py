"""Which OpenPGP keys the tree publishes, as ``gpg --show-keys`` reads them, in a home of its own.

The columns are those of GnuPG, doc/DETAILS ("Format of the colon listings"): 1 type of record, 2 validity, 6 created,
7 expires, 10 fingerprint, 12 capabilities.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from troth.evidence import process
from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.keys import PublicKey
from troth.terms.span import Span
from troth.terms.wants import PublicKeys

GLOBS = ("*.asc", "*.pgp", "*.gpg", "*.pub", "*.key", "KEYS", "*pgp*.txt", "*gpg*.txt", "*pgp*.md")
BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
_BLOCK = re.compile(rf"{BEGIN}.*?-----END PGP PUBLIC KEY BLOCK-----", re.DOTALL)
LARGEST = 256 * 1024
"""Bytes of the largest file that is taken for a key."""
MOST = 40
"""Files of keys that are looked at."""
TIMEOUT = 20.0
"""Seconds for one run of gpg."""
_FIXED = ("--batch", "--no-tty", "--no-options", "--no-autostart", "--disable-dirmngr", "--no-auto-key-retrieve")


def public_keys(scene: Scene, want: PublicKeys) -> Answer[PublicKey]:
    """The keys of files that are called like one, and of ``want.document`` itself."""
    candidates = [path for path in scene.repository.matching(*GLOBS) if path != want.document]
    held = [(path, data) for path in (want.document, *candidates) if (data := _key_of(scene, path))]
    gaps = list(scene.repository.gaps_of(candidates))
    if len(held) > MOST:
        gaps.append(Gap(wanted="OpenPGP keys", reason=f"more than {MOST} files hold some"))
    found: list[PublicKey] = []
    for path, data in held[:MOST]:
        read = _read(path, data, _line(scene, path))
        found += read.found
        gaps += read.gaps
    return Answer(found=tuple(found), gaps=tuple(gaps), read=tuple(candidates))


def _key_of(scene: Scene, path: str) -> bytes | None:
    """The bytes of a key, as they stand there; None for anything else."""
    if path not in scene.repository.path_set:
        return None
    data = scene.repository.data(path)
    if data is None or len(data) > LARGEST:
        return None
    if BEGIN.encode() in data:
        return data
    text = scene.repository.text(path) if b"\0" in data else None
    if text and BEGIN in text:
        return data  # in an encoding that no OpenPGP tool reads
    binary = path.lower().endswith((".gpg", ".pgp")) and data[:1] in (b"\x98", b"\x99", b"\xc6")
    return data if binary else None  # RFC 9580, 4.2: a packet of the type "public key", in the old and the new format


def _line(scene: Scene, path: str) -> int:
    text = scene.repository.text(path) or ""
    return text[: max(0, text.find(BEGIN))].count("\n") + 1


def _read(path: str, data: bytes, line: int) -> Answer[PublicKey]:
    span = Span(path, line, BEGIN)
    blocks = [found[0] for found in _BLOCK.finditer(data.decode("latin-1"))] if path.endswith(".md") else []
    given = "\n".join(blocks).encode("latin-1") if blocks else data
    with tempfile.TemporaryDirectory(prefix="troth-keys-") as home:
        argv = ("gpg", "--homedir", home, *_FIXED, "--with-colons", "--show-keys")
        environment = {"LC_ALL": "C", "GNUPGHOME": home}
        ran = process.run(argv, Path(home), timeout=TIMEOUT, env=environment, given=given)
    if ran.trouble:
        return Answer(gaps=(Gap(wanted=f"the key in {path}", reason=f"gpg: {ran.trouble}", span=span),))
    keys = tuple(_keys(ran.output, span))
    return Answer(found=keys or (PublicKey(span=span, reason="no OpenPGP tool reads it as a key"),))


def _keys(output: str, span: Span) -> Iterator[PublicKey]:
    """One for each primary key of a listing."""
    groups: list[list[list[str]]] = []
    for line in output.splitlines():
        fields = line.split(":")
        if fields[0] == "pub" and len(fields) > 11:
            groups.append([fields])
        elif groups and fields[0] in ("sub", "fpr", "uid") and len(fields) > 9:
            groups[-1].append(fields)
    for group in groups:
        primary, *rest = group
        parts = [primary, *(fields for fields in rest if fields[0] == "sub" and len(fields) > 11)]
        able = [fields for fields in parts if "e" in fields[11] and "r" not in fields[1]]
        ends = [_end(fields[6]) for fields in able]
        last = None if not ends or None in ends else max(filter(None, ends))
        own = _end(primary[6])
        yield PublicKey(
            span=span,
            fingerprints=tuple(fields[9].upper() for fields in rest if fields[0] == "fpr"),
            ends=min((each for each in (last, own) if each is not None), default=None),
            revoked="r" in primary[1],
            encrypts=bool(able),
        )


def _end(seconds: str) -> date | None:
    """The last whole day before the instant, given in seconds since 1970; None for none."""
    if not seconds.isdecimal() or len(seconds) > 11:
        return None
    return (datetime.fromtimestamp(int(seconds), UTC) - timedelta(seconds=1)).date()


GATHERER = Gatherer(wants=wants.PublicKeys, answer=public_keys)
