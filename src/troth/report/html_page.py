"""A check as one page that needs no network: the document's own text, each promise marked, its evidence beside it."""

from __future__ import annotations

import base64
import hashlib
import shlex
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from troth import __version__
from troth.report.html import beside, evidence, markdown, overview, source_text
from troth.report.html.evidence import Teller
from troth.report.html.links import Links
from troth.report.html.marks import Mark, Marks
from troth.report.html.tags import Html, html, join, tag
from troth.report.manner import Manner
from troth.report.plain import plain
from troth.terms.lines import body, capped, split
from troth.terms.redaction import covered
from troth.terms.result import Result
from troth.terms.span import Span
from troth.terms.statement import Reading

ASSETS = "troth.report.html"


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """The whole page. The same result gives the same bytes: it holds the day of the check and no clock."""
    style, plainly, script = _asset("page.css"), _asset("plain.css"), _asset("page.js")
    anchors = _anchors(result)
    tail = "" if manner.path == "." else f" {shlex.quote(plain(manner.path))}"
    tail += "".join(f" --policy {shlex.quote(plain(policy))}" for policy in manner.policies)
    teller = Teller(evidence.room(len(result.judged)), tail)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy((style, plainly), script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", overview.title(result)),
        Html(f"<style>{style}</style><noscript><style>{plainly}</style></noscript>"),
    )
    page = tag(
        "body",
        tag("a", "Skip to the promises in the text", href="#~text", class_="skip"),
        _head(result),
        _side(result, anchors),
        tag("main", _documents(result, anchors, teller), beside.findings(result), beside.not_seen(result),
            beside.legend(), id="~text", tabindex="-1"),
        tag("footer", f"Made by Troth {__version__} with troth check --format html. This page asks nobody for "
            "anything.", class_="foot"),
        _help(),
        Html(f"<script>{script}</script>"),
    )  # fmt: skip
    return f'<!doctype html>\n<html lang="en">\n{head}\n{page}\n</html>\n'


@cache
def _asset(name: str) -> str:
    """A file of the package that becomes part of the page."""
    return files(ASSETS).joinpath(name).read_text(encoding="utf-8")


def _policy(styles: Sequence[str], script: str) -> str:
    """What the page may do: its own styles and script, told by their digests, and nothing else (CSP Level 3)."""
    digests = " ".join(f"'{_digest(style)}'" for style in styles)
    return (
        f"default-src 'none'; style-src {digests}; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _anchors(result: Result) -> dict[str, str]:
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


def _head(result: Result) -> Html:
    commit = tag("span", "commit ", tag("code", result.commit[:8])) if result.commit else html("no commit")
    facts = [tag("strong", result.root or "/"), html(overview.day(result.at)), commit]
    tools = tag(
        "div",
        tag("button", "Dark", type="button", id="~theme"),
        tag("button", "Keys", tag("kbd", "?", aria_hidden="true"), type="button", id="~keys", aria_keyshortcuts="?"),
        class_="tools",
        hidden=True,
    )
    return tag(
        "header",
        tag("div", tag("p", join(facts, " · "), class_="meta"), tools, class_="top"),
        tag("h1", overview.headline(result)),
        overview.below(result),
        overview.bar(result),
    )


def _side(result: Result, anchors: dict[str, str]) -> Html:
    search = tag(
        "search",
        tag("label", "Search the promises", tag("kbd", "/", aria_hidden="true"), for_="~search"),
        tag("input", type="search", id="~search", aria_keyshortcuts="/", autocomplete="off", spellcheck="false"),
        hidden=True,
    )
    contents = Html(search + overview.side(result, anchors))
    if not result.judged:
        named = plain(result.readings[0].document) if result.readings else "SECURITY.md"
        command = tag("span", tag("code", f"troth read {shlex.quote(named)}"),
                      tag("button", "Copy", type="button", class_="copy", hidden=True), class_="command")  # fmt: skip
        contents = Html(beside.empty(result) + tag("p", "Next step", class_="label") + command)
    links = [tag("a", "How a verdict is reached", href="#~how")]
    if result.findings:
        number = len(result.findings)
        links.insert(0, tag("a", f"{number} finding{'' if number == 1 else 's'} beside the promises", href="#~beside"))
    return tag(
        "aside",
        tag("h2", "Promises by standing" if result.judged else "No promise yet"),
        contents,
        tag("ul", *(tag("li", link) for link in links), class_="ways"),
        class_="side",
        aria_label="Promises by standing",
    )


def _documents(result: Result, anchors: dict[str, str], teller: Teller) -> Html:
    marks = _marks(result, anchors)
    names = {reading.document: f"~doc-{number}" for number, reading in enumerate(result.readings, 1)}
    counts = {name: sum(mark.judged is not None and not mark.again for mark in marks[name]) for name in names}
    several = len(names) > 1
    parts = [_navigation(names, counts)] if several else []
    parts += [_document(each, names, marks.pop(each.document, []), teller) for each in result.readings]
    left = [mark for rest in marks.values() for mark in rest if not mark.again]
    if left:
        parts.append(_elsewhere("~elsewhere", "Promised elsewhere", left, teller))
    return join(parts)


def _marks(result: Result, anchors: dict[str, str]) -> defaultdict[str, list[Mark]]:
    """The marks of each document, in the order in which they were judged."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    documents = {reading.document for reading in result.readings}
    for judged in result.judged:
        commitment = judged.verdict.commitment
        found[commitment.span.path].append(Mark(anchors[judged.id], commitment.span, judged))
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


def _help() -> Html:
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
