"""Where targets, hooks and scripts of the tree are found, each file read once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

import msgspec

from troth.evidence.automation.context import Context, joined
from troth.evidence.automation.hooks import FILES as HOOK_FILES
from troth.evidence.automation.hooks import LEFTHOOK, Hook, lefthook_group, read_hooks
from troth.evidence.automation.targets import KINDS, Target, make, make_flags
from troth.evidence.automation.targets.make_names import Names
from troth.evidence.repository import Repository
from troth.terms.answer import Gap

MOST_GIVEN = 60
"""Readings of Makefiles by variables of the command line."""
MOST_READ_AGAIN = 50_000
"""Targets that such readings are begun for."""
MOST_MANIFESTS = 60
"""Manifests that a command for a whole workspace is followed into."""
_CLIMBING = frozenset({"just", "task", "npm", "project"})
"""Systems whose commands look for their file in parent folders too."""


class Shelf:
    """The targets of a tree, by the folder that a command stands in."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._files: dict[str, tuple[Target, ...]] = {}
        self._by_name: dict[str, dict[str, Target]] = {}
        self._names: dict[str, Names] = {}
        self._given: dict[tuple[str, tuple[tuple[str, str], ...]], Names] = {}
        self._doubted: dict[str, Names] = {}
        self._read_again = 0
        self._hooks: dict[str, tuple[Hook, ...]] = {}

    def of_file(self, path: str) -> tuple[Target, ...]:
        """The targets that one file defines, whatever kind it is."""
        if path not in self._files:
            name = posixpath.basename(path)
            kinds = [kind for kind in KINDS if name in kind.files]
            if not kinds and re.search(r"(?i)makefile|\.mk$", name):
                kinds = [kind for kind in KINDS if kind.system == "make"]
            self._files[path] = tuple(target for kind in kinds for target in kind.read(self.repository, path))
            self._by_name[path] = {f"{target.system} {target.name}": target for target in self._files[path]}
        return self._files[path]

    def file_of(self, system: str, directory: str) -> tuple[str, ...]:
        """Files of a kind in ``directory``, in a parent where its command climbs."""
        kind = next(one for one in KINDS if one.system == system)
        here = directory
        while True:
            paths = tuple(posixpath.join(here, name) for name in kind.files)
            found = tuple(path for path in paths if path in self.repository.path_set)
            if found or not here or system not in _CLIMBING:
                return found
            here = posixpath.dirname(here)

    def named(self, system: str, path: str, name: str) -> tuple[Target, ...]:
        """The target ``name`` of ``path``."""
        if system == "make":
            return self._of_makefile(path).of(name)
        self.of_file(path)
        found = self._by_name[path].get(f"{system} {name}")
        return (found,) if found else ()

    def goals(self, path: str, names: Sequence[str], given: tuple[tuple[str, str], ...]) -> tuple[Target, ...]:
        """The targets ``names`` of a Makefile, or its default goal, as it is read by the variables ``given``."""
        targets = self._by_variables(path, given)
        if not names:
            return tuple(one for one in targets.targets if not one.name.startswith(".") and "%" not in one.name)[:1]
        return tuple(target for name in names for target in targets.of(name))

    def _of_makefile(self, path: str) -> Names:
        if path not in self._names:
            self._names[path] = Names(one for one in self.of_file(path) if one.system == "make")
        return self._names[path]

    def _by_variables(self, path: str, given: tuple[tuple[str, str], ...]) -> Names:
        plain, text = self._of_makefile(path), self.repository.text(path) or ""
        told = tuple(pair for pair in given if pair[0] == make_flags.ALWAYS or pair[0] in text or "include" in text)
        if not told:
            return plain
        key = (path, told)
        if key not in self._given:
            if len(self._given) >= MOST_GIVEN or self._read_again > MOST_READ_AGAIN:
                return self._in_doubt(path, plain)
            self._read_again += len(plain.targets)
            self._given[key] = Names(make.read(self.repository, path, told))
        return self._given[key]

    def _in_doubt(self, path: str, plain: Names) -> Names:
        if path not in self._doubted:
            doubt = Gap(wanted=path, reason="with too many different variables is this Makefile called")
            doubted = (msgspec.structs.replace(one, doubts=(*one.doubts, doubt)) for one in plain.targets)
            self._doubted[path] = Names(doubted)
        return self._doubted[path]

    def everywhere(self, name: str) -> tuple[Target, ...]:
        """The npm script ``name`` in every manifest of the tree."""
        paths = [path for path in self.repository.matching("package.json") if "node_modules/" not in path]
        return tuple(target for path in paths[:MOST_MANIFESTS] for target in self.named("npm", path, name))

    def project_script(self, argv: Sequence[str], directory: str = "") -> tuple[Target, ...]:
        """The script of pyproject.toml that ``hatch run``, ``pdm run`` or ``poe`` starts."""
        head, words = "", list(argv)
        if len(words) > 1 and words[1] == "run" and words[0] in ("hatch", "pdm", "pixi", "rye", "pipenv"):
            head, words = words[0], words[2:]
            while head == "pixi" and len(words) > 2 and words[0] in ("-e", "--environment", "--manifest-path"):
                words = words[2:]
        elif words[:1] == ["poe"]:
            head, words = "poe", words[1:]
        words = [word for word in words if not word.startswith("-")]
        if not head or not words:
            return ()
        return tuple(
            target for path in self.file_of("project", directory) for target in self.named(head, path, words[0])
        )

    def is_project_script(self, argv: Sequence[str]) -> bool:
        """Whether ``argv`` starts a script of pyproject.toml, so that nothing must be taken off it."""
        return bool(self.project_script(argv))

    def lefthook(self, name: str, directory: str, chosen: frozenset[str], *, staged_only: bool) -> Target | None:
        """The hook ``name`` of lefthook's configuration in ``directory``, or at the top."""
        for folder in (directory, ""):
            for file in LEFTHOOK:
                path = posixpath.join(folder, file)
                if path in self.repository.path_set:
                    return lefthook_group(self.repository, path, name, chosen, staged_only=staged_only)
        return None

    def cargo_alias(self, words: Sequence[str], directory: str) -> tuple[str, ...]:
        """What a command of cargo is short for (doc.rust-lang.org/cargo, "Configuration", ``[alias]``)."""
        name = next((word for word in words if not word.startswith(("-", "+"))), "")
        for folder in (directory, ""):
            for file in (".cargo/config.toml", ".cargo/config"):
                path = posixpath.join(folder, file)
                document = self.repository.toml(path) if path in self.repository.path_set else None
                aliases = document.get("alias") if document else None
                told = aliases.get(name) if isinstance(aliases, dict) else None
                given = told.split() if isinstance(told, str) else told if isinstance(told, list) else []
                if given:
                    rest = list(words)[list(words).index(name) + 1 :]
                    return ("cargo", *(str(word) for word in given), *rest)
        return ()

    def hooks(self, directory: str) -> tuple[Hook, ...]:
        """The hooks of pre-commit that hold in ``directory``."""
        for folder in (directory, ""):
            for name in HOOK_FILES:
                path = posixpath.join(folder, name)
                if path in self.repository.path_set:
                    if path not in self._hooks:
                        self._hooks[path] = read_hooks(self.repository, path)
                    return self._hooks[path]
        return ()

    def script_path(self, word: str, context: Context) -> str:
        """The file of the tree that ``word`` names, seen from where the command stands; "" where there is none."""
        found = joined(context.directory, word)
        if found in self.repository.path_set and not any(mark in word for mark in "*`"):
            return found
        unknown = re.match(r"^(?:\$\(.*?\)|\$\{[^}]*\}|\$\w+|\{\{[^}]*\}\}|__\w+__)+/(.+)$", word)
        if unknown is None:
            return ""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(context.path), unknown.group(1)))
        choices = (beside, posixpath.normpath(unknown.group(1)))
        return next((path for path in choices if path in self.repository.path_set), "")
