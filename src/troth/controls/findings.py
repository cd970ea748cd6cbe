"""What is wrong and hangs on no promise: dead links, template text, hidden policies, documents that disagree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from troth.controls import waivers
from troth.terms.activity import SCANNING
from troth.terms.answer import Answer, Answers, Want
from troth.terms.commitment import Contact, Tool
from troth.terms.contacts import conflicting, placeholder, second_way
from troth.terms.seen.automation import Invocation
from troth.terms.seen.documents import IssueTemplates
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Finding
from troth.terms.wants import (
    Configurations,
    ContactsElsewhere,
    DocumentedLines,
    Invocations,
    IssueForms,
    LeftOvers,
    Links,
    NamedFiles,
)

SHOWN = (".github/SECURITY.md", "SECURITY.md", "docs/SECURITY.md")
"""Where GitHub looks for the policy that it shows, first match first.

https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions
"""
ALWAYS = ("bandit", "gosec", "cargo-deny", "codeql", "gitleaks", "semgrep", "trivy", "dependabot")
"""Tools whose configurations are looked at even where no policy names them."""
_LINE = re.compile(r":(\d+)(?:[-:]\d+)?$")
"""A line behind the path of a link, as editors write it ("src/lamp.py:12")."""
CALLED_ELSEWHERE = "a reusable workflow that is not in this tree"
"""How a gap begins that stands for jobs of a workflow in another repository."""


def wants(readings: Sequence[Reading]) -> tuple[Want[Any], ...]:
    """What must be asked of the world to find what is wrong beside the promises of ``readings``."""
    asked: list[Want[Any]] = [Invocations(), IssueForms()]
    for reading in readings:
        name = reading.document
        asked += [Links(document=name), LeftOvers(document=name), ContactsElsewhere(document=name)]
        asked += [_policy(name, path) for path in SHOWN]
    asked += [Configurations(tool=tool) for tool in _tools(readings)]
    asked += [DocumentedLines(tool=tool.name, command=tool.command) for tool in _commands(readings)]
    asked += waivers.wants()
    return tuple(dict.fromkeys(asked))


def find(
    readings: Sequence[Reading], answers: Answers, today: date, others: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Everything wrong that hangs on no promise, with ``others`` that the reader found, by place; each named once."""
    found: dict[Finding, None] = {}
    for source in (
        _links(readings, answers),
        _left_overs(readings, answers),
        _hidden(readings, answers),
        _contacts(readings, answers, today),
        _issue_links(answers),
        _configurations(readings, answers),
        _near_misses(readings, answers),
        _unsupported(readings, answers),
        waivers.find(answers, today),
        others,
    ):
        found.update(dict.fromkeys(source))
    return tuple(sorted(found, key=lambda one: (one.span.path, one.span.line or 0, one.rule, one.text)))


def _policy(document: str, path: str) -> NamedFiles:
    return NamedFiles(document=document, target=f"/{path}")


def _commands(readings: Sequence[Reading]) -> list[Tool]:
    return [one for reading in readings for one in reading.commitments if isinstance(one, Tool) and one.command]


def _tools(readings: Sequence[Reading]) -> tuple[str, ...]:
    named = [one.name for reading in readings for one in reading.commitments if isinstance(one, Tool)]
    return tuple(dict.fromkeys((*named, *ALWAYS)))


def _found(answers: Answers, want: Want[Any]) -> tuple[Any, ...]:
    answer: Answer[Any] = answers.get(want) or Answer()
    return answer.found


