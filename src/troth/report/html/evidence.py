"""The evidence of one promise: its sentence, its standing and why, what was found and where, what stayed hidden, and
the next step with its command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

import msgspec

from troth.report.html.marks import Mark, look
from troth.report.html.tags import Html, coded, join, tag
from troth.report.paint import MARKS, WORDS
from troth.report.plain import plain
from troth.report.words import promise
from troth.terms.answer import Class, Fact, Gap
from troth.terms.result import Judged
from troth.terms.span import Span
from troth.terms.verdict import Standing

MOST_FACTS = 40
"""Facts shown of one promise."""
ROOM = 20_000
"""Facts shown of all promises together; where there are very many promises, each shows fewer."""
FEWEST = 3
MOST_GAPS = 12
LONGEST_SENTENCE = 600
"""Characters of the sentence that are repeated beside its evidence."""

CLASSES = {
    Class.CONFIGURED: "a file says so",
    Class.WIRED: "automation runs it",
    Class.RESULT: "it ran",
    Class.RECORD: "a record",
    Class.TEXT: "the document itself",
}


class Teller(msgspec.Struct, frozen=True):
    """How evidence is told. ``facts`` is how many each promise may show; ``tail`` ends every command: the path and
    the policies that were asked for. ``notes`` stand in the margin beside promises, ``more`` follows their reasons,
    both by id. ``explained``: each promise ends with the command that tells more of it."""

    facts: int = MOST_FACTS
    tail: str = ""
    notes: Mapping[str, str] = {}
    more: Mapping[str, Html] = {}
    explained: bool = True

    def explain(self, name: str) -> str:
        """The command that tells more of the promise ``name``."""
        return f"troth explain {shlex.quote(plain(name))}{self.tail}"


def room(promises: int) -> int:
    """How many facts each of ``promises`` may show."""
    return max(FEWEST, min(MOST_FACTS, ROOM // max(1, promises)))


def sections(marks: Sequence[Mark], level: int, teller: Teller) -> Html:
    """The evidence of ``marks``, one section each, under headings below ``level``."""
    return join(section(mark.judged, mark.anchor, level, teller) for mark in marks if mark.judged is not None)


def section(judged: Judged, anchor: str, level: int, teller: Teller) -> Html:
    """The evidence of one promise."""
    verdict = judged.verdict
    commitment = verdict.commitment
    name = look(verdict.standing)
    heading = f"h{min(6, level + 1)}"
    title = tag(heading, coded(promise(commitment)), id=f"~of-{anchor}", class_="title")
    return tag(
        "section",
        tag("a", "Close", tag("kbd", "Esc", aria_hidden="true"), href="#~", class_="close"),
        tag("p", standing(verdict.standing), _accepted(judged), class_="stands"),
        title,
        _sentence(judged),
        tag("p", coded(_whole(verdict.reason)), class_="reason"),
        teller.more.get(judged.id, Html("")),
        _found(verdict.because, teller, judged),
        _hidden(verdict.gaps),
        _next(judged, teller),
        id=anchor,
        class_=f"ev {name} has-{name}",
        tabindex="-1",
        aria_labelledby=f"~of-{anchor}",
    )


def standing(value: Standing) -> Html:
    """A standing as mark and word, in its colour."""
    return tag("strong", tag("i", MARKS[value], aria_hidden="true"), f" {WORDS[value]}", class_=f"chip {look(value)}")


def _accepted(judged: Judged) -> Html:
    if not judged.accepted:
        return Html("")
    return tag("span", "accepted as it stands: the baseline holds it", class_="quiet")


def _sentence(judged: Judged) -> Html:
    commitment = judged.verdict.commitment
    said = commitment.sentence
    said = said if len(said) <= LONGEST_SENTENCE else said[: LONGEST_SENTENCE - 1] + "…"
    places = [tag("span", place(commitment.span), class_="place")]
    if commitment.also:
        places.append(tag("span", "said too at ", join(map(place, commitment.also[:6]), ", "), class_="place"))
    silenced = tag("p", f"Silenced in troth.toml: {commitment.silenced}", class_="quiet") if commitment.silenced else ""
    if commitment.corrected and not silenced:
        silenced = tag("p", f"Read otherwise by troth.toml: {', '.join(commitment.corrected)}", class_="quiet")
    return tag("blockquote", tag("p", coded(said)), tag("footer", join(places, " · ")), silenced)


def place(span: Span) -> Html:
    """Where something stands: the file, and the line in words that are not broken."""
    if span.line is None:
        return tag("code", span.path or "the repository", class_="path")
    lines = f"line {span.line}"
    return Html(tag("code", span.path, class_="path") + tag("span", f" {lines}", class_="line"))


def _found(facts: Sequence[Fact], teller: Teller, judged: Judged) -> Html:
    if not facts:
        return Html("")
    ordered = sorted(facts, key=lambda fact: not fact.weakness)
    items = [_fact(same, judged) for same in _alike(ordered[: teller.facts])]
    if len(ordered) > teller.facts:
        items.append(tag("li", f"and {len(ordered) - teller.facts} more: ", _command(teller.explain(judged.id))))
    return Html(tag("p", "What was found", class_="label") + tag("ul", *items, class_="facts"))


def _alike(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts that say the same of whole files stand together."""
    found: list[list[Fact]] = []
    for fact in facts:
        before = found[-1][0] if found else None
        whole = fact.span.line is None and not fact.span.text
        if before is not None and whole and before.span == Span(before.span.path) and _same(before, fact):
            found[-1].append(fact)
        else:
            found.append([fact])
    return found


