"""What a page does not show is blanked, line by line; all else stays."""

from __future__ import annotations

import time

import pytest

from troth.policy.document import parse
from troth.policy.hidden import shown


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<div hidden>a</div>b", "b"),
        ("<div hidden><div>a</div>b</div>c", "c"),
        ("<div hidden>a\n<p>b\n</div>c", "\n\nc"),
        ("<DIV STYLE='color:red; Display : none'>a</DIV>b", "b"),
        ("<ul><li hidden>a<li>b</ul>", "<ul><li>b</ul>"),
        ("<div><p hidden>a</div>b", "<div></div>b"),
        ("<div hidden>a", ""),
        ("<script>if (a < b) '<p>'\n</script>c", "\nc"),
        ("<template><p>a</p></template>b", "b"),
        ("</div><div hidden>a</p></div>b", "</div>b"),
    ],
)
def test_what_is_hidden_goes(source: str, left: str) -> None:
    assert shown(source) == left


@pytest.mark.parametrize(
    "source",
    [
        '<p><img style="display:none"> a</p>',
        "<input type=hidden hidden>a",
        '<div style="overflow: hidden">a</div>',
        '<div aria-hidden="true">a</div>',
        '<div class="hidden" data-hidden title="not hidden">a</div>',
        '<div data-style="display:none">a</div>',
        "<div style='xdisplay: none'>a</div>",
        "a < b, not hidden > c",
    ],
)
def test_what_is_shown_stays(source: str) -> None:
    assert shown(source) == source


def test_a_picture_that_is_hidden_hides_no_sentence_beside_it() -> None:
    text = '<p><img style="display:none"> We answer reports.</p>\n<p>We mend flaws.</p>\n'
    assert [(each.span.line, each.text.strip()) for each in parse("a.md", text).statements] == [
        (1, "We answer reports."),
        (2, "We mend flaws."),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>We mend flaws.</p>",
        '<div style="color: red; display: none"><p>We mend flaws.</p><p>We do.</p></div>',
        "<template><p>We mend flaws.</p></template>",
        "<section HIDDEN><section>We mend</section>flaws.</section>",
    ],
)
def test_a_page_that_is_html_as_a_whole_hides_the_same(hidden: str) -> None:
    page = f"<html><body>\n<p>We answer reports.</p>\n{hidden}\n<p>We are few.</p>\n</body></html>\n"
    said = [each.text for each in parse("SECURITY.html", page).statements]
    assert said == ["We answer reports.", "We are few."]


@pytest.mark.parametrize(
    "part", ["<div hidden>", "<div ", "<p hidden>a", '<a "', "</b>", "<li>", "<script>", "</script "]
)
def test_time_stays_in_proportion(part: str) -> None:
    start = time.perf_counter()
    shown(part * 20_000)
    assert time.perf_counter() - start < 2
