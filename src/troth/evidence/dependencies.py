"""What the tree depends on and calls itself: the readers of manifests and the table of lockfiles, put to the wants.

Left out are other people's manifests: whatever stands in a folder of vendored code or of test data (``OTHERS_CODE``)
and in a submodule. Dependencies that a manifest in a folder of tests, documentation or examples calls its own are no
runtime dependencies of the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from troth.evidence.checksummed import LOCKFILES, every_entry_hashed
from troth.evidence.manifests import READERS, others
from troth.evidence.manifests.reader import Found, Reader, scope_of_folder
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.manifests import DeclaredVersion, Lockfile, Manifest, Requirement, Toolchain
from troth.terms.span import Span

OTHERS_CODE = frozenset(
    {
        "vendor", "vendored", "_vendor", "node_modules", "bower_components", "third_party", "third-party", "thirdparty",
        "testdata", "test_data", "test-data", "fixtures", "__fixtures__", "site-packages", ".venv", "venv",
    }
)  # fmt: skip
"""Folders whose content is not the project's own."""
_NO_PACKAGES = ("github-actions", "docker")
"""Ecosystems whose manifests give no package a version."""
_LANGUAGES = {"go": "go", "rust": "cargo", "python": "pypi", "node": "npm"}


class Survey:
    """The manifests of one tree, each read once, when a want first needs it."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._found: dict[tuple[str, int], Found] = {}
        self._paths: dict[int, tuple[str, ...]] = {}

    def paths(self, reader: Reader) -> tuple[str, ...]:
        """The project's own files of one format."""
        if id(reader) not in self._paths:
            matching = self.repository.matching(*reader.globs)
            self._paths[id(reader)] = tuple(path for path in matching if self.own(path))
        return self._paths[id(reader)]

    def own(self, path: str) -> bool:
        """Whether ``path`` is the project's own, and not vendored, test data or another project."""
        if OTHERS_CODE.intersection(path.split("/")[:-1]):
            return False
        return not any(path.startswith(f"{link}/") for link in self.repository.submodules)

    def found(self, readers: Iterable[Reader]) -> Iterator[tuple[Reader, str, Found]]:
        """What each file of ``readers`` says."""
        for reader in readers:
            for path in self.paths(reader):
                key = (path, id(reader))
                if key not in self._found:
                    self._found[key] = reader.read(self.repository, path)
                yield reader, path, self._found[key]

    def gaps(self, read: Iterable[str]) -> tuple[Gap, ...]:
        """What of the tree could hide more manifests, and which of ``read`` could not be read."""
        tree = self.repository
        links = (Gap(wanted=path, reason="git link without its content", span=Span(path)) for path in tree.git_links)
        rest = (Gap(wanted="the rest of the tree", reason=tree.limit),) if tree.limit else ()
        return (*rest, *links, *tree.gaps_of(read))


def requirements(scene: Scene, want: wants.Requirements) -> Answer[Requirement]:
    """Lines of the manifests of one ecosystem, in the order of their places."""
    survey = _survey(scene)
    lines, gaps, read = list[Requirement](), list[Gap](), list[str]()
    for _, path, found in survey.found(reader for reader in READERS if want.ecosystem in reader.gives):
        lines += [_scoped(line) for line in found.requirements if line.ecosystem == want.ecosystem]
        gaps += found.gaps
        read += [path, *found.also_read]
    unique = {(line.span, line.name, line.scope): line for line in lines}
    ordered = tuple(sorted(unique.values(), key=lambda line: _order(line.span)))
    return Answer(found=ordered, gaps=(*survey.gaps(set(read)), *dict.fromkeys(gaps)), read=tuple(dict.fromkeys(read)))


