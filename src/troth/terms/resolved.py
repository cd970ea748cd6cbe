"""Which version a dependency line comes to today: what the lockfiles nearest to it resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

import msgspec

from troth.terms.holding import Rule
from troth.terms.package import CRATES, NPM, PYPI, package
from troth.terms.seen.components import Component
from troth.terms.seen.manifests import Requirement
from troth.terms.versions.narrowed import NoVersionError, narrowed

OF_OSV = {"pypi": PYPI, "npm": NPM, "cargo": CRATES}
"""Ecosystems whose lines can be narrowed, and their names in lockfiles' components."""


class Resolved:
    """Versions by what lockfiles resolved."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._by_name: dict[tuple[str, str], list[Component]] = {}
        for one in components:
            if one.version and one.origin == "registry" and one.own:
                self._by_name.setdefault((one.package.base, one.package.name), []).append(one)

    def version(self, line: Requirement) -> tuple[str, str]:
        """The version for ``line`` and the file that names it; ("", "") where there is none.

        Raises:
            NoVersionError: the nearest lockfile names several.
        """
        ecosystem = OF_OSV.get(line.ecosystem, "")
        known = self._by_name.get((ecosystem, package(ecosystem, line.name).name), [])
        others = [one for one in known if one.span.path != line.span.path]
        folder = here = posixpath.dirname(line.span.path)
        while True:
            near = [one for one in others if posixpath.dirname(one.span.path) == folder]
            near = [one for one in near if not _is_list(one.span.path)] or (near if folder == here else [])
            versions = dict.fromkeys(one.version for one in near)
            if len(versions) > 1:
                raise NoVersionError(f"{near[0].span.path} holds {' and '.join(list(versions)[:3])}")
            if versions:
                return near[0].version, near[0].span.path
            if not folder:
                return "", ""
            folder = posixpath.dirname(folder)

    def informed(self, rule: Rule) -> Rule:
        """``rule``, which writes a looser line by the version that is resolved for it, where there is one."""
        tightness = rule.tightness
        if tightness is None:
            return rule

        def form(line: Requirement) -> str:
            try:
                version = self.version(line)[0] if line.ecosystem in OF_OSV else ""
                return narrowed(line.ecosystem, line.constraint, tightness, version) if version else rule.form(line)
            except NoVersionError:
                return rule.form(msgspec.structs.replace(line, constraint=""))

        return msgspec.structs.replace(rule, form=form)


def _is_list(path: str) -> bool:
    """Whether it is a list of requirements, which speaks for its own folder alone."""
    return path.endswith((".txt", ".in"))
