"""Dockerfiles: base images, versions of languages that they download, and whether the download is verified."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.manifests.version_files import LANGUAGES
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement, Toolchain
from troth.terms.span import Span

_INSTRUCTION = re.compile(r"(?P<verb>[A-Za-z]+)\s+(?P<rest>.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?[\"']?([A-Za-z_][A-Za-z0-9_]*)[\"']?")
_TAKES_TEXT = re.compile(r"\s*(?:RUN|COPY|ADD)\b", re.IGNORECASE)
_SETTING = re.compile(r"(?<![A-Za-z0-9_])(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>\"[^\"]*\"|'[^']*'|\S*)")
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?[-+](?P<default>[^}]*))?\}|(?P<bare>\w+))")
_COPY_FROM = re.compile(r"--from=(?P<image>\S+)")
_VERSION = re.compile(r"v?(?P<version>\d+(?:\.\d+)*(?:(?:rc|beta|alpha|a|b)\d+)?)")
_DOWNLOADS = (
    ("go", re.compile(r"(?:go(?:\.dev|lang\.org)/dl|google\.com/go|apis\.com/golang)/go(?P<version>[\w.${}:-]*)")),
    ("node", re.compile(r"nodejs\.org/(?:dist|download/release)/v?(?P<version>[\w.${}:-]*)")),
    ("python", re.compile(r"python\.org/ftp/python/(?P<version>[\w.${}:-]*)")),
    ("rust", re.compile(r"static\.rust-lang\.org/dist/rust-(?P<version>[\w.${}:-]*)")),
)  # fmt: skip
_VERIFIES = re.compile(
    r"\b(?:sha(?:1|224|256|384|512)sum|shasum|openssl\s+dgst|gpgv?\b[^\n]{0,500}--verify|cosign\s+verify\S*|minisign)\b|--checksum="
)
_NO_DOCKERFILES = (".bak", ".orig", ".old", ".md", ".dockerignore", ".sh")
MOST_STEPS = 32
"""Steps of substitution of one value; a variable that leads to itself ends there."""


class Instruction(msgspec.Struct, frozen=True):
    """One instruction with its continued lines joined; ``line`` is its first."""

    verb: str
    rest: str
    line: int
    end: int


def instructions(lines: tuple[str, ...]) -> Iterator[Instruction]:
    """Instructions of a Dockerfile (https://docs.docker.com/reference/dockerfile/), without comments.

    The text of a here-document belongs to the instruction that opens it.
    """
    escape = "`" if any(re.fullmatch(r"#\s*escape\s*=\s*`\s*", line) for line in lines[:5]) else "\\"
    parts, begin, ends = list[str](), 0, list[str]()
    for number, line in enumerate(lines, 1):
        if ends:
            ends = ends[1:] if line.strip() == ends[0] else ends
            parts.append(line)
        elif not line.strip() or line.lstrip().startswith("#"):
            continue
        else:
            begin = begin if parts else number
            continued = line.rstrip().endswith(escape)
            parts.append(line.rstrip()[:-1] if continued else line)
            if continued and number < len(lines):
                continue
            ends = _HEREDOC.findall("\n".join(parts)) if _TAKES_TEXT.match(parts[0]) else []
        if not ends or number == len(lines):
            match = _INSTRUCTION.match("\n".join(parts).strip())
            if match:
                yield Instruction(match["verb"].upper(), match["rest"].strip(), begin, number)
            parts = []


def image(reference: str, span: Span, *, source: str = "index") -> Requirement | None:
    """An image reference as a requirement: name without tag, the tag as constraint, ``hashed`` with a digest.

    https://docs.docker.com/reference/cli/docker/image/tag/ gives the form. None for what names no image.
    """
    plain, _, digest = reference.strip().strip("\"'").partition("@")
    folder, slash, last = plain.rpartition("/")
    name, _, tag = last.partition(":")
    variable = "$" in plain
    if not name or name == "scratch" or re.search(r"\s", plain):
        return None
    return Requirement(
        ecosystem="docker",
        name=f"{folder}{slash}{name}".lower().removeprefix("docker.io/").removeprefix("library/"),
        constraint=tag,
        span=span,
        hashed=re.fullmatch(r"sha256:[0-9a-f]{64}", digest) is not None,
        source=source,
        variable=variable,
    )


def toolchain_of(requirement: Requirement, origin: str) -> Toolchain | None:
    """The version of a language that an image brings ("golang:1.23-alpine"); None for other images."""
    language = LANGUAGES.get(requirement.name.rpartition("/")[2])
    if language is None:
        return None
    match = _VERSION.match(requirement.constraint)
    return Toolchain(
        language=language,
        version=match["version"] if match else requirement.constraint,
        span=requirement.span,
        origin=origin,
        primary=False,
        variable=requirement.variable,
    )


def read(repository: Repository, path: str) -> Found:
    """Read the images and the downloads of one Dockerfile; copies put aside and ignore files are none."""
    if path.endswith(_NO_DOCKERFILES):
        return Found()
    file = _File(repository, path)
    for instruction in instructions(repository.lines(path)):
        file.take(instruction)
    bases = tuple(found for item in file.images if (found := toolchain_of(item, "docker-image")) is not None)
    return Found(requirements=tuple(file.images), toolchains=(*bases, *file.downloads))


class _File:
    """A Dockerfile read from top to bottom."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository, self.path = repository, path
        self.images: list[Requirement] = []
        self.downloads: list[Toolchain] = []
        self.stages: set[str] = set()
        self.values: dict[str, str] = {}
        self.set_at: dict[str, int] = {}

    def take(self, instruction: Instruction) -> None:
        if instruction.verb == "FROM":
            self._from(instruction)
        elif instruction.verb in ("ARG", "ENV"):
            self._set(instruction)
        elif instruction.verb in ("COPY", "ADD", "RUN"):
            for match in _COPY_FROM.finditer(instruction.rest.partition("\n")[0]):
                if instruction.verb == "COPY":
                    self._image(match["image"], instruction)
            if instruction.verb != "COPY":
                self._download(instruction)

    def _from(self, instruction: Instruction) -> None:
        words = [word for word in instruction.rest.split() if not word.startswith("--")]
        if words:
            self._image(words[0], instruction)
        if len(words) > 2 and words[1].upper() == "AS":
            self.stages.add(words[2].lower())

    def _image(self, reference: str, instruction: Instruction) -> None:
        name = self._filled(reference)
        if name.lower() in self.stages or name.isdigit():
            return
        found = image(name, place(self.repository, self.path, instruction.line, instruction.end))
        if found is not None:
            self.images.append(found)

    def _set(self, instruction: Instruction) -> None:
        settings = [(match["name"], match["value"]) for match in _SETTING.finditer(instruction.rest)]
        words = instruction.rest.split(None, 1)
        if not settings and instruction.verb == "ENV" and len(words) == 2:
            settings = [(words[0], words[1])]
        for name, value in settings:
            self.values[name] = self._filled(value.strip("\"'"))
            self.set_at[name] = self._line_of(name, instruction)

    def _line_of(self, name: str, instruction: Instruction) -> int:
        lines = self.repository.lines(self.path)[instruction.line - 1 : instruction.end]
        return next((instruction.line + offset for offset, line in enumerate(lines) if name in line), instruction.line)

    def _download(self, instruction: Instruction) -> None:
        verified = _VERIFIES.search(instruction.rest) is not None
        for language, pattern in _DOWNLOADS:
            match = pattern.search(instruction.rest)
            if match is None:
                continue
            variable = next(
                (name for found in _VARIABLE.finditer(match["version"]) if (name := found["braced"] or found["bare"])),
                "",
            )
            version = _VERSION.search(self._filled(match["version"]))
            line = self.set_at.get(variable) or self._line_of(match.group(), instruction)
            self.downloads.append(
                Toolchain(
                    language=language,
                    version=version["version"].rstrip(".") if version else "",
                    span=place(self.repository, self.path, line),
                    origin="download",
                    primary=False,
                    verified=verified,
                    variable=version is None,
                )
            )

    def _filled(self, text: str) -> str:
        """``text`` with the values that ARG and ENV set above it; unknown variables stay as they are."""
        for _ in range(MOST_STEPS):
            filled = _VARIABLE.sub(self._value, text)
            if filled == text or len(filled) > 2000:
                break
            text = filled
        return text[:2000]

    def _value(self, match: re.Match[str]) -> str:
        name = match["braced"] or match["bare"]
        return self.values.get(name) or match["default"] or match.group()


READER = Reader(
    ecosystem="docker",
    globs=("Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile", "Containerfile.*"),
    read=read,
    gives=("docker",),
    always=False,
)
