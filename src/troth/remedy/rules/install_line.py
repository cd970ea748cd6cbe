"""Install lines that put something else on the reader's machine, in the policy and wherever else they stand.

What is written is the line that the makers of the tool publish. Lines of commands that their makers retired are left:
what replaces them is a decision.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.remedy.written import Written
from troth.terms.commitment import Tool
from troth.terms.edit import Serves, Unmended
from troth.terms.span import Span
from troth.terms.wants import DocumentedLines

MOST_FILES = 2_000
"""Other files that are looked through for the same line."""
_TEXTS = (".md", ".mdx", ".rst", ".adoc", ".sh", ".bash", ".yml", ".yaml")
_NAMES = re.compile(r"(?:Makefile|justfile|Justfile|Dockerfile.*|Containerfile.*)")
_HISTORY = re.compile(r"changelog|changes|history|news|release[-_]?notes", re.IGNORECASE)
"""Files that tell what was, and stay as they are."""
_OTHERS = frozenset({"vendor", "node_modules", "third_party", "third-party", "testdata", "fixtures", "site-packages"})


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for judged in ground.by("tool-line"):
        commitment = judged.verdict.commitment
        if not isinstance(commitment, Tool):
            continue
        lines = ground.answer(DocumentedLines(tool=commitment.name, command=commitment.command)).found
        wrong = next((line for line in lines if line.installs and not line.right and line.mended), None)
        if wrong is None:
            continue
        old, new = _words(wrong.command, wrong.mended)
        here = tuple(_said(ground, (commitment.span, *commitment.also), old, new, commitment.name, serves(judged)))
        if not here:
            reason = f"write: {wrong.mended}; the line is written in a way that cannot be edited here"
            yield Unmended(path=commitment.span.path, reason=reason, serves=(serves(judged),))
        yield from here
        yield from _elsewhere(ground, (wrong.command, wrong.mended), commitment, serves(judged))


def _words(command: str, mended: str) -> tuple[str, str]:
    """The first word that differs, old and new; both lines whole where more than one does."""
    pairs = list(zip(command.split(), mended.split(), strict=False))
    different = [(old, new) for old, new in pairs if old != new]
    return different[0] if len(different) == 1 and len(command.split()) == len(mended.split()) else (command, mended)


def _said(ground: Ground, spans: tuple[Span, ...], old: str, new: str, tool: str, served: Serves) -> Iterator[Change]:
    for span in spans:
        written = ground.file(span.path)
        if written is not None and span.line is not None:
            begin, end = written.place(span.line, span.end_line)
            yield from _changes(written, begin, end, (old, new), tool, served)


def _elsewhere(ground: Ground, lines: tuple[str, str], commitment: Tool, served: Serves) -> Iterator[Change]:
    """The same line, whole, in other files."""
    said = {span.path for span in (commitment.span, *commitment.also)}
    others = [path for path in ground.paths if path not in said and _may_show_it(path)]
    for path in others[:MOST_FILES]:
        written = ground.file(path)
        if written is not None and lines[0] in written.text:
            yield from _changes(written, 0, len(written.text), lines, commitment.name, served)


def _may_show_it(path: str) -> bool:
    name = posixpath.basename(path)
    if _OTHERS.intersection(path.split("/")) or _HISTORY.search(name):
        return False
    return name.endswith(_TEXTS) or bool(_NAMES.fullmatch(name))


def _changes(
    written: Written, begin: int, end: int, words: tuple[str, str], tool: str, served: Serves
) -> Iterator[Change]:
    pattern = rf"(?<![\w./@-]){re.escape(words[0])}(?![\w/@-]|\.\w)"
    for match in re.finditer(pattern, written.text[begin:end]):
        yield Change(
            path=written.path,
            begin=begin + match.start(),
            end=begin + match.end(),
            new=words[1],
            remedy="install-line",
            why=f"Installs {tool} as its makers publish it.",
            serves=(served,),
        )


REMEDY = Remedy(name="install-line", what="install lines of something that is not the tool", mend=_mend)
