"""pom.xml of Maven (https://maven.apache.org/pom.html): the versions that stand in the file itself.

Maven has no lockfile. What a parent, a profile or an imported list of versions gives is not in the file: a gap each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from troth.evidence.lockfiles.reader import LONGEST_WORD, ComponentScope, Entry, Locked, Reader, gap, locked
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.span import Span

_PROPERTY = re.compile(r"\$\{([^}]+)\}")
_RANGE = re.compile(r"[\[(].*")
_SCOPES: dict[str, ComponentScope] = {"test": "test", "provided": "build", "system": "runtime"}
_DEEPEST = 10


def read(_: Repository, path: str, text: str) -> Locked:
    """Read one file."""
    from lxml import etree  # noqa: PLC0415  most trees have no pom.xml

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Locked(gaps=(Gap(wanted=path, reason=f"not valid XML: {str(error)[:100]}", span=Span(path)),))
    if root is None or _tag(root) != "project":
        return Locked(gaps=(gap(path, "a project", "its root is no <project>"),))
    return _Pom(path, root).locked()


class _Pom:
    """One file with its properties and what it says of versions."""

    def __init__(self, path: str, root: Any) -> None:
        self.path, self.root = path, root
        self.gaps: list[Gap] = []
        self.properties = {
            _tag(item): (item.text or "").strip()[:LONGEST_WORD] for item in _children(root, "properties")
        }
        parent = _child(root, "parent")
        for name in ("groupId", "artifactId", "version"):
            own, above = _text(root, name), _text(parent, name)
            for prefix in ("project", "pom", ""):
                key = f"{prefix}.{name}".lstrip(".")
                if own or above:
                    self.properties.setdefault(key, own or above)
            if above:
                self.properties.setdefault(f"project.parent.{name}", above)
        self.parent = ":".join(_text(parent, name) for name in ("groupId", "artifactId")) if parent is not None else ""
        self.managed: dict[tuple[str, str], str] = {}
        self.imports: list[str] = []

    def locked(self) -> Locked:
        for item in _children(_child(self.root, "dependencyManagement"), "dependencies"):
            name = self._name(item)
            if _text(item, "scope") == "import":
                self.imports.append(name)
            else:
                self.managed[name, _text(item, "classifier")] = _text(item, "version")
        entries = [entry for item in _children(self.root, "dependencies") if (entry := self._entry(item)) is not None]
        for profile in _children(self.root, "profiles"):
            name = _text(profile, "id") or "without a name"
            if any(True for _ in _children(profile, "dependencies")):
                self.gaps.append(gap(self.path, "dependencies of a profile", f"profile {name}", profile.sourceline))
        if entries:
            reason = "pom.xml names only what the project itself asks for"
            self.gaps.append(gap(self.path, "what its dependencies need", reason))
        return locked(self.path, "Maven", entries, self.gaps)

    def _entry(self, item: Any) -> Entry | None:
        name = self._name(item)
        if not all(name.split(":")) or "${" in name:
            self.gaps.append(gap(self.path, name or "a dependency", "its name is not in the file", item.sourceline))
            return None
        told = _text(item, "version") or self.managed.get((name, _text(item, "classifier")), "")
        version = self._resolved(told)
        if not version or "${" in version or _RANGE.fullmatch(version):
            self.gaps.append(gap(self.path, f"the version of {name}", self._why(told, version), item.sourceline))
            return None
        scope = _text(item, "scope")
        optional = _text(item, "optional") == "true"
        return Entry(
            name=name,
            version=version,
            line=item.sourceline,
            text=f"<dependency> {name}",
            direct=True,
            scope=_SCOPES.get(scope, "optional" if optional else "runtime"),
            origin="path" if scope == "system" else "registry",
        )

    def _why(self, told: str, version: str) -> str:
        if _RANGE.fullmatch(version):
            return f"{version} is not pinned"
        if told:
            return f"{told} is not set in this file"
        if self.imports:
            return f"given by {self.imports[0]}, or by a parent"
        return f"inherited from {self.parent}" if self.parent else "no version in this file"

    def _name(self, item: Any) -> str:
        return ":".join(self._resolved(_text(item, name)) for name in ("groupId", "artifactId"))

    def _resolved(self, text: str) -> str:
        """``text`` with the properties of this file put in; what is not set stays as it is."""
        for _ in range(_DEEPEST):
            found = _PROPERTY.sub(lambda match: self.properties.get(match[1], match[0]), text[:500])
            if found == text:
                break
            text = found
        return text[:500]


def _tag(item: Any) -> str:
    return str(item.tag).rpartition("}")[2]


def _child(item: Any, name: str) -> Any:
    return next((child for child in (item if item is not None else ()) if _tag(child) == name), None)


def _children(item: Any, name: str) -> Iterator[Any]:
    found = _child(item, name)
    yield from found if found is not None else ()


def _text(item: Any, name: str) -> str:
    found = _child(item, name)
    return (found.text or "").strip()[:LONGEST_WORD] if found is not None else ""


READER = Reader(
    globs=("pom.xml",),
    ecosystem="Maven",
    read=read,
    entries="every `<dependency>` whose version stands in the file, by its properties and `<dependencyManagement>` too",
    direct="yes",
    scope="yes",
    cannot="what its dependencies need; versions that a parent, a profile or an imported list gives",
)
