"""What a page does not show is blanked, line by line; all else stays."""

from __future__ import annotations

import time

import pytest

from troth.policy.blocks import parsed
from troth.policy.document import parse
from troth.policy.hidden import shown
from troth.policy.hidden_blocks import drawn


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
        ("<div hidden/>a</div>b", "b"),
        ("<span hidden><div>a</span>b</div>c</span>d", "d"),
        ("<b hidden><p>a</b>b", "b"),
        ("<div hidden><table><td></div>a</table>b</div>c", "c"),
        ("<ul><li hidden><div>a<li>b</ul>c", "<ul><li>b</ul>c"),
        ("<table><td hidden><i>a<td>b</table>", "<table><td>b</table>"),
        ("<p>a<b hidden>b</p><p>c</p>d</b>e", "<p>ae"),
        ("<p><a hidden>a</p>b<a href='x'>c</a>", "<p><a href='x'>c</a>"),
        ("<table><td>a<b hidden>b</td></table>c", "<table><td>a</td></table>c"),
        ("<td hidden>a", "<td hidden>a"),
        ("<div hidden><!-- </div> -->a</div>b", "b"),
        ("a<!-- \n --!>b<!-->c<!--->d", "a\nbcd"),
        ("a<!-- b\nc", "a\n"),
        ("<div hidden=until-found>a</div>b", "b"),
        ("<div style='display: none; display: unheard'>a</div>b", "b"),
        ("<div style='display: none !important; display: block'>a</div>b", "b"),
        ("<div style='visibility&#58; collapse'>a</div>b", "b"),
        ("<div style='display:n\\6fne'>a</div>b", "b"),
        ("<div style='d\\000069 splay:no\\ne'>a</div>b", "b"),
        ("<div style='content-visibility: hidden'>a</div>b", "b"),
        ("<div style='opacity:0'>a</div>b", "b"),
        ("<div style='color: white; background: #fff'>a</div>b", "b"),
        ("<p style='background-color:rgb(255, 255,255);color:#FFFFFF'>a</p>b", "b"),
        ("<b style='color:transparent'>a</b>b", "b"),
        ("<b style='color: navy; background: navy'>a</b>b", "b"),
        ("<b style='color:rgba(0, 0, 0, 0)'>a</b>b", "b"),
        ("<b style='color:rgb(0 0 0 / 0%)'>a</b>b", "b"),
        (f"<div data-x='{'a' * 600}' hidden>a</div>b", "b"),
        ("<dialog><p>a</p></dialog>b", "b"),
        ("<dialog>a", ""),
        ("<textarea><p>a</textarea>b", "b"),
        ("<title>a</title>b", "b"),
        ("<datalist><option>a</datalist>b", "b"),
        ("<noembed>a</noembed><noframes>a</noframes><iframe>a</iframe>b", "b"),
        ("<audio>a</audio><video><p>a</p></video><canvas>a</canvas><object>a</object>b", "b"),
        ("<ruby>b<rp>(a)</rp></ruby>", "<ruby>b</ruby>"),
        ("<noscript>a</noscript>b", "b"),
        ("<svg><title>a</title><desc>a</desc><defs><text>a</text></defs></svg>b", "<svg></svg>b"),
        ("<svg><script/></svg>b", "<svg><script/></svg>b"),
        ("<del>a</del><s>a</s><strike>a</strike>b", "b"),
        ("<del><p>a</p>a</del>b", "b"),
        ("<p><s>a</p><p>a</s>b</p>", "<p>b</p>"),
        ("<object>b <p hidden>a</p>b", "<object>b b"),
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
        '<div style="display: none; display: block">a</div>',
        '<div style="display: block !important; display: none">a</div>',
        '<div style="/* display: none */">a</div>',
        '<div style="color: red" style="display: none">a</div>',
        '<div style="color: white; background: #000">a</div>',
        '<div style="color: rgb(0, 0, 0)">a</div>',
        '<div style="background: white">a</div>',
        '<p style="color: inherit; background: inherit">a</p>',
        '<p style="color: unset; background-color: unset">a</p>',
        '<p style="color: var(--tide); background: var(--tide)">a</p>',
        '<p style="color: initial; background: INITIAL">a</p>',
        '<p style="color: currentColor; background: currentcolor">a</p>',
        '<div style="color: hsl(0, 0%, 0%)">a</div>',
        "<p><https://example.org/hidden></p>",
        "<svg><path hidden/></svg>a",
        "<dialog open>a</dialog>",
        "<svg><text>a</text></svg>",
        "<div style='content-visibility: auto; opacity: 0.9'>a</div>",
        "<div style='display: \\62lock'>a</div>",
        f"<div data-x='{'a' * 600} hidden'>a</div>",
        "Name it <title>, and write <title> above",
        "A Map<object> is not closed",
        "<delta>a</delta><summary>a</summary>",
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
        "<dialog><p>We mend flaws.</p></dialog>",
        "<textarea>We mend flaws.</textarea>",
        "<datalist><option>We mend flaws.</option></datalist>",
        "<noembed>We mend flaws.</noembed>",
        "<audio>We mend flaws.</audio><video>We mend flaws.</video><canvas>We mend flaws.</canvas>",
        "<object>We mend flaws.</object><ruby><rp>We mend flaws.</rp></ruby>",
        "<del><p>We mend flaws.</p></del>",
        "<p style='display:n\\6fne'>We mend flaws.</p>",
    ],
)
def test_a_page_that_is_html_as_a_whole_hides_the_same(hidden: str) -> None:
    page = f"<html><body>\n<p>We answer reports.</p>\n{hidden}\n<p>We are few.</p>\n</body></html>\n"
    said = [each.text for each in parse("SECURITY.html", page).statements]
    assert said == ["We answer reports.", "We are few."]


