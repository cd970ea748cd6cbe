"""How the text of a policy is laid out with its promises: for the page of a check, and for the desk's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from troth.report.html import evidence, markdown, source_text
from troth.report.html.evidence import Teller
from troth.report.html.links import Links
from troth.report.html.marks import Mark, Marks
from troth.report.html.tags import Html, join, tag
from troth.terms.lines import body, capped, split
from troth.terms.redaction import covered
from troth.terms.result import Result
from troth.terms.span import Span
from troth.terms.statement import Reading


def anchors_of(result: Result) -> dict[str, str]:
    """Id of each promise → its name in the page: the id itself, but for characters that no fragment holds well."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for judged in result.judged:
        base = "".join(c if c.isalnum() or c in "-_." else "-" for c in judged.id) or "promise"
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        found[judged.id] = name
    return found


def documents(result: Result, anchors: Mapping[str, str], teller: Teller) -> Html:
    """Every document with its promises marked, the evidence of each behind the block that holds it."""
    marks = _marks(result, anchors, teller.notes)
    names = {reading.document: f"~doc-{number}" for number, reading in enumerate(result.readings, 1)}
    counts = {name: sum(mark.judged is not None and not mark.again for mark in marks[name]) for name in names}
    several = len(names) > 1
    parts = [_navigation(names, counts)] if several else []
    parts += [_document(each, names, marks.pop(each.document, []), teller) for each in result.readings]
    left = [mark for rest in marks.values() for mark in rest if not mark.again]
    if left:
        parts.append(_elsewhere("~elsewhere", "Promised elsewhere", left, teller))
    return join(parts)


def _marks(result: Result, anchors: Mapping[str, str], notes: Mapping[str, str]) -> defaultdict[str, list[Mark]]:
    """The marks of each document, in the order in which they were judged."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    documents = {reading.document for reading in result.readings}
    for judged in result.judged:
        commitment = judged.verdict.commitment
        found[commitment.span.path].append(
            Mark(anchors[judged.id], commitment.span, judged, note=notes.get(judged.id, ""))
        )
        for span in commitment.also:
            if span.path in documents:
                told = span if span.text else Span(span.path, span.line, commitment.span.text)
                found[span.path].append(Mark(anchors[judged.id], told, judged, again=True))
    for reading in result.readings:
        found[reading.document] += [Mark("", span, None) for span in reading.unread if span not in set(reading.cut)]
    return found


def _navigation(names: dict[str, str], counts: dict[str, int]) -> Html:
    items = [
        tag("li", tag("a", path, href=f"#{name}"), tag("span", f" {counts[path]}", class_="quiet"))
        for path, name in names.items()
    ]
    return tag("nav", tag("h2", "Documents"), tag("ul", *items), aria_label="Documents")


def _document(reading: Reading, names: dict[str, str], found: list[Mark], teller: Teller) -> Html:
    name = names[reading.document]
    lines = split(covered(reading.text))
    start, end = body(lines), capped(lines)
    marks = Marks(found)

    def told(taken: list[Mark], level: int) -> Html:
        return evidence.sections(taken, level, teller)

    links = Links(reading.document, {path: f"#{anchor}" for path, anchor in names.items()})
    if reading.markup == "markdown":
        shown = markdown.render(lines[start:end], start, marks, links, f"{name}-", told)  # type: ignore[arg-type]
    else:
        inner = source_text.words_of_html(lines[start:end]) if reading.markup == "html" else lines[start:end]
        shown = source_text.render(inner, start, marks, told)  # type: ignore[arg-type]
    rest = [mark for mark in marks.rest() if mark.judged is not None and not mark.again]
    missed = sum(mark.judged is None for mark in found)
    quiet = [_cited(reading)] if reading.cited else []
    if missed:
        number = f"{missed} sentence{'' if missed == 1 else 's'} not understood"
        quiet.append(
            tag(
                "label",
                tag("input", type="checkbox", class_="show-unread", id=f"{name}-unread"),
                f" Show {number}",
                class_="unread-choice",
            )
        )
    quiet += [tag("p", f"{place.text} (line {place.line})") for place in reading.cut]
    return tag(
        "section",
        tag("h2", reading.document, id=f"{name}-title"),
        tag("div", *quiet, class_="quiet") if quiet else "",
        tag("div", shown, class_="doc"),
        _elsewhere(f"{name}-rest", "Promised in lines that are not shown", rest, teller) if rest else "",
        id=name,
        class_="document",
        aria_labelledby=f"{name}-title",
    )


def _cited(reading: Reading) -> Html:
    cited = reading.cited
    return tag("p", "Read because ", evidence.place(cited), " links to it.") if cited else Html("")


def _elsewhere(name: str, heading: str, marks: list[Mark], teller: Teller) -> Html:
    """Promises that no line of the text shown holds."""
    items = [tag("li", tag("a", f"line {mark.span.line}: {mark.span.text}", href=f"#{mark.anchor}")) for mark in marks]
    shown = tag("ul", *items)
    return tag("div", tag("h3", heading, id=name), shown, evidence.sections(marks, 3, teller), class_="doc")


def keys() -> Html:
    """The keys that the page's script listens to."""
    keys = (
        ("j", "the next promise"), ("k", "the one before"), ("/", "search"), ("?", "this help"),
        ("Esc", "close the evidence, or end the search"),
    )  # fmt: skip
    rows = [tag("div", tag("dt", tag("kbd", key)), tag("dd", words)) for key, words in keys]
    return tag(
        "dialog",
        tag("h2", "Keys", id="~help-title"),
        tag("dl", *rows),
        tag("p", "Every promise has an address of its own: this page's with # and its id.", class_="quiet"),
        tag("button", "Close", type="button", id="~help-close"),
        id="~help",
        aria_labelledby="~help-title",
    )
