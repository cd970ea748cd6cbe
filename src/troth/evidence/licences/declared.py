"""What each dependency declares: from lockfiles, from metadata installed beside the tree, from vendored sources.

| ecosystem | where |
|---|---|
| npm, Packagist | the lockfile itself (package-lock.json, composer.lock) |
| PyPI | ``*.dist-info/METADATA`` in ``.venv`` or ``venv`` of the tree: License-Expression, License, classifiers |
| crates.io | ``license`` of a Cargo.toml under ``vendor/`` |
| Go | the licence file of a module under ``vendor/`` or in Go's module cache, recognised by its text |

Anything else is a gap: an unknown licence is not a permitted one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from troth.evidence.licences import installed, vendored
from troth.evidence.scene import Scene
from troth.evidence.waivers.gatherer import register
from troth.terms.answer import Answer, Gap
from troth.terms.package import CRATES, GO, PYPI
from troth.terms.seen.components import Component
from troth.terms.seen.licences import DeclaredLicence

OWN = frozenset({"workspace", "path", "toolchain"})
"""Origins of components that are the project itself, or no dependency at all."""
MOST_GAPS = 50
"""Unknown licences that are told one by one."""


def licences(scene: Scene, components: Callable[[Scene], Answer[Component]]) -> Answer[DeclaredLicence]:
    """The declared licence of every dependency; nothing where ``troth.toml`` has no list to hold it against."""
    own = register(scene.repository)
    if own is None or own.settings.licences is None:
        return Answer()
    answer = components(scene)
    found: list[DeclaredLicence] = []
    unknown: list[Component] = []
    seen: set[tuple[object, str]] = set()
    for one in answer.found:
        if not one.own or one.origin in OWN or (one.package, one.version) in seen:
            continue
        seen.add((one.package, one.version))
        declared = next(_declared(scene, one), None)
        if declared is None:
            unknown.append(one)
        else:
            found.append(declared)
    gaps = [Gap(wanted=f"licence of {one.package.name}", reason=_where(one), span=one.span) for one in unknown]
    if len(gaps) > MOST_GAPS:
        rest = Gap(wanted=f"licences of {len(gaps) - MOST_GAPS} more packages", reason="none declared at hand")
        gaps = [*gaps[:MOST_GAPS], rest]
    return Answer(found=tuple(found), gaps=(*answer.gaps, *gaps), read=answer.read)


def _declared(scene: Scene, one: Component) -> Iterator[DeclaredLicence]:
    """What is known of ``one``, the strongest first."""
    if one.licence:
        yield _as(one, one.licence, "lockfile")
    if one.package.ecosystem == PYPI:
        for text, how in installed.of_python(scene, one.package.name, one.version):
            yield _as(one, text, how)
    if one.package.ecosystem == CRATES:
        text = vendored.of_crate(scene, one.package.name, one.version)
        if text:
            yield _as(one, text, "metadata")
    if one.package.ecosystem == GO:
        text = vendored.of_module(scene, one.package.name) or installed.of_module(one.package.name, one.version)
        if text:
            yield _as(one, text, "licence file")


def _as(one: Component, text: str, how: str) -> DeclaredLicence:
    graded = {"how": how}
    return DeclaredLicence(package=one.package, version=one.version, text=text, span=one.span, **graded)  # type: ignore[arg-type]


def _where(one: Component) -> str:
    if one.package.ecosystem == PYPI:
        return "not installed in .venv or venv, and no lockfile of Python tells licences"
    if one.package.ecosystem == GO:
        return "no licence file that is recognised, in vendor/ or Go's module cache"
    if one.package.ecosystem == CRATES:
        return "not vendored; cargo-deny reads the licences of crates"
    return "its lockfile declares none"
