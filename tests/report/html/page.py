"""Pages of made-up checks, and a reader that takes them apart as a browser does."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from troth.report.html_page import render
from troth.report.manner import Manner
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Commitment, Practice
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Standing, Step, Verdict

VOID = {"meta", "input", "br", "hr"}
FOREIGN = {"svg", "rect"}


class Page(HTMLParser):
    """Elements of a page with their attributes, and the words outside of style and script.

    ``unbalanced`` are closings that do not fit what is open.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str, klass: str = "") -> list[dict[str, str]]:
        return [
            each
            for name, each in self.elements
            if name == tag and (not klass or klass in each.get("class", "").split())
        ]

    @property
    def ids(self) -> list[str]:
        return [each["id"] for _, each in self.elements if "id" in each]


def said(result: Result, **manner: object) -> str:
    return render(result, 1.5, Manner(**manner))  # type: ignore[arg-type]


def page(result: Result, **manner: object) -> Page:
    return Page(said(result, **manner))


def checked(
    text: str, *judged: Judged, document: str = "SECURITY.md", markup: str = "markdown", **more: object
) -> Result:
    """A check of one document that says ``text``."""
    reading = Reading(
        document=document,
        commitments=tuple(each.verdict.commitment for each in judged),
        unread=(),
        statements=1,
        text=text,
        markup=markup,
    )
    return Result(root="made", commit="", at=date(2026, 11, 25), readings=(reading,), judged=judged, **more)  # type: ignore[arg-type]


def practice(line: int, sentence: str, document: str = "SECURITY.md") -> Practice:
    return Practice(span=Span(document, line, sentence), topic="measure", what=sentence)


def verdict(
    commitment: Commitment,
    standing: Standing = Standing.BROKEN,
    name: str = "practice-measure",
    reason: str = "nothing does so",
    **more: object,
) -> Judged:
    fact = Fact(fact="says otherwise", kind=Class.CONFIGURED, span=Span("ci.yml", 3, "run: true"))
    because = more.pop("because", (fact,))
    step = Step(text="Write it.", command="troth check")
    accepted = bool(more.pop("accepted", False))
    told = Verdict(commitment=commitment, standing=standing, reason=reason, because=because, next=step, **more)  # type: ignore[arg-type]
    return Judged(id=name, verdict=told, accepted=accepted)