def said(text: str) -> list[str]:
    return [each.text.strip() for each in parse("SECURITY.md", text).statements if each.form != "heading"]


MENDED = "We mend flaws within 7 days."
"""What is hidden, or not."""
LAST = "We answer reports."


@pytest.mark.parametrize(
    "text",
    [
        f"<div hidden>\n\n{MENDED}\n\n</div>\n\n{LAST}\n",
        f"<details hidden>\n<summary>More</summary>\n\n{MENDED}\n\n</details>\n\n{LAST}\n",
        f'<div style="display:none">\n\n{MENDED}\n\n</div>\n\n{LAST}\n',
        f"<div style='color: red;\nvisibility: hidden'>\n\n{MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n<div>\n\n{MENDED}\n\n</div>\n\n{MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n- {MENDED}\n- {MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n## Times\n\n{MENDED}\n\n```\n{MENDED}\n```\n\n    {MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n| what | when |\n|---|---|\n| a fix | {MENDED} |\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n> {MENDED}\n\n</div>\n\n{LAST}\n",
        f"<span hidden>\n\n{MENDED}\n\n</span>\n\n{LAST}\n",
        f"<template>\n\n{MENDED}\n\n</template>\n\n{LAST}\n",
        f"<div hidden>\n\n{MENDED}</div>\n\n{LAST}\n",
        f"<div hidden>\n\n{MENDED}\n\n</div> {LAST}\n",
        f"{LAST} <span hidden>{MENDED}</span>\n",
        f"{LAST} <span hidden>\n{MENDED}\n",
        f"{LAST} <b hidden>\n\n{MENDED}\n",
        f"{LAST}\n\n<div hidden>\n\n{MENDED}\n\n{MENDED}\n",
        f"{LAST}\n\n<div hidden/>\n\n{MENDED}\n",
        f"<div>\n<!--\n\n{MENDED}\n\n</div>\n\n{MENDED}\n\n<div>-->{LAST}</div>\n",
        f"- <div hidden>\n\n  {MENDED}\n\n- {LAST}\n",
        f"> <div hidden>\n>\n> {MENDED}\n\n{LAST}\n",
        f"<div hidden>\n\n- {MENDED}</div>\n- {LAST}\n",
        f"<div hidden>\n\n`</div>` {MENDED}\n\n\\</div> {MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n```\n</div>\n```\n\n{MENDED}\n\n</div>\n\n{LAST}\n",
        f"<div hidden>\n\n{MENDED}</p>\n\n{MENDED}</section>\n\n</div>\n\n{LAST}\n",
        f"<dialog>\n\n{MENDED}\n\n</dialog>\n\n{LAST}\n",
        f"<script>\n{MENDED}\n\n{MENDED}</script>\n\n{LAST}\n",
        f"{LAST} <template>{MENDED}</template>\n",
        f"<video controls>\n\n{MENDED}\n\n</video>\n\n{LAST}\n",
        f"<title>{MENDED}</title>\n\n<textarea>\n{MENDED}\n\n{MENDED}</textarea>\n\n{LAST}\n",
        f"<del>\n\n{MENDED}\n\n- {MENDED}\n\n</del>\n\n{LAST}\n",
        f"<s>\n\n{MENDED}\n\n</s>\n\n{LAST}\n",
        f"<strike>\n\n{MENDED}\n\n</strike>\n\n{LAST}\n",
        f"<del><p>{MENDED}</p></del>\n\n{LAST}\n",
        f"{LAST} <s>{MENDED}\n\n{MENDED}</s>\n",
        f'<div data-x="{"a" * 600}" hidden>\n\n{MENDED}\n\n</div>\n\n{LAST}\n',
    ],
)
def test_an_element_of_one_block_hides_those_after_it_up_to_its_end(text: str) -> None:
    assert said(text) == [LAST]


