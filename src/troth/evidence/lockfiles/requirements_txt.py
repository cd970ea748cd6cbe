"""requirements*.txt and constraints*.txt of pip (https://pip.pypa.io/en/stable/reference/requirements-file-format/).

A pin ``==1.2.3`` is a component. Anything else is none: which version is installed depends on the day, and that is a
gap with the name of the package. Comments ``# via`` of pip-compile and uv tell what brings a package in.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from troth.evidence.lockfiles.flat_toml import checksums
from troth.evidence.lockfiles.graph import by_name
from troth.evidence.lockfiles.python_names import add_git, key, registry
from troth.evidence.lockfiles.reader import Entry, Locked, Reader, gap, introduce, locked
from troth.evidence.manifests.python_line import LONGEST, requirement
from troth.evidence.manifests.requirements import MOST_LINES, is_listed, logical_lines, scope_of_file
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.package import PYPI
from troth.terms.span import Span, excerpt

LONGEST_LINE = 100_000
"""Characters of the longest line that is read: one with a thousand hashes."""
_INCLUDE = re.compile(r"(?P<flag>-r|--requirem\w*|-c|--c\w*)(?:\s+|=|(?=[^-\s]))(?P<target>\S+)")
_INDEX = re.compile(r"(?:-i|--index-url|--pypi-url)(?:\s+|=)(?P<address>\S+)")
_SETTING = re.compile(r"--(?:no-|only-|prefer-|pre\b|require-|trusted-|use-|find-|global-|build-|config-|hash)|-f|-i")
"""How the options begin that name no package."""
_EXTRA_INDEX = re.compile(r"--extra-index-url(?:\s+|=)(?P<address>\S+)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s+|=)(?P<target>.+)")
_OPTIONS = re.compile(r"\s+--?[A-Za-z][A-Za-z-]*(?:[=\s]\S+)?(?=\s|$)")
_PINNED = re.compile(r"={2,3}(?P<version>[A-Za-z0-9.!+_-]+)")
_PLAIN = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?\s*==\s*(?P<version>[A-Za-z0-9.!+_-]+)\s*(?:;.*)?"
)
_EGG = re.compile(r"[#&]egg=(?P<name>[A-Za-z0-9._-]+)")
_WHEEL = re.compile(r"(?P<name>[A-Za-z0-9._]+)-(?P<version>[0-9][^-/]*)-[^/]*\.whl(?:[#?]|$)")
_SDIST = re.compile(r"(?P<name>[A-Za-z0-9._-]+?)-(?P<version>[0-9][A-Za-z0-9.!+]*)\.(?:tar\.gz|zip|tar\.bz2)(?:[#?]|$)")
_ARCHIVES = (".whl", ".tar.gz", ".zip")
_VIA = re.compile(r"#\s*via\b\s*(?P<names>.*)")
_MORE = re.compile(r"\s*#\s{2,}(?P<names>\S.*)")
_NAMED_PROJECT = re.compile(r"\((?:pyproject\.toml|setup\.(?:py|cfg))\)|^-[rc]\s|\.(?:in|txt|toml|cfg|py)(?:\s|$)")


class _Line(msgspec.Struct):
    """A logical line with the names that its ``# via`` comments tell."""

    begin: int
    text: str
    via: list[str]


def read(repository: Repository, path: str, text: str) -> Locked:
    """Read one file. Files that it includes are read by themselves where their names are known, here where not."""
    visit = _Visit(repository, path)
    visit.file(path, text)
    entries = visit.entries
    if any(line for line in visit.via.values()):
        _connect(entries, visit.via)
    notes = []
    if "constraints" in posixpath.basename(path).lower() and entries:
        notes.append(gap(path, "what is installed", "constraints say which version, not that it is installed"))
    return locked(path, PYPI, entries, visit.gaps, notes)


