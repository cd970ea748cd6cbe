"""What stands beside the promises: findings, what was not seen, what was not understood, and how a verdict is
reached."""

from __future__ import annotations

from troth.report.html.evidence import place, standing
from troth.report.html.tags import Html, html, join, tag
from troth.terms.result import Result
from troth.terms.verdict import Finding, Standing

MOST_FINDINGS = 1_000
MOST_PATHS = 40
MEANINGS = {
    Standing.KEPT: "Proven now: at least one fact shows it, and nothing contradicts it.",
    Standing.AT_RISK: "True today, but nothing enforces it, or it ends soon.",
    Standing.BROKEN: "Something in the repository contradicts it. The line that does is shown.",
    Standing.UNPROVEN: "Nothing was found for it or against it. What would settle it is named.",
    Standing.NOTED: "Advice or discretion: read and listed, never judged, never counted.",
}
PROOFS = (
    ("A file says so", "a configuration or a document is there; alone it proves nothing"),
    ("Automation runs it", "a workflow or a hook runs it without being asked"),
    ("It ran", "a dated result of a run that looked at something"),
    ("A record", "a signed statement of a person, or the books of the desk where reports are handled"),
    ("The document itself", "for sentences that do what they say by being published"),
)


def findings(result: Result) -> Html:
    """What is wrong and hangs on no promise."""
    if not result.findings:
        return Html("")
    items = [_finding(each) for each in result.findings[:MOST_FINDINGS]]
    if len(result.findings) > MOST_FINDINGS:
        items.append(tag("li", f"and {len(result.findings) - MOST_FINDINGS} more: troth check -v"))
    words = "None of these is the verdict on a promise; they are worth mending all the same."
    return _part("~beside", "Beside the promises", tag("p", words), tag("ul", *items, class_="facts"))


def _finding(finding: Finding) -> Html:
    span = finding.span
    also = tag("p", "and at ", join(map(place, finding.also[:6]), ", ")) if finding.also else ""
    excerpt: str = ""
    if span.text and span.text != finding.text:
        number = tag("span", str(span.line), class_="number") if span.line else ""
        excerpt = tag("pre", number, tag("code", span.text))
    kind = tag("span", finding.rule, class_="kind")
    return tag("li", tag("p", finding.text), tag("p", place(span), " ", kind), excerpt, also)


def not_seen(result: Result) -> Html:
    """What this check could not look at."""
    if not result.not_seen:
        return Html("")
    items = []
    for seen in result.not_seen:
        paths = join((tag("code", path, class_="path") for path in seen.paths[:MOST_PATHS]), ", ")
        more = f" and {len(seen.paths) - MOST_PATHS} more" if len(seen.paths) > MOST_PATHS else ""
        items.append(tag("li", seen.text, Html(f": {paths}{more}") if seen.paths else ""))
    words = "No verdict rests on these. Where one of them could have changed a verdict, its evidence says so."
    return _part("~not-seen", "What was not seen", tag("p", words), tag("ul", *items))


def legend() -> Html:
    """How a verdict is reached, for readers who never saw one."""
    rows = [tag("div", tag("dt", standing(each)), tag("dd", words)) for each, words in MEANINGS.items()]
    proofs = [tag("div", tag("dt", name), tag("dd", words)) for name, words in PROOFS]
    steps = (
        "Troth reads the documents and takes each sentence that promises something. For each it asks what would show "
        "that the sentence is true, looks for that in the repository, and says what it found, with file and line. "
        "Several facts on one promise: the worst wins. Nothing that was not seen counts as proof."
    )
    return _part(
        "~how",
        "How a verdict is reached",
        tag("p", steps),
        tag("dl", *rows, class_="meanings"),
        tag("p", "A fact is of one of these kinds, the weakest first:"),
        tag("dl", *proofs, class_="meanings"),
    )


def empty(result: Result) -> Html:
    """What to do where no promise was found."""
    named = result.readings[0].document if result.readings else "SECURITY.md"
    return tag(
        "div",
        tag("p", html(f"{named} was read, and no sentence in it promises something that can be checked.")),
        tag("p", "A sentence is a promise when it says what will be done, by when, or with what. For example:"),
        tag(
            "ul",
            tag("li", "We acknowledge every report within 48 hours."),
            tag("li", "Dependencies are scanned weekly with pip-audit."),
            tag("li", "The 2.x series gets security fixes."),
        ),
        class_="empty",
    )


def _part(name: str, heading: str, *body: Html) -> Html:
    return tag(
        "section",
        tag("h2", heading, id=f"{name}-title"),
        *body,
        id=name,
        class_="part",
        aria_labelledby=f"{name}-title",
    )
