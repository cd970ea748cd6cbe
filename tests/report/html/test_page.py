from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from report.html.page import Page, checked, page, practice, said, verdict
from results import result, whole
from troth.report.html import evidence
from troth.terms.answer import Class, Fact, Gap
from troth.terms.result import NotSeen, Result
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Finding, Standing

SENTENCE = "We scan all code weekly."


def of(*standings: Standing) -> Result:
    return checked(SENTENCE, *(verdict(practice(1, SENTENCE), one, f"p-{n}") for n, one in enumerate(standings)))


def heading(made: Result) -> str:
    return re.sub(r"<[^>]*>", "", said(made).split("<h1>")[1].split("</h1>")[0])


def test_the_first_sentence_says_how_the_promises_stand() -> None:
    assert heading(whole()) == "Of 4 promises, 1 is kept, 1 is at risk, 1 is broken and 1 is unproven."
    assert heading(of(Standing.KEPT, Standing.KEPT, Standing.BROKEN)) == "Of 3 promises, 2 are kept and 1 is broken."
    assert heading(of(Standing.KEPT, Standing.KEPT)) == "All 2 promises are kept."
    assert heading(of(Standing.UNPROVEN)) == "The one promise is unproven."
    assert heading(checked("Nothing.")) == "No promise was found."
    assert heading(of(Standing.NOTED)) == "No promise was found."


def test_the_title_is_for_a_list_of_open_pages() -> None:
    assert "<title>harbour: 1 of 4 promises kept</title>" in said(whole())


def test_the_page_names_day_and_commit_and_reads_no_clock() -> None:
    assert "25 November 2026" in page(whole()).text
    assert "53ae8179" in page(whole()).text
    assert said(whole()) == said(whole())


def test_every_promise_of_the_whole_is_there_once() -> None:
    made = page(whole())
    assert not made.unbalanced
    assert not made.open
    for judged in whole().judged:
        assert made.ids.count(judged.id) == 1


def test_evidence_says_reason_facts_lines_gaps_and_next_step() -> None:
    gap = Gap(wanted="a run", reason="no tool was run")
    made = page(checked(SENTENCE, verdict(practice(1, SENTENCE), gaps=(gap,))), path="../x y")
    for told in (
        "Nothing does so.",
        "says otherwise",
        "ci.yml line 3",
        "run: true",
        "a run: no tool was run",
        "Write it.",
    ):
        assert told in made.text
    assert "troth explain practice-measure '../x y'" in made.text


def test_accepted_promises_are_shown_as_such() -> None:
    made = page(checked(SENTENCE, verdict(practice(1, SENTENCE), accepted=True)))
    assert "1 of them is accepted as it stands" in made.text
    assert "accepted as it stands: the baseline holds it" in made.text


def test_silenced_sentences_say_why() -> None:
    silenced = msgspec.structs.replace(practice(1, SENTENCE), silenced="it is a joke")
    assert "Silenced in troth.toml: it is a joke" in page(checked(SENTENCE, verdict(silenced, Standing.NOTED))).text


def test_findings_and_what_was_not_seen_stand_beside() -> None:
    finding = Finding(rule="dead-link", span=Span("README.md", 3, "[x](gone.md)"), text="the link leads nowhere")
    made = page(checked(SENTENCE, findings=(finding,), not_seen=(NotSeen(text="links", paths=("a/b", "c")),)))
    assert "the link leads nowhere" in made.text
    assert "README.md line 3" in made.text
    assert "links: a/b, c" in made.text


def test_several_documents_are_sections_with_ways_to_them() -> None:
    made = page(result(*whole().judged, documents=("SECURITY.md", "docs/more.md")))
    (navigation,) = made.all("nav")
    assert navigation["aria-label"] == "Documents"
    assert [each for each in made.all("a") if each.get("href") == "#~doc-2"]
    assert "~doc-2" in made.ids


def test_an_empty_state_teaches() -> None:
    made = page(checked("# Security\n\nWe like boats.\n"))
    assert "We acknowledge every report within 48 hours." in made.text
    assert "troth read SECURITY.md" in made.text
    assert not made.all("fieldset")


def test_sentences_not_understood_are_marked_quietly() -> None:
    reading = Reading(
        document="SECURITY.md", commitments=(), unread=(Span("SECURITY.md", 1, "We might do it."),), statements=1,
        text="We might do it.",
    )  # fmt: skip
    made = page(msgspec.structs.replace(checked(""), readings=(reading,)))
    assert "1 sentence not understood" in made.text
    assert made.all("span", "unread")
    assert not list(made.all("a", "mark"))


