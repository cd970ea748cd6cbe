"""What a reader meets first: one sentence, the bar of standings that filters, and the list of what stands how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from troth.report import groups
from troth.report.html.marks import look
from troth.report.html.tags import Html, coded, html, join, tag
from troth.report.paint import MARKS, WORDS
from troth.report.words import promise
from troth.terms.result import Judged, Result
from troth.terms.verdict import WORST_FIRST, Standing

MOST_LISTED = 300
"""Promises of one standing that the list names; all are marked in the text."""
MOST_NOT_SEEN = 4
"""Of what was not seen, so many are named above the text; all are listed below it."""
COUNTED = (Standing.KEPT, Standing.AT_RISK, Standing.BROKEN, Standing.UNPROVEN)
"""Standings in the order of the sentence."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WIDTH = 1000


def day(at: date) -> str:
    """A date as people write it."""
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def total(result: Result) -> int:
    """How many promises are judged."""
    counts = result.counts()
    return sum(counts[standing] for standing in COUNTED)


def title(result: Result) -> str:
    """The check in one line, for a list of open pages."""
    number = total(result)
    kept = result.counts()[Standing.KEPT]
    told = f"{kept} of {_counted(number, 'promise')} kept" if number else "no promise found"
    return f"{result.root or 'repository'}: {told}"


def headline(result: Result) -> Html:
    """One sentence that says how the promises stand."""
    counts = result.counts()
    number = total(result)
    if not number:
        return html("No promise was found.")
    shown = [standing for standing in COUNTED if counts[standing]]
    if len(shown) == 1:
        whose = "The one promise is " if number == 1 else f"All {number} promises are "
        return tag("span", whose, tag("span", WORDS[shown[0]], class_=f"told {look(shown[0])}"), ".")
    told = [
        tag("span", f"{counts[one]} {'is' if counts[one] == 1 else 'are'} {WORDS[one]}", class_=f"told {look(one)}")
        for one in shown
    ]
    return tag("span", f"Of {number} promises, ", join(told[:-1], ", "), " and ", told[-1], ".")


def below(result: Result) -> Html:
    """What the sentence leaves open: what unproven means here, what the baseline accepts, what was not seen."""
    said: list[Html] = []
    unproven = result.of(Standing.UNPROVEN)
    if unproven:
        sorted_out = groups.by_settlement(unproven)
        told = "; ".join(groups.counted(words, len(judged)) for words, judged in sorted_out)
        said.append(html(f"Unproven means that nothing was found for it or against it: {told}."))
    accepted = sum(judged.accepted for judged in result.judged)
    if accepted:
        verb = "is accepted as it stands" if accepted == 1 else "are accepted as they stand"
        said.append(html(f"{accepted} of them {verb}: the baseline holds {'it' if accepted == 1 else 'them'}."))
    if result.not_seen:
        told = "; ".join(seen.text for seen in result.not_seen[:MOST_NOT_SEEN])
        more = f"; and {len(result.not_seen) - MOST_NOT_SEEN} more" if len(result.not_seen) > MOST_NOT_SEEN else ""
        said.append(Html(tag("a", "Not seen", href="#~not-seen") + html(f": {told}{more}.")))
    return join(tag("p", each, class_="quiet") for each in said)


def bar(result: Result) -> Html:
    """The standings by their share, and the choice of one of them."""
    counts = result.counts()
    number = total(result)
    if not number:
        return Html("")
    rects, at = [], 0.0
    order = [one for one in WORST_FIRST if one in COUNTED and counts[one]]
    for one in order:
        share = counts[one] * WIDTH / number
        gap = 3 if one is not order[-1] else 0
        rects.append(
            tag("rect", x=f"{at:.1f}", width=f"{max(2.0, share - gap):.1f}", y="0", height="12", class_=look(one))
        )
        at += share
    drawing = Html(
        f'<svg class="bar" viewBox="0 0 {WIDTH} 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{join(rects)}</svg>"
    )
    choices = [_choice("all", html("all"), checked=True)]
    choices += [_choice(look(one), _number(one, counts[one])) for one in WORST_FIRST if counts[one]]
    legend = tag("legend", "Show promises that are", class_="for-ears")
    status = tag("p", "", id="~count", role="status", class_="quiet")
    return Html(drawing + tag("fieldset", legend, *choices, class_="filter") + status)


def _number(one: Standing, count: int) -> Html:
    return Html(tag("i", MARKS[one], aria_hidden="true") + html(f" {count} {WORDS[one]}"))


def _choice(name: str, words: Html, *, checked: bool = False) -> Html:
    chosen = tag("input", type="radio", name="show", id=f"~show-{name}", value=name, checked=checked)
    return tag("label", chosen, tag("span", words), class_=f"choice {name}")


def side(result: Result, anchors: Mapping[str, str]) -> Html:
    """Every promise by its standing, the worst first; ``anchors`` maps ids to places in the page."""
    return join(_group(result, standing, anchors) for standing in WORST_FIRST if result.of(standing))


def _group(result: Result, standing: Standing, anchors: Mapping[str, str]) -> Html:
    chosen = result.of(standing)
    name = look(standing)
    head = tag(
        "summary",
        tag("strong", tag("i", MARKS[standing], aria_hidden="true"), f" {WORDS[standing]}", class_=f"chip {name}"),
        f" {len(chosen)}",
    )
    several = len(result.readings) > 1
    if standing is Standing.UNPROVEN:
        body = join(_sorted(words, judged, anchors, several) for words, judged in groups.by_settlement(chosen))
    else:
        body = _list(chosen, anchors, several)
    wide_open = standing in (Standing.BROKEN, Standing.AT_RISK)
    return tag("details", head, body, class_=f"group has-{name}", open=wide_open)


def _sorted(words: str, judged: Sequence[Judged], anchors: Mapping[str, str], several: bool) -> Html:  # noqa: FBT001
    return Html(tag("p", groups.counted(words, len(judged)), class_="label") + _list(judged, anchors, several))


def _list(chosen: Sequence[Judged], anchors: Mapping[str, str], several: bool) -> Html:  # noqa: FBT001
    items = [_item(judged, anchors[judged.id], several) for judged in chosen[:MOST_LISTED]]
    if len(chosen) > MOST_LISTED:
        items.append(tag("li", f"and {len(chosen) - MOST_LISTED} more, marked in the text", class_="quiet"))
    return tag("ol", *items)


def _item(judged: Judged, anchor: str, several: bool) -> Html:  # noqa: FBT001
    verdict = judged.verdict
    span = verdict.commitment.span
    line = f"{span.path.rsplit('/', 1)[-1]} " if several else ""
    told = verdict.standing in (Standing.BROKEN, Standing.AT_RISK)
    accepted = tag("small", " accepted") if judged.accepted else ""
    link = tag("a", coded(promise(verdict.commitment)), href=f"#{anchor}")
    about = tag(
        "span", f"{line}line {span.line}" if span.line else line, f" · {verdict.reason}" if told else "", class_="why"
    )
    return tag("li", link, accepted, about, class_=f"has-{look(verdict.standing)}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