class _Visit:
    """One walk from a file through what it includes."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository = repository
        self.entries: list[Entry] = []
        self.via: dict[int, list[str]] = {}
        self.gaps: list[Gap] = []
        self.constrained: dict[str, str] = {}
        self.index = ""
        self.scope = scope_of_file(path)
        self._seen: set[str] = {path}

    def file(self, path: str, text: str) -> None:
        lines = text.splitlines()  # as pip does: a form feed ends a line too, and with it a comment
        if len(lines) > MOST_LINES:
            self.gaps.append(Gap(wanted="all lines", reason=f"more than {MOST_LINES} lines", span=Span(path)))
        found = list(_logical(lines[:MOST_LINES]))
        for line in found:  # constraints first: they say the versions of what stands before them too
            included = _INCLUDE.fullmatch(line.text)
            if included and included["flag"].startswith(("-c", "--c")):
                self._constrain(path, included["target"], line)
        for line in found:
            self._line(path, line)

    def _line(self, path: str, line: _Line) -> None:
        text = line.text
        if len(text) > LONGEST_LINE:
            self._gap(path, line, "a dependency", f"a line of more than {LONGEST_LINE} characters")
            return
        if text.startswith("-"):
            included, index = _INCLUDE.fullmatch(text), _INDEX.fullmatch(text)
            editable, extra = _EDITABLE.fullmatch(text), _EXTRA_INDEX.fullmatch(text)
            if included:
                if included["flag"].startswith(("-r", "--r")):
                    self._include(path, included["target"], line)
                return
            if index or extra:
                if index:
                    self.index = registry(index["address"])
                elif extra and registry(extra["address"]):
                    self._gap(path, line, "the index of each package", "an extra index may give any of them")
                return
            if editable is None:
                if not _SETTING.match(text):
                    self._gap(path, line, "an option", f"no option that pip would read: {excerpt(text, 80)}")
                return
            self._address(path, line, editable["target"], editable=True)
            return
        plain = _PLAIN.fullmatch(text)
        if plain:
            self._pin(line, plain["name"], plain["version"])
            return
        self._other(path, line)

    def _other(self, path: str, line: _Line) -> None:
        """A line with hashes, a range, a marker, an address."""
        body = _OPTIONS.sub("", line.text).strip()[:LONGEST]
        read_line = requirement(body, Span(path, line.begin))
        if read_line is None:
            if _is_address(body):
                self._address(path, line, body)
            else:
                self._gap(path, line, "a dependency", f"no requirement that pip would read: {excerpt(body, 80)}")
            return
        if read_line.source != "index":
            self._address(path, line, body.partition("@")[2].strip(), name=read_line.name)
            return
        pinned = _PINNED.fullmatch(read_line.constraint)
        if pinned:
            self._pin(line, read_line.name, pinned["version"])
        elif read_line.name in self.constrained:
            self._pin(line, read_line.name, self.constrained[read_line.name])
        else:
            self._gap(path, line, read_line.name, f"{read_line.name}{read_line.constraint} is not pinned")

    def _pin(self, line: _Line, name: str, version: str) -> None:
        self._add(line, self._entry(line, name, version))

    def _entry(self, line: _Line, name: str, version: str) -> Entry:
        hashes = checksums(line.text) if "--hash" in line.text else ()
        # the place is in the file that is read: an included line is told at the line that includes it
        return Entry(
            name=key(name),
            version=version,
            line=line.begin,
            text=excerpt(line.text.partition(" --hash")[0].rstrip(" \\")),
            registry=self.index,
            checksums=hashes,
            scope=self.scope,
        )

    def _add(self, line: _Line, entry: Entry) -> None:
        self.via[len(self.entries)] = line.via
        self.entries.append(entry)

    def _address(self, path: str, line: _Line, body: str, *, name: str = "", editable: bool = False) -> None:
        """A URL, a version control address or a path."""
        address = body[:LONGEST].split(" ;", maxsplit=1)[0].split(" --", maxsplit=1)[0].strip()
        egg = _EGG.search(address)
        file = _WHEEL.search(address.rpartition("/")[2]) or _SDIST.search(address.rpartition("/")[2])
        name = name or (egg["name"] if egg else file["name"] if file else "")
        version = file["version"] if file else ""
        local = not re.match(r"[a-z+]+://|git@|git\+", address)
        if not name:
            where = address.split("#", maxsplit=1)[0]
            reason = "a folder or file, whose metadata tells its name" if local else "the line does not tell its name"
            if not (local and editable and where.rstrip("/") in (".", "")):
                self._gap(path, line, excerpt(where, 80) or "a dependency", reason)
            return
        entry = self._entry(line, name, version)
        entry.registry = ""
        if re.match(r"(?:git|hg|svn|bzr)\+|git@", address):
            base = address.partition("#")[0]
            head, at, reference = base.rpartition("@")
            has_reference = bool(at) and "/" not in reference and "://" in head
            add_git(entry, head if has_reference else base, reference if has_reference else "")
        elif local or address.startswith("file:"):
            entry.origin = "path"
        else:
            entry.origin, entry.address = "url", address.partition("#")[0]
            entry.checksums = entry.checksums or checksums(address.partition("#")[2].replace("=", ":"))
        self._add(line, entry)

    def _target(self, path: str, target: str, line: _Line) -> str:
        if "://" in target:
            self._gap(path, line, excerpt(target), "included from elsewhere")
            return ""
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.strip("\"'")))
        if found not in self.repository.path_set:
            self._gap(path, line, excerpt(target), "included, but not in the tree")
            return ""
        return found

    def _include(self, path: str, target: str, line: _Line) -> None:
        found = self._target(path, target, line)
        if found and found not in self._seen and not _read_by_itself(found):
            self._seen.add(found)
            text = self.repository.text(found)
            if text is None:
                self._gap(path, line, found, self.repository.unreadable.get(found, "cannot be read"))
            elif len(self._seen) < 100:
                inner = _Visit(self.repository, found)
                inner._seen = self._seen
                inner.constrained, inner.index, inner.scope = self.constrained, self.index, self.scope
                inner.file(found, text.replace("\r\n", "\n").replace("\r", "\n"))
                for index, entry in enumerate(inner.entries):
                    entry.line, entry.text = line.begin, line.text
                    self.via[len(self.entries)] = inner.via.get(index, [])
                    self.entries.append(entry)
                self.gaps += inner.gaps

    def _constrain(self, path: str, target: str, line: _Line) -> None:
        found = self._target(path, target, line)
        if f"-c {found}" in self._seen:
            return
        self._seen.add(f"-c {found}")
        for one in _logical(list(self.repository.lines(found)[:MOST_LINES]) if found else []):
            plain = _PLAIN.fullmatch(_OPTIONS.sub("", one.text).strip())
            if plain:
                self.constrained.setdefault(key(plain["name"]), plain["version"])

    def _gap(self, path: str, line: _Line, wanted: str, reason: str) -> None:
        self.gaps.append(gap(path, wanted, reason, line.begin, line.text))


def _accepts(path: str) -> bool:
    """By its name; rye and others write pins to requirements.lock."""
    return is_listed(path) or path.endswith(".lock")


def _read_by_itself(path: str) -> bool:
    return _accepts(path) and not path.endswith(".in")


def _is_address(body: str) -> bool:
    address = body.split(";", maxsplit=1)[0].strip()
    return "://" in address or address.startswith((".", "/", "~", "git@")) or address.endswith(_ARCHIVES)


def _logical(lines: list[str]) -> Iterator[_Line]:
    """Logical lines, each with the names in the ``# via`` comments in it and after it."""
    entries = [_Line(begin, text, []) for begin, _, text in logical_lines(tuple(lines))]
    if not any("# via" in line for line in lines):
        yield from entries
        return
    begins = [entry.begin for entry in entries]
    position, telling = -1, False
    for number, line in enumerate(lines, 1):
        while position + 1 < len(begins) and begins[position + 1] <= number:
            position += 1
            telling = False
        match = _VIA.search(line)
        more = _MORE.fullmatch(line) if telling else None
        telling = match is not None or more is not None
        told = match["names"] if match else more["names"] if more else ""
        if told and position >= 0:
            entries[position].via += [name.strip() for name in told.split(",") if name.strip()]
    yield from entries


