"""Every attestation of the tree: ``[[attestation]]`` entries of ``attestations/*.toml``."""

from __future__ import annotations

from troth.evidence import places, structured
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.formats import attestation_toml, attestations
from troth.terms.answer import Answer, Gap
from troth.terms.attestation import FOLDER, Attestation
from troth.terms.span import Span, excerpt
from troth.terms.wants import Attestations

MOST_FILES = 500
"""Files of attestations that are read."""


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
    for path in paths[:MOST_FILES]:
        entries, wrong = _read(repository, path)
        found += entries
        gaps += wrong
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


GATHERER = Gatherer(wants=Attestations, answer=answer)
