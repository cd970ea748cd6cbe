"""Is the document that the policy names there, and is there anything in it?

What is promised
    A document, plan or playbook that the project says it keeps, with or without a path.

Why it matters
    In an incident people open the runbook that the policy names. A dead link costs the first hour.

What counts as evidence
    The file or folder that the sentence names or links to, the words in it besides its headings, its own review
    dates.

How it is judged
    Kept: it exists and has content of its own. At risk: it is older than its promised review, its next review is
    overdue, or the link misses it by its capitals or its section. Broken: the named path is missing. Unproven: no
    path is named (candidates are listed), the address is no path of the tree, or there is nothing in it but
    headings. A document without a path is kept while a person attests it (`troth attest promise`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from troth.controls.control import Control
from troth.terms.answer import Answer, Answers, Class, Fact, Want
from troth.terms.commitment import Commitment, Document
from troth.terms.seen.documents import FEWEST_WORDS, NamedFile
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.wants import FilesAbout, NamedFiles

_DOCUMENTS = (".md", ".mdx", ".rst", ".adoc", ".org", ".html", ".htm")
_PERIODS = (
    (r"\bweekly\b|\bevery week\b", timedelta(days=7)),
    (r"\bmonthly\b|\bevery month\b", timedelta(days=31)),
    (r"\bquarterly\b|\bevery (?:quarter|three months|3 months)\b", timedelta(days=92)),
    (r"\btwice a year\b|\bevery (?:six|6) months\b|\bsemi-?annual", timedelta(days=184)),
    (r"\b(?:annual(?:ly)?|yearly|(?:once a|every) year|every 12 months)\b", timedelta(days=366)),
)


def _judges(commitment: Commitment) -> bool:
    return isinstance(commitment, Document)


def _wants(commitment: Document) -> tuple[Want[Any], ...]:
    if commitment.target:
        return (NamedFiles(document=commitment.span.path, target=commitment.target),)
    return (FilesAbout(words=commitment.name),)


def _judge(commitment: Document, answers: Answers, today: date) -> Verdict:
    if not commitment.target:
        return _candidates(commitment, answers[FilesAbout(words=commitment.name)].found)
    answer = answers[NamedFiles(document=commitment.span.path, target=commitment.target)]
    missing = [file for file in answer.found if not file.exists and not _is_fragment(commitment)]
    if missing:
        facts = tuple(_fact(f"{file.target} is not there", file, weakness=True) for file in missing)
        step = Step(text=f"Write {commitment.target}, or name the file that holds it.")
        reason = f"the named path {commitment.target} is missing"
        return Verdict(commitment=commitment, standing=Standing.BROKEN, reason=reason, because=facts, next=step)
    return _present(commitment, answer, today)


def _is_fragment(commitment: Document) -> bool:
    """Whether the target is only the end of what the sentence names ("ferry-{version}.notes.txt")."""
    before, found, _ = commitment.sentence.partition(commitment.target)
    return bool(found) and bool(re.search(r"[\w}>*$%-]$", before))


def _present(commitment: Document, answer: Answer[NamedFile], today: date) -> Verdict:
    full = tuple(file for file in answer.found if file.exists and file.words >= _fewest(file))
    if not full or answer.gaps:
        stubs = tuple(
            _fact(f"holds {_count(file)} beside its headings", file, weakness=True)
            for file in answer.found
            if file.exists and file not in full
        )
        reason = "what it leads to cannot be seen from here" if answer.gaps else _too_little(answer.found)
        return Verdict(
            commitment=commitment, standing=Standing.UNPROVEN, reason=reason, because=stubs, gaps=answer.gaps,
            next=Step(text="Name a file of this repository that has the content."), settles="repository",
        )  # fmt: skip
    there = tuple(_fact("is there, with content of its own", file) for file in full)
    weak = tuple(fact for file in full for fact in _weaknesses(commitment, file, today))
    if weak:
        return Verdict(
            commitment=commitment, standing=Standing.AT_RISK, reason=weak[0].fact, because=(*there, *weak),
            next=Step(text="Review the document and write the date of the review into it, or mend the link."),
        )  # fmt: skip
    reason = "the named folder exists and has content" if full[0].folder else "the named file exists and has content"
    return Verdict(commitment=commitment, standing=Standing.KEPT, reason=reason, because=there)


def _too_little(found: tuple[NamedFile, ...]) -> str:
    """How little there is: a few words are no document, and are not told to be none."""
    what = "folder" if found and found[0].folder else "file"
    most = max((file for file in found if file.exists), key=lambda file: file.words, default=None)
    if most is None or not most.words:
        return f"the named {what} has no content of its own"
    return f"the named {what} holds {_count(most)} beside its headings, fewer than {_fewest(most)}"


def _count(file: NamedFile) -> str:
    return f"{file.words or 'no'} word{'' if file.words == 1 else 's'}"


def _fewest(file: NamedFile) -> int:
    """How many words make content: of a document some sentences, of a folder or another file anything at all."""
    return FEWEST_WORDS if not file.folder and file.span.path.lower().endswith(_DOCUMENTS) else 1


def _weaknesses(commitment: Document, file: NamedFile, today: date) -> list[Fact]:
    found = []
    sentence = commitment.sentence.lower()
    period = next((period for words, period in _PERIODS if re.search(words, sentence)), None)
    if file.next_review is not None and file.next_review < today:
        found.append(
            _dated(f"its next review was due on {file.next_review}", file, file.next_review_at, file.next_review)
        )
    elif period is not None and file.reviewed is not None and file.reviewed + period < today:
        found.append(
            _dated(f"last reviewed on {file.reviewed}, older than promised", file, file.reviewed_at, file.reviewed)
        )
    if file.odd_case:
        found.append(_fact("the path differs from the named one in capitals", file, weakness=True))
    if file.anchor_missing:
        found.append(_fact("it has no section of the name that the link gives", file, weakness=True))
    return found


def _candidates(commitment: Document, found: tuple[NamedFile, ...]) -> Verdict:
    others = (file for file in found if file.words >= FEWEST_WORDS and file.span.path != commitment.span.path)
    facts = tuple(_fact("may be what is meant", file) for file in others)
    where = f": perhaps {facts[0].span.path}" if facts else ""
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=f"the sentence names no path{where}",
        because=facts,
        next=Step(text="Link the document in the policy."),
        settles="repository",
    )


def _fact(words: str, file: NamedFile, *, weakness: bool = False) -> Fact:
    return Fact(fact=words, kind=Class.CONFIGURED, span=file.span, weakness=weakness)


def _dated(words: str, file: NamedFile, at: Any, when: date) -> Fact:
    return Fact(fact=words, kind=Class.RECORD, span=at or file.span, at=when, weakness=True)


CONTROL = Control(name="document", judges=_judges, wants=_wants, judge=_judge)