def _connect(entries: list[Entry], via: dict[int, list[str]]) -> None:
    """Edges from the comments: "via flask" says that flask needs it, "via -r x.in" that the project asks for it."""
    alike = by_name(entry.name for entry in entries)
    needs: list[list[int]] = [[] for _ in entries]
    direct, silent = [], []
    for index in range(len(entries)):
        told = via.get(index, [])
        if not told:
            silent.append(index)
        for name in told:
            parents = alike.get(key(re.sub(r"\[.*\]", "", name)), [])
            if _NAMED_PROJECT.search(name) or not parents:
                direct.append(index)
            for parent in parents:
                needs[parent].append(index)
    for entry, edges in zip(entries, needs, strict=True):
        entry.needs = edges
    introduce(entries, (), direct)
    for index in silent:
        entries[index].direct = None


READER = Reader(
    globs=(
        "*requirements*.txt",
        "requirements/*.txt",
        "*/requirements/*.txt",
        "constraints*.txt",
        "*-constraints.txt",
        "requirements*.lock",
        "*-requirements.lock",
    ),
    ecosystem=PYPI,
    read=read,
    entries="every line pinned with `==`, and addresses that tell a name; every other line is a gap of its own",
    direct="partly",
    scope="partly",
    checksums="yes",
    cannot="what brings a package in where no `# via` comment says so; the version of whatever is not pinned",
    accepts=_accepts,
)
