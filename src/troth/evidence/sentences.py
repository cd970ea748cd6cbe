"""How old is a sentence? When its line was last written, moves and white space apart, as git blames it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from troth.evidence import git
from troth.evidence.history import NO_GIT
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer
from troth.terms.answer import Answer, Gap
from troth.terms.span import Span
from troth.terms.wants import SentenceAges

_TIME = re.compile(r"^committer-time (\d{1,12})$", re.MULTILINE)
_LINE = re.compile(r"^\t(.*)$", re.MULTILINE)


def age(repository: Repository, want: SentenceAges) -> Answer[datetime]:
    """The commit time of the line; a gap where git does not know it, or knows another line in its place."""
    span = Span(want.document, want.line)
    top = repository.checkout
    if top is None:
        return _none(span, NO_GIT)
    lines = repository.lines(want.document)
    if not 0 < want.line <= len(lines):
        return _none(span, "not a document of this tree")
    words = (
        "blame",
        "--no-textconv",
        "--porcelain",
        "-w",
        "-M",
        f"-L{want.line},{want.line}",
        "HEAD",
        "--",
        want.document,
    )
    asked = git.ask(top, *words, at=repository.root)
    moment, line = _TIME.search(asked.output), _LINE.search(asked.output)
    if not asked.passed and "no such path" not in asked.errors:
        return _none(span, asked.trouble or "git tells no age of it")
    if moment is None or line is None:
        return _none(span, "not committed yet")
    if line[1].strip() != lines[want.line - 1].strip():
        return _none(span, "not committed as it stands")
    return Answer(found=(datetime.fromtimestamp(int(moment[1]), UTC),), read=(want.document,))


def _none(span: Span, reason: str) -> Answer[datetime]:
    return Answer(gaps=(Gap(wanted=f"when {span} was written", reason=reason, span=span),))


GATHERERS = (Gatherer(wants=SentenceAges, answer=lambda scene, want: age(scene.repository, want)),)