def _links(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    for reading in readings:
        for link in _found(answers, Links(document=reading.document)):
            if not link.alive:
                line = _LINE.search(link.target)
                mended = f"; hosts name a line so: {link.target[: line.start()]}#L{line[1]}" if line else ""
                yield Finding(rule="dead-link", span=link.span, text=f"{link.target} leads to nothing{mended}")


def _left_overs(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    """Template text; not that of an address by which its own promise is judged already."""
    for reading in readings:
        judged = {
            (span.path, span.line)
            for one in reading.commitments
            if isinstance(one, Contact) and one.strength == "promise" and not (one.silenced or one.condition)
            if placeholder(one.channel, one.value)
            for span in (one.span, *one.also)
        }
        for span in _found(answers, LeftOvers(document=reading.document)):
            if (span.path, span.line) not in judged:
                yield Finding(rule="template-text", span=span, text="template text left in")


def _hidden(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    """Policies that GitHub does not show, because another stands before them or it never looks there."""
    for reading in readings:
        name = reading.document
        there = [path for path in SHOWN if any(file.exists for file in _found(answers, _policy(name, path)))]
        shown = there[0] if there else ""
        if posixpath.basename(name).lower() != "security.md" or name.startswith("../") or name == shown:
            continue
        if shown and name in SHOWN:
            text = f"GitHub shows {shown} instead of this policy (both exist)"
            yield Finding(rule="hidden-policy", span=Span(name, 1), text=text)
        elif not shown:
            text = f"GitHub shows no policy from here, only from {', '.join(SHOWN)}"
            yield Finding(rule="hidden-policy", span=Span(name, 1), text=text)


def _contacts(readings: Sequence[Reading], answers: Answers, today: date) -> Iterator[Finding]:
    told: set[Span] = set()
    held: set[tuple[str, int | None, str, int | None]] = set()
    for reading in readings:
        seen = _found(answers, ContactsElsewhere(document=reading.document))
        for one in reading.commitments:
            if isinstance(one, Contact) and not placeholder(one.channel, one.value) and not second_way(one.sentence):
                for other in conflicting(one.channel, one.value, seen):
                    text = f"names {other.value}, where {one.span} names {one.value}"
                    pair = (one.span.path, one.span.line, other.span.path, other.span.line)
                    if other.span not in told and pair not in held:
                        yield Finding(rule="other-contact", span=other.span, text=text, also=(one.span,))
                    told.add(other.span)
                    held.add((*pair[2:], *pair[:2]))  # the other document, where it is read too, says it back
        for other in seen:
            if other.source == "security.txt" and other.expires is not None and other.expires < today:
                text = f"security.txt expired on {other.expires}"
                yield Finding(rule="expired-security-txt", span=other.lapses or other.span, text=text)


def _issue_links(answers: Answers) -> Iterator[Finding]:
    hosts: tuple[IssueTemplates, ...] = _found(answers, IssueForms())
    for host in hosts:
        for link in host.contact_links:
            flaw = placeholder("url", link.url)
            if flaw:
                yield Finding(rule="template-text", span=link.span, text=f"{flaw}: {link.url}")


def _configurations(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    run: Answer[Invocation] = answers.get(Invocations()) or Answer()
    elsewhere = any(gap.reason.startswith(CALLED_ELSEWHERE) for gap in run.gaps)
    for tool in _tools(readings):
        unseen = elsewhere and not any(one.tool == tool for one in run.found)
        for configuration in _found(answers, Configurations(tool=tool)):
            if configuration.span.path.startswith(".github/workflows/"):
                continue  # a workflow that is named like a tool configures none
            if configuration.why_dead and configuration.readable and unseen:
                continue  # a called workflow of another repository may run the tool, and name this file
            if configuration.why_dead:
                text = f"{tool}: {configuration.why_dead}"
                yield Finding(rule="dead-configuration", span=configuration.span, text=text)
                continue
            for key in configuration.dead_keys:
                nearest = f"; did you mean {key.nearest}?" if key.nearest else ""
                reason = f" ({key.reason})" if key.reason else ""
                text = f"{tool} ignores the key {key.name}{reason}{nearest}"
                yield Finding(rule="dead-key", span=key.span, text=text)


def _near_misses(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    """Scans, and tools that a policy names, in files that nothing ever starts."""
    named = {one.name for reading in readings for one in reading.commitments if isinstance(one, Tool)}
    invocations = _found(answers, Invocations())
    alive = {(one.span, one.tool) for one in invocations if not one.unreached}
    """Lines that some leg of a matrix reaches, though others do not."""
    told: set[tuple[str, str]] = set()
    for invocation in invocations:
        place = (invocation.span.path, invocation.tool)
        wanted = invocation.tool in named or bool(invocation.activities & SCANNING)
        dead = invocation.unreached and (invocation.span, invocation.tool) not in alive
        template = "workflow-templates/" in invocation.span.path
        """Workflows that GitHub offers to other repositories of an organisation are not meant to run here."""
        if dead and wanted and place not in told and not template:
            told.add(place)
            text = f"{invocation.tool} never runs here: {invocation.unreached}"
            yield Finding(rule="near-miss", span=invocation.span, text=text)


def _unsupported(readings: Sequence[Reading], answers: Answers) -> Iterator[Finding]:
    for tool in _commands(readings):
        for line in _found(answers, DocumentedLines(tool=tool.name, command=tool.command)):
            if line.unsupported:
                yield Finding(rule="unsupported-command", span=tool.span, text=f"{tool.command}: {line.unsupported}")