def toolchains(scene: Scene, want: wants.Toolchains) -> Answer[Toolchain]:
    """Lines that choose the version of one language, the manifests' own first."""
    survey, read = _survey(scene), list[str]()
    lines = list[Toolchain]()
    own = ("", *_NO_PACKAGES, _LANGUAGES.get(want.language, want.language))
    for _, path, found in survey.found(reader for reader in READERS if reader.ecosystem in own):
        lines += [line for line in found.toolchains if line.language == want.language]
        read.append(path)
    ordered = tuple(sorted(dict.fromkeys(lines), key=lambda line: (not line.primary, _order(line.span))))
    return Answer(found=ordered, gaps=survey.gaps(set(read)), read=tuple(dict.fromkeys(read)))


def declared_versions(scene: Scene, _: wants.DeclaredVersions) -> Answer[DeclaredVersion]:
    """Versions that manifests give themselves, the nearest to the root first; those of examples are unpublished."""
    survey, read = _survey(scene), list[str]()
    lines = list[DeclaredVersion]()
    for _reader, path, found in survey.found(
        reader for reader in READERS if reader.ecosystem not in ("", *_NO_PACKAGES)
    ):
        aside = scope_of_folder(path) is not None
        lines += [msgspec.structs.replace(line, published=False) if aside else line for line in found.versions]
        read.append(path)
    ordered = tuple(sorted(lines, key=lambda line: (line.span.path.count("/"), _order(line.span))))
    return Answer(found=ordered, gaps=survey.gaps(set(read)), read=tuple(dict.fromkeys(read)))


def manifests(scene: Scene, _: wants.Manifests) -> Answer[Manifest]:
    """Every manifest, those of ecosystems that are known by name alone too."""
    survey = _survey(scene)
    found = {
        (reader.ecosystem, path)
        for reader, path, content in survey.found(reader for reader in READERS if reader.ecosystem)
        if reader.always or content.requirements or content.versions
    }
    for glob, ecosystem in others.NAMES:
        found |= {(ecosystem, path) for path in survey.repository.matching(glob) if survey.own(path)}
    ordered = sorted(found, key=lambda pair: (pair[1], pair[0]))
    return Answer(
        found=tuple(Manifest(ecosystem=ecosystem, span=Span(path)) for ecosystem, path in ordered), gaps=survey.gaps(())
    )


def lockfiles(scene: Scene, _: wants.Lockfiles) -> Answer[Lockfile]:
    """Lockfiles by name, and requirements files in which every line carries a hash."""
    survey = _survey(scene)
    found, read = list[Lockfile](), list[str]()
    for kind in LOCKFILES:
        for path in survey.repository.matching(kind.name):
            if survey.own(path):
                hashed = every_entry_hashed(survey.repository, path, kind)
                found.append(Lockfile(ecosystem=kind.ecosystem, span=Span(path), hashed=hashed))
                read.append(path)
    for _reader, path, content in survey.found(READERS[:1]):
        lines = [line for line in content.requirements if line.span.path == path]
        if lines and all(line.hashed for line in lines):
            found.append(Lockfile(ecosystem="pypi", span=Span(path), hashed=True))
            read.append(path)
    return Answer(
        found=tuple(sorted(found, key=lambda lock: _order(lock.span))), gaps=survey.gaps(set(read)), read=tuple(read)
    )


def _survey(scene: Scene) -> Survey:
    if "manifests" not in scene.memory:
        scene.memory["manifests"] = Survey(scene.repository)
    survey: Survey = scene.memory["manifests"]
    return survey


def _order(span: Span) -> tuple[str, int]:
    return span.path, span.line or 0


def _scoped(line: Requirement) -> Requirement:
    """``line`` with the scope that its folder gives it."""
    where_it_lives = line.ecosystem == "github-actions" or line.scope != "runtime"
    aside = None if where_it_lives else scope_of_folder(line.span.path)
    return line if aside is None else msgspec.structs.replace(line, scope=aside)


GATHERERS = (
    Gatherer(wants=wants.Requirements, answer=requirements),
    Gatherer(wants=wants.Toolchains, answer=toolchains),
    Gatherer(wants=wants.DeclaredVersions, answer=declared_versions),
    Gatherer(wants=wants.Manifests, answer=manifests),
    Gatherer(wants=wants.Lockfiles, answer=lockfiles),
)
