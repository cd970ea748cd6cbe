"""Cryptography in the source itself: imports of standard libraries, and calls of primitives that are broken.

Lines are looked at, not syntax trees: what stands in a comment is left out where its line begins as one. A line tells
of secrets where it names a password, or a signature or token as the thing that is hashed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.evidence.dependencies import OTHERS_CODE
from troth.evidence.scene import Scene
from troth.terms.answer import Answer, Gap
from troth.terms.package import GO, NPM, PYPI, Package
from troth.terms.seen.cryptography import WeakUse
from troth.terms.span import Span, excerpt

MOST_FILES = 20_000
"""Source files of one tree that are looked at."""
_MEMORY = "cryptography.files"
MOST_USES = 200
LONGEST_LINE = 1_000
_APART = re.compile(
    r"(?:^|/)(?:tests?|testdata|fixtures|examples?|benches|bench|docs?|scripts|__tests__|spec)/"
    r"|(?:_test|\.test|\.spec)\.\w+$|(?:^|/)test_[^/]*$"
)
_LANGUAGES = {"py": "python", "go": "go", "rs": "rust", "js": "node", "mjs": "node", "cjs": "node", "ts": "node"}
_IMPORTS = {
    "python": (Package(PYPI, "python"), re.compile(r"\s*(?:import|from)\s+(?:hashlib|hmac|ssl)\b")),
    "go": (Package(GO, "stdlib"), re.compile(r"""\s*(?:import\s+)?(?:\w+\s+)?"crypto/(?!rand")[\w/]+"\s*$""")),
    "node": (Package(NPM, "node"), re.compile(r"""[^'"]*(?:require\(|from\s+|import\s+)['"](?:node:)?crypto['"]""")),
}
"""The standard library of each language, and how a line imports its cryptography."""
_WEAK = {
    "python": re.compile(
        r"\bhashlib\.(md4|md5|sha1)\s*\(|\bhashlib\.new\(\s*['\"](md4|md5|sha1)['\"]|\b(DES3?|ARC4|ARC2)\.new\("
    ),
    "go": re.compile(r"\b(md5|sha1)\.(?:Sum|New)\s*\(|\b(des|rc4)\.New\w*\("),
    "rust": re.compile(r"\b(Md5|Sha1|Md4)::(?:new|digest)\b|\b(md5)::compute\b"),
    "node": re.compile(r"createHash\(\s*['\"](md4|md5|sha1)['\"]|createCipher(?:iv)?\(\s*['\"](des|rc4)"),
}
_HARMLESS = re.compile(r"usedforsecurity\s*=\s*False|hmac|nosec|noqa: ?S324", re.IGNORECASE)
_SECRET = re.compile(
    r"\b\w*(?:password|passwd|passphrase)\w*\b|\b(?:auth|access|session|api|refresh|reset)_?(?:token|key|secret)\w*\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"pass(?:word|wd|phrase)", re.IGNORECASE)
_PROTOCOL = re.compile(
    r"pwned|hibp|\brealm\b|digest[ _-]?auth|ntlm|postgres|mysql|kerberos|legacy|migrat|gravatar|htpasswd|apr1|wpa"
    r"|radius",
    re.IGNORECASE,
)
"""Words of a file that hashes passwords because a protocol or an old store asks for it."""
_COMMENT = re.compile(r"\s*(?:#|//|/\*|\*|--)")


class Import(msgspec.Struct, frozen=True):
    """The first import of a standard library's cryptography. ``version`` is that of the language, "" where unknown."""

    package: Package
    span: Span
    version: str = ""


def standard(scene: Scene) -> Answer[Import]:
    """One import for each standard library whose cryptography the source uses."""
    found: dict[Package, Import] = {}
    read = []
    for path, language in _files(scene):
        package, pattern = _IMPORTS.get(language, (None, None))
        if package is None or pattern is None or package in found:
            continue
        read.append(path)
        for number, line in _lines(scene, path):
            if pattern.match(line):
                found[package] = Import(package, Span(path, number, excerpt(line)))
                break
    return Answer(found=tuple(found.values()), gaps=_gaps(scene, read), read=tuple(read))


def weak(scene: Scene) -> Answer[WeakUse]:
    """Calls of broken primitives in source that ships, those beside secrets first."""
    uses: list[WeakUse] = []
    read = []
    for path, language in _files(scene):
        pattern = _WEAK[language]
        read.append(path)
        for number, line in _lines(scene, path):
            call = pattern.search(line)
            if call is None or _HARMLESS.search(line) or _COMMENT.match(line):
                continue
            primitive = next(filter(None, call.groups()), "").upper()
            secret = _SECRET.search(line)
            beside = secret.group() if secret and primitive not in secret.group().upper() else ""
            sure = bool(beside and _PASSWORD.search(beside)) and not _PROTOCOL.search(scene.repository.text(path) or "")
            span = Span(path, number, excerpt(line))
            uses.append(WeakUse(primitive=primitive, span=span, beside=beside, sure=sure))
    uses.sort(key=lambda one: (not one.sure, not one.beside, one.span.path, one.span.line or 0))
    return Answer(found=tuple(uses[:MOST_USES]), gaps=_gaps(scene, read), read=tuple(read))


def _gaps(scene: Scene, read: list[str]) -> tuple[Gap, ...]:
    more = len(_all_files(scene)) - MOST_FILES
    rest = (Gap(wanted=f"{more} more source files", reason=f"more than {MOST_FILES}"),) if more > 0 else ()
    limit = scene.repository.limit
    walk = (Gap(wanted="the rest of the tree", reason=limit),) if limit else ()
    return (*rest, *walk, *scene.repository.gaps_of(read))


def _files(scene: Scene) -> list[tuple[str, str]]:
    return _all_files(scene)[:MOST_FILES]


def _all_files(scene: Scene) -> list[tuple[str, str]]:
    """The project's own source that ships, with its language."""
    known: list[tuple[str, str]] | None = scene.memory.get(_MEMORY)
    if known is None:
        known = scene.memory[_MEMORY] = [
            (path, language)
            for path in scene.repository.paths
            if (language := _LANGUAGES.get(path.rpartition(".")[2]))
            and not _APART.search(path)
            and not OTHERS_CODE.intersection(path.split("/")[:-1])
        ]
    return known


def _lines(scene: Scene, path: str) -> Iterator[tuple[int, str]]:
    """Lines of files that speak of cryptography at all; most files are passed over after one look."""
    data = scene.repository.data(path)
    if data is None or not _GATE.search(data):
        return
    for number, line in enumerate(scene.repository.lines(path), 1):
        yield number, line[:LONGEST_LINE]


_GATE = re.compile(rb"hashlib|hmac|\bssl\b|crypto|[Mm]d[45]|[Ss]ha1|\bDES|ARC4|\brc4\b|\bdes\.")
