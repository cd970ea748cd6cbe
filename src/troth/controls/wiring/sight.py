"""Why a scanner that runs looks at nothing here: a filter, a configuration without rules, another ecosystem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from troth.controls.wiring.bots import ecosystem
from troth.controls.wiring.scanners import ECOSYSTEMS, SPEAKS
from troth.terms.activity import SCANNING, Activity
from troth.terms.answer import Answer, Answers, Class, Fact, Want
from troth.terms.seen.automation import Configuration, Firing, Invocation
from troth.terms.seen.manifests import Manifest
from troth.terms.wants import Configurations, Manifests

CONFIGURED = ("bandit", "codeql", "gitleaks", "golangci-lint", "hadolint", "ruff")
"""Tools of which a configuration is known that leaves nothing to find."""

_NO_PACKAGES = frozenset({"github-actions", "docker"})
"""Ecosystems of what a pipeline itself uses: a tree with these alone has said nothing of its dependencies."""


_FINDING = SCANNING | {
    Activity.LICENCE_CHECK, Activity.FUZZING, Activity.POSTURE, Activity.LINTING, Activity.TYPE_CHECKING,
    Activity.TESTING,
}  # fmt: skip


def finder(invocation: Invocation) -> bool:
    """Whether the tool looks for flaws, as one that signs, publishes or writes bills does not."""
    return bool(invocation.activities & _FINDING)


def wants(tools: Sequence[str]) -> tuple[Want[Any], ...]:
    """The manifests, and the configurations of ``tools``, of all that are known where none is named."""
    return (Manifests(), *(Configurations(tool=name) for name in tools or CONFIGURED))


def powerless(tools: Sequence[str], answers: Answers) -> tuple[Configuration, ...]:
    """The configurations of ``tools`` (of all where none is named) that leave nothing to find."""
    found = [each for name in tools or CONFIGURED for each in answers[Configurations(tool=name)].found]
    return tuple(one for one in found if one.cannot_fail)


def loads(invocation: Invocation, configuration: Configuration) -> bool:
    """Whether ``invocation`` reads ``configuration``."""
    if configuration.tool != invocation.tool:
        return False
    name = configuration.span.path
    return invocation.span in configuration.loaded_by or any(
        loaded == name or loaded.startswith(f"{name}[") for loaded in invocation.configuration
    )


def foreign(invocation: Invocation, manifests: Answer[Manifest]) -> Fact | None:
    """That a scanner of dependencies is for an ecosystem of which the tree has no manifest, though it has others."""
    language = SPEAKS.get(invocation.tool, "")
    if not language or Activity.DEPENDENCY_SCANNING not in invocation.activities or manifests.gaps:
        return None
    here = {ecosystem(one.ecosystem) for one in manifests.found} - _NO_PACKAGES
    if not here or ECOSYSTEMS[language] in here:
        return None
    words = f"{invocation.tool} looks at {ECOSYSTEMS[language]}, of which nothing is here"
    return Fact(fact=words, kind=Class.WIRED, span=invocation.span, weakness=True)


def blind(
    invocation: Invocation,
    firing: Firing,
    configurations: Sequence[Configuration],
    manifests: Answer[Manifest],
) -> Fact | None:
    """The first reason why ``invocation``, as ``firing`` starts it, looks at nothing that is here."""
    for given in firing.filters:
        if given.fatal:
            kept = "it does not get" if given.files else "a filter keeps it from"
            words = f"{kept} what it should see: {given.what}"
            return Fact(fact=words, kind=Class.WIRED, span=given.span, weakness=True)
    for one in configurations:
        if one.cannot_fail and loads(invocation, one):
            return Fact(fact=one.cannot_fail, kind=Class.WIRED, span=one.span, weakness=True)
    return foreign(invocation, manifests)