def asset(name: str) -> str:
    return files("troth.report.html").joinpath(name).read_text(encoding="utf-8")


def test_only_its_own_style_and_script_run() -> None:
    text = said(whole())
    [policy] = [
        each["content"] for each in Page(text).all("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name, parts in (("style", (("text.css", "page.css"), ("plain.css",))), ("script", (("page.js",),))):
        inside = [part.split(f"</{name}>")[0] for part in text.split(f"<{name}>")[1:]]
        assert inside == ["".join(map(asset, files_of)) for files_of in parts]
        digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inside]
        allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
        assert f"{name}-src {allowed};" in policy


def test_styles_that_are_slow_in_large_pages_are_for_those_without_script() -> None:
    assert ":has(" not in asset("page.css") + asset("text.css")
    assert re.search(r"<noscript><style>[^<]*:has\(", said(whole()))


def test_no_element_asks_the_network_or_carries_code() -> None:
    made = page(whole())
    assert not {"img", "link", "iframe", "object", "embed", "base", "form", "video", "audio", "source"} & {
        n for n, _ in made.elements
    }
    for _, attributes in made.elements:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def test_labels_lead_to_what_they_name() -> None:
    made = page(whole())
    for _, attributes in made.elements:
        for name in ("aria-labelledby", "for"):
            if name in attributes:
                assert attributes[name] in made.ids
        if attributes.get("href", "").startswith("#~") and attributes["href"] != "#~":
            assert attributes["href"][1:] in made.ids


def test_ids_from_elsewhere_find_their_evidence() -> None:
    names = ("a b", "a-b", "~text", 'x"><script>', "ä/ö")
    judged = [verdict(practice(1, SENTENCE), name=name) for name in names]
    made = page(checked(SENTENCE, *judged))
    assert len(made.ids) == len(set(made.ids))
    for mark in made.all("a", "mark"):
        assert mark["href"][1:] in made.ids
    assert len(made.all("section", "ev")) == len(names)


def test_very_many_facts_and_promises_stay_within_bounds() -> None:
    facts = tuple(
        Fact(fact=f"fact {n}", kind=Class.RESULT, span=Span("a.txt", n, "x" * 150), weakness=True) for n in range(500)
    )
    made = page(checked(SENTENCE, verdict(practice(1, SENTENCE), because=facts)))
    assert len(made.all("li", "against")) == evidence.MOST_FACTS
    assert f"and {500 - evidence.MOST_FACTS} more" in made.text
    assert evidence.room(10_000) == evidence.FEWEST
    assert evidence.room(1) == evidence.MOST_FACTS


nasty = st.text(alphabet=st.sampled_from("<>&\"'`/\\=;:()[]{}!-aA0 \n\t\r\x00\x1b\u202e\u2028\ud800é漢"), max_size=60)


@settings(max_examples=100, deadline=None)
@given(nasty, nasty, nasty, nasty, nasty, nasty)
def test_nothing_of_a_tree_becomes_markup(
    root: str, path: str, words: str, excerpt: str, reason: str, name: str
) -> None:
    fact = Fact(fact=words, kind=Class.CONFIGURED, span=Span(path, 1, excerpt), weakness=True)
    gap = Gap(wanted=words, reason=reason, span=Span(path, None))
    judged = verdict(practice(1, excerpt, path), name=name, reason=reason or "x", because=(fact,), gaps=(gap,))
    made_result = checked(
        words, judged, document=path, findings=(Finding(rule=name, span=Span(path, 3, excerpt), text=words),),
        not_seen=(NotSeen(text=words, paths=(path,)),),
    )  # fmt: skip
    made = page(msgspec.structs.replace(made_result, root=root), path=path)
    assert not made.unbalanced
    assert not made.open
    assert len(made.all("script")) == 1
    for _, attributes in made.elements:
        assert set(attributes) <= KNOWN_ATTRIBUTES
    said(made_result).encode("utf-8")


KNOWN_ATTRIBUTES = {
    "aria-hidden", "aria-keyshortcuts", "aria-label", "aria-labelledby", "autocomplete", "charset", "checked", "class", "content", "data-to",
    "focusable", "for", "height", "hidden", "href", "http-equiv", "id", "lang", "name", "open", "preserveaspectratio",
    "rel", "role", "spellcheck", "start", "tabindex", "type", "value", "viewbox", "width", "x", "y",
}  # fmt: skip
