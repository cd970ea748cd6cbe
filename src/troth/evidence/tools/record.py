"""The shape of a tool's record: everything that Troth knows of one tool stands in one value."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from troth.evidence.repository import Repository
from troth.evidence.tools.runs.job import Runner
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a tool was called: the words of a command after its name, or the inputs of an action.

    ``argv`` starts with the executable; ``inputs`` are the ``with:`` of an action, in order, and ``environment`` the
    variables set for it. ``release`` is what a comment says behind an action that is pinned by a commit.
    """

    argv: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    action: str = ""
    release: str = ""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a record makes of a call.

    ``runs`` is false for calls that do not scan (``--version``, ``--help``, a subcommand that only prepares).
    ``softeners`` are the words of the call that keep findings from failing it. ``configuration`` are the files it
    loads, named explicitly or found by default; ``sbom_formats`` and ``output`` what it writes. ``plugins`` are other
    tools that run inside this one (gosec inside golangci-lint) by their canonical names, ``perhaps`` why they may not
    run after all. ``activities`` says what this
    very call does, where that differs from what the tool is for (``trivy image``, ``ruff --select S``); None keeps the
    tool's own.
    """

    runs: bool = True
    exits: Exits = Exits.FINDINGS_FAIL
    threshold: str = ""
    softeners: tuple[str, ...] = ()
    configuration: tuple[str, ...] = ()
    sbom_formats: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    perhaps: str = ""
    unsupported: str = ""
    activities: frozenset[Activity] | None = None


class HookEntry(msgspec.Struct, frozen=True):
    """How the makers' pre-commit hook ``hook`` ("" for all others of the record) starts the tool.

    ``entry`` are its words, head first; ``arguments`` follow unless the project gives its own.
    """

    hook: str
    entry: tuple[str, ...]
    arguments: tuple[str, ...] = ()


class ToolRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What Troth knows of one tool.

    ``executables`` are heads of commands ("bandit", "cargo-deny"); ``subcommands`` are heads of two words or more
    ("cargo deny", "npm audit", "go vet"); ``modules`` are for ``python -m``; ``go_packages`` for ``go run`` and
    ``go install``; ``packages`` are (manager, package) pairs that install it; ``actions`` are "owner/name" of GitHub
    actions that run it (reusable workflows too, "owner/name/.github/workflows/x.yml"; "*" at the end); ``hooks`` are
    ids of pre-commit hooks, and ``hook_entries`` tell what those run whose words are more than the executable;
    ``images`` are container images that run it; ``maven_plugins`` and ``gitlab_templates`` likewise. ``read``
    interprets a call in the tree it would run in. ``configuration_files`` are the globs of files that it can load.
    ``hosted`` names what of it is a setting that no file shows ("CodeQL default setup"). ``runner`` runs it;
    ``executes_project`` marks tools that run or build the project's own code, which Troth never does unasked.
    """

    name: ToolName
    executables: tuple[str, ...] = ()
    subcommands: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    go_packages: tuple[str, ...] = ()
    packages: tuple[tuple[str, str], ...] = ()
    actions: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    hook_entries: tuple[HookEntry, ...] = ()
    images: tuple[str, ...] = ()
    maven_plugins: tuple[str, ...] = ()
    gitlab_templates: tuple[str, ...] = ()
    read: Callable[[Call, Repository, str], Reading] = lambda _call, _repository, _directory: Reading()
    configuration_files: tuple[str, ...] = ()
    hosted: str = ""
    unsupported: str = ""
    executes_project: bool = False
    runner: Runner | None = None

    @property
    def activities(self) -> frozenset[Activity]:
        """What the tool is for."""
        return self.name.activities
