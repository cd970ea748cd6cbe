"""Makes one pipeline of ``.gitlab-ci.yml`` and everything it includes; ``extends`` and ``!reference`` resolved.

docs.gitlab.com, "CI/CD YAML syntax reference": ``include``, ``extends``, ``default``, ``!reference``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import msgspec
import yaml

from troth.evidence.automation.globs import matches
from troth.evidence.automation.nodes import Node, root
from troth.evidence.repository import Repository
from troth.terms.answer import Gap
from troth.terms.span import Span

GLOBAL = frozenset(
    {"include", "stages", "variables", "default", "workflow", "image", "services", "before_script", "after_script",
     "cache", "spec", "types"}
)  # fmt: skip
"""Keys of a pipeline that are no jobs."""
DEEPEST = 8
MOST_FILES = 150

Parts = dict[str, Node]
"""The keys of a job (or of the pipeline), each with the place where its value stands."""


class Included(msgspec.Struct, frozen=True):
    """A template of GitLab, or a component, that the pipeline includes."""

    name: str
    span: Span


class Pipeline:
    """One pipeline. ``gaps`` are files that are included from elsewhere, ``read`` those that are here."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository = repository
        self.read: list[str] = []
        self.gaps: list[Gap] = []
        self.templates: list[Included] = []
        self.top: Parts = {}
        self.bodies: dict[str, Parts] = {}
        self.places: dict[str, Node] = {}
        self._file(path, 0)

    def _file(self, path: str, depth: int) -> None:
        if path in self.read or depth > DEEPEST or len(self.read) >= MOST_FILES:
            return
        if path not in self.repository.path_set:
            self.gaps.append(Gap(wanted=path, reason="an included file that is not in the tree", span=Span(path)))
            return
        self.read.append(path)
        documents = self.repository.yaml_nodes(path)
        tops = [Node(self.repository, path, node) for node in documents] or [root(self.repository, path)]
        top = tops[-1]  # a first document may hold the ``spec`` of a component
        for entry in top.get("include").each():
            self._include(entry, path, depth)
        for name, body in top.items():
            if name in GLOBAL:
                self.top[name] = body
            elif body.is_map:
                self.bodies[name] = {**self.bodies.get(name, {}), **dict(body.items())}
                self.places[name] = body

    def _include(self, entry: Node, path: str, depth: int) -> None:
        local = entry.text or entry.get("local").text
        if local and "://" not in local:
            for found in self._local(local, path):
                self._file(found, depth + 1)
            return
        for key in ("template", "component"):
            if entry.get(key):
                self.templates.append(Included(entry.get(key).text, entry.get(key).span))
                return
        for key in ("remote", "project"):
            if entry.get(key):
                reason = "a pipeline file of another project, which is not in this tree"
                self.gaps.append(Gap(wanted=entry.get(key).text, reason=reason, span=entry.get(key).span))
                return
        if local:
            reason = "a pipeline file from elsewhere, which is not in this tree"
            self.gaps.append(Gap(wanted=local, reason=reason, span=entry.span))

    def _local(self, name: str, path: str) -> Iterator[str]:
        wanted = name.lstrip("/")
        if "*" in wanted:
            yield from [one for one in self.repository.paths if matches(wanted, one, "gitlab")][:MOST_FILES]
            return
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), wanted))
        yield wanted if wanted in self.repository.path_set or beside not in self.repository.path_set else beside

    def jobs(self) -> Iterator[tuple[str, Node, Parts]]:
        """Name, place and resolved keys of every job that is no template."""
        for name in self.bodies:
            if not name.startswith("."):
                parts = self.resolved(name, ())
                if any(key in parts for key in ("script", "run", "trigger")):
                    yield name, self.places[name], parts

    def resolved(self, name: str, stack: tuple[str, ...]) -> Parts:
        """The keys of a job over those that it extends."""
        own = self.bodies.get(name, {})
        if name in stack or len(stack) > DEEPEST:
            return own
        merged: Parts = {}
        extends = own.get("extends")
        for parent in extends.words() if extends is not None else ():
            merged = _over(merged, self.resolved(parent, (*stack, name)))
        return _over(merged, own)

    def default(self, key: str) -> Node | None:
        """The value of a key that jobs inherit from ``default`` or from the top."""
        inherited = self.top.get("default")
        found = inherited.get(key) if inherited is not None else None
        return found or self.top.get(key)

    def lines(self, node: Node | None, depth: int = 0) -> Iterator[Node]:
        """The items of a script, ``!reference`` and nested lists written out."""
        if node is None or depth > DEEPEST:
            return
        if node.node is not None and node.node.tag == "!reference":
            yield from self.lines(self._referenced(node), depth + 1)
        elif isinstance(node.node, yaml.SequenceNode):
            for item in node.each():
                yield from self.lines(item, depth + 1)
        elif node.is_text:
            yield node

    def _referenced(self, node: Node) -> Node | None:
        words = node.words()
        if not words:
            return None
        found: Node | None = self.resolved(words[0], ()).get(words[1]) if len(words) > 1 else self.places.get(words[0])
        for key in words[2:]:
            found = found.get(key) if found is not None else None
        return found


def _over(below: Parts, above: Parts) -> Parts:
    return {**below, **above}