def _same(one: Fact, other: Fact) -> bool:
    return (one.fact, one.kind, one.weakness, one.at) == (other.fact, other.kind, other.weakness, other.at)


def _fact(same: Sequence[Fact], judged: Judged) -> Html:
    fact, span = same[0], same[0].span
    places = join((place(each.span) for each in same), ", ")
    said = "" if fact.fact in {span.text, judged.verdict.reason} else fact.fact
    dated = f" · {fact.at.isoformat()}" if fact.at else ""
    speaks = "speaks against it" if fact.weakness else CLASSES[fact.kind]
    kind = tag("span", f"{speaks}{dated}", class_="kind")
    excerpt: str = ""
    if span.text and span.line is not None:
        number = tag("span", str(span.line), class_="number")
        excerpt = tag("pre", number, tag("code", span.text))
    elif span.text:
        excerpt = tag("pre", tag("code", span.text))
    told = tag("p", coded(said)) if said else ""
    return tag("li", told, tag("p", places, " ", kind), excerpt, class_="against" if fact.weakness else "for")


def _hidden(gaps: Sequence[Gap]) -> Html:
    if not gaps:
        return Html("")
    items = [_gap(gap) for gap in gaps[:MOST_GAPS]]
    if len(gaps) > MOST_GAPS:
        items.append(tag("li", f"and {len(gaps) - MOST_GAPS} more"))
    return Html(tag("p", "What could not be seen", class_="label") + tag("ul", *items, class_="gaps"))


def _gap(gap: Gap) -> Html:
    where = Html(f" ({place(gap.span)})") if gap.span else ""
    return tag("li", f"{gap.wanted}: {gap.reason}", where)


def _next(judged: Judged, teller: Teller) -> Html:
    step = judged.verdict.next
    out: list[Html] = []
    if step:
        out = [tag("p", "Next step", class_="label"), tag("p", step.text)]
        if step.command:
            out.append(_command(step.command))
    if not teller.explained:
        return join(out)
    more = tag("p", "More of this promise", class_="label")
    return join([*out, tag("div", more, _command(teller.explain(judged.id)), class_="explain")])


def _command(command: str) -> Html:
    return tag(
        "span",
        tag("code", command),
        tag("button", "Copy", type="button", class_="copy", hidden=True),
        class_="command",
    )


def _whole(text: str) -> str:
    """``text`` as a sentence."""
    said = f"{text[:1].upper()}{text[1:]}"
    return said if said.endswith((".", "!", "?")) else f"{said}."
