"""Every attestation of the tree: ``[[attestation]]`` entries of ``attestations/*.toml``, and how each is signed.

A detached signature ``NAME.toml.sig`` (SSH) or ``NAME.toml.asc`` (OpenPGP) stands beside the file that it covers, and
covers every entry in it.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import msgspec

from troth.evidence import git, places, process, structured
from troth.evidence.attestations import signatures
from troth.evidence.attestations.signatures import KEYS, OPENPGP, SIGNERS, SSH, Checked, Trusted
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.formats import attestation_toml, attestations
from troth.terms.answer import Answer, Gap
from troth.terms.attestation import FOLDER, Attestation
from troth.terms.span import Span, excerpt
from troth.terms.wants import Attestations

MOST_FILES = 500
"""Files of attestations that are read."""
LONGEST = 30.0
"""Seconds for all signatures together."""
MOST_KEYS = 100
"""Files of OpenPGP keys that are read."""
_MEMORY = "attestations.trusted"


def files(repository: Repository) -> tuple[str, ...]:
    """Paths of the files that may hold attestations; those of folders below hold none."""
    return tuple(
        path
        for path in repository.paths
        if path.startswith(f"{FOLDER}/") and path.endswith(".toml") and path.count("/") == 1
    )


def answer(scene: Scene, _: Attestations) -> Answer[Attestation]:
    """What the files say; an entry that is no attestation is a gap."""
    repository = scene.repository
    paths = files(repository)
    found, gaps = list[Attestation](), list[Gap]()
    with process.within(LONGEST), tempfile.TemporaryDirectory(prefix="troth-gpg-") as home:
        for path in paths[:MOST_FILES]:
            entries, wrong = _read(repository, path)
            entries, unseen = _signed(scene, path, entries, Path(home))
            found += entries
            gaps += (*wrong, *unseen)
    if len(paths) > MOST_FILES:
        gaps.append(Gap(wanted=FOLDER, reason=f"only {MOST_FILES} files of it are read", span=Span(FOLDER)))
    return Answer(found=tuple(found), gaps=tuple(gaps), read=paths[:MOST_FILES])


def _read(repository: Repository, path: str) -> tuple[tuple[Attestation, ...], tuple[Gap, ...]]:
    """The entries of one file; only UTF-8 counts, so that what is signed is what is read."""
    data = repository.data(path)
    if data is None:
        return (), repository.gaps_of((path,))
    try:
        text = signed_bytes(data).decode("utf-8")
        tables = structured.toml(text)
    except (UnicodeDecodeError, structured.MalformedError) as error:
        reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        return (), (Gap(wanted=path, reason=reason, span=Span(path)),)
    if attestation_toml.TABLE not in tables and path != attestations.UNSAFE:
        return (), (Gap(wanted=path, reason="it holds no [[attestation]]", span=Span(path)),)
    lines, written = places.of_toml(text), structured.split_lines(text)

    def place(keys: attestation_toml.Path) -> Span:
        line = next((lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in lines), None)
        return Span(path, line, excerpt(written[line - 1]) if line and line <= len(written) else "")

    return attestation_toml.read(tables, place)


def signed_bytes(data: bytes) -> bytes:
    """The bytes that a signature covers: those of the file, with the line ends that git keeps (LF)."""
    return data.replace(b"\r\n", b"\n")


def _signed(
    scene: Scene, path: str, entries: tuple[Attestation, ...], home: Path
) -> tuple[tuple[Attestation, ...], tuple[Gap, ...]]:
    """``entries`` of the file ``path`` with the state of its signatures, and a gap where one could not be looked at."""
    beside = [f"{path}{end}" for end in (SSH, OPENPGP) if f"{path}{end}" in scene.repository.path_set]
    if not beside or not entries:
        return entries, ()
    by_author: dict[tuple[str, date], Checked] = {}
    for one in entries:
        if (one.by, one.on) not in by_author:
            checked = [_looked_at(scene, name, one, home) for name in beside]
            by_author[one.by, one.on] = signatures.worst(checked)
    gaps = dict.fromkeys(checked.missing for checked in by_author.values() if checked.missing)
    return (
        tuple(
            msgspec.structs.replace(one, signature=checked.signature, signer=checked.signer, remark=checked.remark)
            for one in entries
            for checked in (by_author[one.by, one.on],)
        ),
        tuple(Gap(wanted=f"the signature of {path}", reason=reason, span=Span(path)) for reason in gaps),
    )


def _looked_at(scene: Scene, name: str, one: Attestation, home: Path) -> Checked:
    if not scene.signatures:
        remark = "and not looked at: without tools no program is run"
        return Checked(signature="unknown", remark=remark)
    data, signature = (scene.repository.data(each) for each in (one.span.path, name))
    if data is None or signature is None or len(signature) > signatures.LARGEST_SIGNATURE:
        return Checked(signature="bad", remark="it cannot be read")
    if _MEMORY not in scene.memory:
        scene.memory[_MEMORY] = trusted(scene.repository)
    named: Trusted = scene.memory[_MEMORY]
    if name.endswith(SSH):
        return signatures.ssh(signed_bytes(data), signature, one.by, one.on, named)
    return signatures.openpgp(signed_bytes(data), signature, one.by, named, home)


def trusted(repository: Repository) -> Trusted:
    """The keys that the tree names, and those that the user's own configuration of git names."""
    keys = [path for path in repository.paths if path.startswith(f"{KEYS}/") and path.endswith((".asc", ".gpg"))]
    own, revoked = own_signers()
    signers = (repository.data(SIGNERS) if SIGNERS in repository.path_set else None, _of_user(own))
    largest = signatures.LARGEST_KEYS
    return Trusted(
        signers=signatures.within_bounds(signers, largest),
        keys=signatures.within_bounds((repository.data(path) for path in keys[:MOST_KEYS]), largest),
        revoked=revoked,
    )


def own_signers() -> tuple[Path | None, Path | None]:
    """The user's files of allowed and of revoked SSH keys, where git's global configuration names any."""
    names = ("gpg.ssh.allowedSignersFile", "gpg.ssh.revocationFile")
    allowed, revoked = (git.setting(name, path=True) for name in names)
    return (
        Path(allowed) if allowed and Path(allowed).is_absolute() else None,
        Path(revoked) if revoked and Path(revoked).is_file() else None,
    )


def _of_user(path: Path | None) -> bytes | None:
    try:
        if path is None or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(signatures.LARGEST_KEYS + 1)
    except OSError:
        return None


GATHERER = Gatherer(wants=Attestations, answer=answer)
