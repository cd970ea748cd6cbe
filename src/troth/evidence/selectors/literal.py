"""Where a literal stands in a file: in code, in a comment, or where it cannot be told."""

from __future__ import annotations

import re

from troth.evidence.scene import Gatherer, Scene
from troth.evidence.selectors.code import Code, code_of
from troth.evidence.selectors.there import there, unseen
from troth.terms.answer import Answer, Gap
from troth.terms.seen.proof import LiteralSeen, Where
from troth.terms.span import Span, excerpt
from troth.terms.wants import Literals

MOST = 200
"""Places of one literal that are told."""
_BLANKS = re.compile(r"[ \t]+")


def answer(scene: Scene, want: Literals) -> Answer[LiteralSeen]:
    """Every place of the literal in the file, those in code first; blanks count as one, and words as whole ones.

    "MAX = 5" does not stand in "MAX = 50", nor in "MAX = 5.5".
    """
    repository = scene.repository
    if not there(repository, want.file):
        return Answer(gaps=unseen(repository, want.file))
    text = repository.text(want.file)
    if text is None:
        return Answer(gaps=repository.gaps_of((want.file,)), read=(want.file,))
    pattern = pattern_of(want.value)
    if not pattern.search(_BLANKS.sub(" ", text)):
        return Answer(read=(want.file,))
    code = code_of(want.file, text)
    if isinstance(code, str):
        return Answer(gaps=(Gap(wanted=want.file, reason=f"it {code}", span=Span(want.file)),), read=(want.file,))
    found = [
        LiteralSeen(span=Span(want.file, row + 1, excerpt(line)), where=where, rule=code.rule)
        for row, line in enumerate(repository.lines(want.file))
        if (where := _where(pattern, line, row, code)) is not None
    ]
    found.sort(key=lambda one: ("code", "unclear", "comment").index(one.where))
    return Answer(found=tuple(found[:MOST]), read=(want.file,))


def pattern_of(value: str) -> re.Pattern[str]:
    """What finds ``value`` as whole words and numbers, however many blanks stand between its parts."""
    parts = [re.escape(part) for part in _BLANKS.split(value.strip()) if part]
    stripped = value.strip()
    before = r"(?<![\w.])" if stripped[:1].isdigit() else r"(?<!\w)" if _wordy(stripped[:1]) else ""
    after = r"(?!\w)(?!\.\d)" if stripped[-1:].isdigit() else r"(?!\w)" if _wordy(stripped[-1:]) else ""
    return re.compile(before + "[ \t]+".join(parts) + after)


def _wordy(character: str) -> bool:
    return character.isalnum() or character == "_"


def _where(pattern: re.Pattern[str], line: str, row: int, code: Code) -> Where | None:
    """The best place of the literal on one line."""
    unclear = code.unclear.get(row, 0)
    masked = code.lines[row] if row < len(code.lines) else ""
    in_code = [match.start() for match in pattern.finditer(masked)]
    if any(not unclear or at < unclear - 1 for at in in_code):
        return "code"
    anywhere = [match.start() for match in pattern.finditer(line)]
    if any(unclear and at >= unclear - 1 for at in (*in_code, *anywhere)):
        return "unclear"
    return "comment" if anywhere else None


GATHERER = Gatherer(wants=Literals, answer=answer)
