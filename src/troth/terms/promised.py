"""Which tools a policy promises: the promises that name one, and the work that is promised without naming any."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from troth.terms.activity import Activity
from troth.terms.commitment import Commitment, Guidance, Practice, Recurrence, Sbom, Tool
from troth.terms.span import Span

_CODE = re.compile(r"(?<!`)`([^`\n]{3,200})`(?!`)")
BOTS = frozenset({"dependabot", "renovate", "pre-commit"})
"""Names that stand for services and for what starts others: nothing of theirs can be run here."""


class PromisedTool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool by its canonical name, the sentences that name it, and the command lines that they show."""

    name: str
    sentences: tuple[Span, ...] = ()
    commands: tuple[str, ...] = ()


class PromisedWork(msgspec.Struct, frozen=True, kw_only=True):
    """Work of a class of tools that sentences promise without naming one."""

    activity: Activity
    sentences: tuple[Span, ...] = ()


class Promised(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy promises to run, in the order of its sentences."""

    tools: tuple[PromisedTool, ...] = ()
    work: tuple[PromisedWork, ...] = ()


def _called(commitment: Tool) -> tuple[str, ...]:
    """Calls of the tool that the sentence shows in the line: "we run `bandit -r src` on every pull request"."""
    shown = (found.strip() for found in _CODE.findall(commitment.sentence))
    return tuple(each for each in shown if each.lower().startswith(f"{commitment.name.lower()} "))


def promised(commitments: Iterable[Commitment]) -> Promised:
    """The tools and the work of ``commitments``.

    Discretion, advice, what is not yet due and what ``troth.toml`` silences promise nothing to run.
    """
    sentences: dict[str, dict[Span, None]] = {}
    commands: dict[str, dict[str, None]] = {}
    work: dict[Activity, dict[Span, None]] = {}
    given = [one for one in commitments if not _idle(one)]
    for one in given:
        for name in _names(one):
            sentences.setdefault(name, {})[one.span] = None
        if isinstance(one, Tool) and one.claim == "command" and one.command:
            commands.setdefault(one.name, {})[one.command] = None
        elif isinstance(one, Tool):
            commands.setdefault(one.name, {}).update(dict.fromkeys(_called(one)))
    for one in given:
        if isinstance(one, Practice | Recurrence) and one.activity and not _names(one):
            work.setdefault(one.activity, {})[one.span] = None
    return Promised(
        tools=tuple(
            PromisedTool(name=name, sentences=tuple(spans), commands=tuple(commands.get(name, ())))
            for name, spans in sentences.items()
            if name not in BOTS
        ),
        work=tuple(PromisedWork(activity=activity, sentences=tuple(spans)) for activity, spans in work.items()),
    )


def _names(one: Commitment) -> tuple[str, ...]:
    if isinstance(one, Tool) and one.claim != "install":
        return (one.name,)
    if isinstance(one, Recurrence | Practice):
        return one.tools
    return (one.generator,) if isinstance(one, Sbom) and one.generator else ()


def _idle(one: Commitment) -> bool:
    unbound = one.strength in ("discretion", "refusal") or bool(one.condition or one.silenced)
    return isinstance(one, Guidance) or unbound