@pytest.mark.parametrize(
    "text",
    [
        f"<div>\n\n{MENDED}\n\n</div>\n",
        f"<details>\n<summary>\n\n</summary>\n\n{MENDED}\n\n</details>\n",
        f"<div hidden></div>\n\n{MENDED}\n",
        f"<p hidden>\n\n{MENDED}\n\n</p>\n",
        f"<p><span hidden>\n\n{MENDED}\n",
        f"`<div hidden>`\n\n{MENDED}\n",
        f"\\<div hidden>\n\n{MENDED}\n",
        f"```html\n<div hidden>\n```\n\n{MENDED}\n",
        f"    <div hidden>\n\n{MENDED}\n",
        f"<!-- <div hidden> -->\n\n{MENDED}\n",
        f"``<div hidden> ` ``\n\n{MENDED}\n",
        f"- <div hidden>\n\n- {MENDED}\n",
        f"> <div hidden>\n\n{MENDED}\n",
        f"1. One <span hidden>\n\n   {MENDED}\n",
        f"<table><tr><td><div hidden>a</td></tr></table>\n\n{MENDED}\n",
        f"| a | b |\n|---|---|\n| <div hidden> | {MENDED} |\n",
        f"<br hidden>\n\n{MENDED}\n",
        f"<img hidden/>\n\n{MENDED}\n",
        f"<svg hidden/>\n\n{MENDED}\n",
        f"<div class='hidden' title='<div hidden>'>\n\n{MENDED}\n\n</div>\n",
        f"<div hidden>\n\n</section>\n\n</div>\n\n{MENDED}\n",
        f"a < div hidden > b\n\n{MENDED}\n",
        f"<dialog open>\n\n{MENDED}\n\n</dialog>\n",
        f"Call it <title> or <object>.\n\n{MENDED}\n",
        *(f"Write <{name}> with care.\n\n## Times\n\n{MENDED}\n" for name in ("script", "style", "template", "dialog")),
        f"Tags as <iframe>, <style>, <object> and <plaintext> are escaped.\n\n{MENDED}\n",
        f"Between <script> and </script> {MENDED}\n",
        f"<script> in forms is escaped.\n\n{MENDED}\n",
        f"<dialog> in forms is escaped.\n\n{MENDED}\n",
        f"Between <title> and\n\n{MENDED}\n\n</title>\n",
        f"<del>\n\n{LAST}\n\n</del>\n\n{MENDED}\n",
        f"A <del>day</del> week. {MENDED}\n",
        f"<ins>\n\n{MENDED}\n\n</ins>\n",
        f"`<del>`\n\n{MENDED}\n\n`</del>`\n",
        f"<div style='display: none; display: block'>\n\n{MENDED}\n\n</div>\n",
    ],
)
def test_no_more_is_hidden_than_a_browser_hides(text: str) -> None:
    assert any(MENDED in each for each in said(text))


def test_lines_and_lists_are_those_of_the_document() -> None:
    text = f"1. One.\n2. <span hidden>{MENDED}</span>\n3. Three.\n\n<div hidden>\n\n## A\n\n</div>\n\n{LAST}\n"
    found = parse("SECURITY.md", text).statements
    assert [(each.span.line, each.ordinal, each.text) for each in found] == [
        (1, 1, "One."),
        (3, 3, "Three."),
        (11, None, LAST),
    ]
    assert found[-1].heading == ()


def test_a_column_keeps_its_place_where_a_cell_is_hidden() -> None:
    text = "| a | b | c |\n|---|---|---|\n| 1 | <span hidden>2</span> | 3 |\n"
    (row,) = parse("SECURITY.md", text).statements
    assert [each for each in row.cells if each[1]] == [("a", "1"), ("c", "3")]


@pytest.mark.parametrize(
    "part",
    [
        "<div hidden>",
        "<div ",
        "<p hidden>a",
        '<a "',
        "</b>",
        "<li>",
        "<script>",
        "</script ",
        "<b><p></b>",
        "<p><button><div>",
        "<table><td></div>",
        "<ul><li><div>",
        "<!--",
        "<!",
        "<span hidden><div></span>",
        "<a \"'\" '\"' ",
        "<a '\" ' \"",
        "<a x=\"<a y='",
        "<a '<a \"<a ",
        "<a x=\"'\"y='\"' <b '",
        "<title>",
        "<s><object>",
        "<svg><title>",
    ],
)
def test_time_stays_in_proportion(part: str) -> None:
    start = time.perf_counter()
    shown(part * 20_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "part",
    [
        "<div hidden>\n\na\n\n",
        "a <b hidden>\n\n",
        "`",
        "` `` ``` <b hidden>",
        "<!-- ",
        "<b hidden",
        "\\<b>",
        "a </b>\n\n",
    ],
)
def test_so_it_does_over_blocks(part: str) -> None:
    page = "<div hidden>\n\n</div>\n\n" + part * 4_000
    start = time.perf_counter()
    drawn(parsed(page.split("\n"))[0])
    assert time.perf_counter() - start < 4
