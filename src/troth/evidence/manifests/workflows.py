"""GitHub workflows and actions: what they use, in which version, and which versions of languages they set up."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import yaml

from troth.evidence.manifests.dockerfile import image, toolchain_of
from troth.evidence.manifests.reader import Found, Reader, place
from troth.evidence.manifests.yaml_tree import entries, get, items, scalar
from troth.evidence.repository import Repository
from troth.terms.seen.manifests import Requirement, Toolchain
from troth.terms.span import Span

_SHA = re.compile(r"[0-9a-f]{40}")
_EXPRESSION = re.compile(r"\$\{\{\s*(?P<where>matrix|env|inputs)\.(?P<name>[\w-]+)\s*\}\}")
_SETUPS = {
    "actions/setup-go": ("go", "go-version"),
    "actions/setup-python": ("python", "python-version"),
    "actions/setup-node": ("node", "node-version"),
    "astral-sh/setup-uv": ("python", "python-version"),
    "dtolnay/rust-toolchain": ("rust", "toolchain"),
    "actions-rs/toolchain": ("rust", "toolchain"),
    "actions-rust-lang/setup-rust-toolchain": ("rust", "toolchain"),
}
"""Actions that install a language, and the input that names its version."""
_DEFAULT_RUST = re.compile(r"(?P<version>stable|beta|nightly(?:-\d{4}-\d\d-\d\d)?|\d+\.\d+(?:\.\d+)?)")


def read(repository: Repository, path: str) -> Found:
    """Read every ``uses:``, job image and set-up step of a workflow or composite action."""
    reader = _Workflow(repository, path)
    reader.root(repository.yaml_node(path))
    return Found(requirements=tuple(reader.requirements), toolchains=tuple(reader.toolchains))


class _Workflow:
    """One document, walked from its jobs (or the steps of an action) down to the steps."""

    def __init__(self, repository: Repository, path: str) -> None:
        self.repository, self.path = repository, path
        self.requirements: list[Requirement] = []
        self.toolchains: list[Toolchain] = []

    def root(self, node: yaml.Node | None) -> None:
        outer = get(node, "env")
        for _, job in entries(get(node, "jobs")):
            self._uses(get(job, "uses"))
            self._image(get(job, "container"))
            for _, service in entries(get(job, "services")):
                self._image(service)
            scopes = (get(job, "env"), outer)
            for step in items(get(job, "steps")):
                self._step(step, get(job, "strategy", "matrix"), scopes)
        for step in items(get(node, "runs", "steps")):
            self._step(step, None, (outer,))
        bare = scalar(get(node, "runs", "image"))
        if bare is not None and bare.startswith("docker://"):
            self._image(get(node, "runs", "image"))

    def span(self, node: yaml.Node) -> Span:
        return place(self.repository, self.path, node.start_mark.line + 1)

    def _uses(self, node: yaml.Node | None) -> None:
        text = scalar(node)
        if node is None or text is None or not text:
            return
        if text.startswith("docker://"):
            self._image(node)
            return
        name, _, reference = text.partition("@")
        self.requirements.append(
            Requirement(
                ecosystem="github-actions",
                name=name,
                constraint=reference,
                span=self.span(node),
                hashed=_SHA.fullmatch(reference) is not None,
                source="path" if name.startswith("./") else "index",
                variable="${{" in text,
            )
        )

    def _image(self, node: yaml.Node | None) -> None:
        named = node if isinstance(node, yaml.ScalarNode) else get(node, "image")
        text = scalar(named)
        if named is None or text is None:
            return
        found = image(text.removeprefix("docker://"), self.span(named))
        if found is None:
            return
        self.requirements.append(found)
        toolchain = toolchain_of(found, "ci-image")
        if toolchain is not None:
            self.toolchains.append(toolchain)

    def _step(self, step: yaml.Node, matrix: yaml.Node | None, scopes: tuple[yaml.Node | None, ...]) -> None:
        uses = get(step, "uses")
        self._uses(uses)
        action, _, reference = (scalar(uses) or "").partition("@")
        setup = _SETUPS.get(action.lower())
        if uses is None or setup is None:
            return
        language, wanted = setup
        named = get(step, "with", wanted)
        if named is not None:
            for node in self._values(named, matrix, scopes):
                self._toolchains(language, node)
        elif action == "dtolnay/rust-toolchain" and _DEFAULT_RUST.fullmatch(reference):
            self._add(language, reference, uses)

    def _toolchains(self, language: str, node: yaml.Node) -> None:
        """A value may list several versions, one a line."""
        for version in (scalar(node) or "").split("\n"):
            if version.strip():
                self._add(language, version.strip(), node)

    def _add(self, language: str, version: str, node: yaml.Node) -> None:
        self.toolchains.append(
            Toolchain(
                language=language,
                version=version,
                span=self.span(node),
                origin="setup-action",
                primary=False,
                variable="${{" in version,
            )
        )

    def _values(
        self, node: yaml.Node, matrix: yaml.Node | None, scopes: tuple[yaml.Node | None, ...]
    ) -> Iterator[yaml.Node]:
        """The literal nodes that an expression stands for; the node itself where it cannot be told."""
        match = _EXPRESSION.fullmatch((scalar(node) or "").strip())
        name = match["name"] if match else ""
        if match and match["where"] == "matrix":
            included = [value for item in items(get(matrix, "include")) if (value := get(item, name)) is not None]
            found = [*items(get(matrix, name)), *included]
        else:
            found = [value for scope in scopes if name and (value := get(scope, name)) is not None][:1]
        yield from found or [node]


def _is_read(path: str) -> bool:
    """Workflows count only where GitHub looks for them; actions may stand in any folder."""
    if path.startswith(".github/workflows/"):
        return path.count("/") == 2
    return posixpath.basename(path) in ("action.yml", "action.yaml")


READER = Reader(
    ecosystem="github-actions",
    globs=(".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml"),
    read=lambda repository, path: read(repository, path) if _is_read(path) else Found(),
    gives=("github-actions", "docker"),
    always=False,
)
