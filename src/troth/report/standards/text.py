"""How far standards are met, as text: one line for each standard, or one standard requirement by requirement."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from troth.report.paint import MARKS, Paint
from troth.report.paint import WORDS as STANDING_WORDS
from troth.report.plain import cut, plain
from troth.standards.coverage import STANDINGS, WORDS, Answer, Answered, Coverage, Covered
from troth.terms.result import Judged

ORDER = (
    Answered.NOT_KEPT,
    Answered.PARTLY,
    Answered.UNPROVEN,
    Answered.NOT_PROMISED,
    Answered.MET,
    Answered.BEYOND,
)
"""What needs somebody stands first."""
ONLY = "Troth says which promises answer which requirement. Whether a standard is followed is the word of an assessor."
LONGEST_SENTENCE = 60


def listed(coverages: Sequence[Coverage], columns: int, paint: Paint) -> str:
    """Every standard with its counts, one line each."""
    rows = []
    width = max(len(each.standard.name) for each in coverages)
    for each in coverages:
        named = " · named by the policy" if each.promised else ""
        rows.append(f"{paint.strong(each.standard.name.ljust(width))}  {counts(each)}{named}")
    more = f"troth standards {coverages[0].standard.name}   shows one requirement by requirement"
    return "\n".join([*rows, "", *textwrap.wrap(ONLY, columns), more, ""])


def counts(coverage: Coverage) -> str:
    """ "2 met · 3 partly · 9 not promised (of 14; 26 more are not for a policy)"."""
    told = [f"{n} {WORDS[each]}" for each in ORDER if each is not Answered.BEYOND and (n := coverage.counts[each])]
    beyond = coverage.counts[Answered.BEYOND]
    rest = f"; {beyond} more are not for a policy" if beyond else ""
    return f"{' · '.join(told) or 'nothing'} (of {coverage.answerable}{rest})"


def shown(coverage: Coverage, columns: int, paint: Paint) -> str:
    """One standard, what needs somebody first."""
    standard = coverage.standard
    rows = [f"{paint.strong(standard.title)}   {counts(coverage)}"]
    rows += [
        paint.quiet(f"promised at {place(each)}: {cut(plain(each.verdict.commitment.sentence), LONGEST_SENTENCE)}")
        for each in coverage.promised
    ]
    for answered in ORDER:
        found = [one for one in coverage.covered if one.answered is answered]
        if found:
            rows += ["", paint.standing(f"{MARKS[STANDINGS[answered]]} {WORDS[answered]}", STANDINGS[answered])]
            rows += [row for one in found for row in _requirement(one, columns, paint)]
    source = f"{standard.source}, read {standard.read}. {standard.rights}."
    rows += ["", *textwrap.wrap(f"{standard.note} {ONLY}".strip(), columns), *textwrap.wrap(source, columns), ""]
    return "\n".join(rows)


def _requirement(one: Covered, columns: int, paint: Paint) -> list[str]:
    requirement = one.requirement
    weight = "" if requirement.weight == "must" else f" ({requirement.weight})"
    rows = textwrap.wrap(
        f"{requirement.number}{weight}  {requirement.says}",
        max(columns, 40),
        initial_indent="  ",
        subsequent_indent="      ",
    )
    rows += [_answer(answer, columns, paint) for answer in one.answers]
    if one.open_groups and one.answers:
        rows.append(paint.quiet("      a part of it is not promised"))
    return rows


def _answer(answer: Answer, columns: int, paint: Paint) -> str:
    standing = answer.standing
    how = "says it" if answer.said and standing is not answer.judged.verdict.standing else STANDING_WORDS[standing]
    part = "" if answer.whole else ", in part"
    sentence = cut(plain(answer.judged.verdict.commitment.sentence), LONGEST_SENTENCE)
    words = f"{MARKS[standing]} {place(answer.judged)}  {sentence} ({how}{part})"
    return f"      {paint.standing(cut(words, max(columns - 6, 40)), standing)}"


def place(judged: Judged) -> str:
    """Where the sentence stands, "SECURITY.md:12"."""
    return plain(str(judged.verdict.commitment.span))
