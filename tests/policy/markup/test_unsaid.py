"""What a page does not say in the dialects of Markdown, in AsciiDoc and in reStructuredText."""

from __future__ import annotations

import time

import pytest

from troth.policy.document import parse
from troth.policy.markup import asciidoc_unsaid, markdown_unsaid

MENDED = "We mend flaws within 7 days."
"""What is not said, or is."""
LAST = "We answer reports."


def said(path: str, text: str) -> list[tuple[str, int | None]]:
    return [(each.text.strip(), each.span.line) for each in parse(path, text).statements if each.text.strip()]


def at(text: str, words: str) -> int:
    return text.count("\n", 0, text.index(words)) + 1


@pytest.mark.parametrize(
    "text",
    [
        f"{{/* {MENDED} */}}\n\n{LAST}\n",
        f"{{/*\n{MENDED}\n\n- {MENDED}\n*/}}\n\n{LAST}\n",
        f"{{% comment %}}\n{MENDED}\n\n{MENDED}\n{{% endcomment %}}\n\n{LAST}\n",
        f"{{%- comment -%}}{MENDED}{{%- endcomment -%}}\n\n{LAST}\n",
        f"{{{{/* {MENDED} */}}}}\n\n{LAST}\n",
        f"{{{{% comment %}}}}\n{MENDED}\n{{{{% /comment %}}}}\n\n{LAST}\n",
        f"{{# {MENDED} #}}\n\n{LAST}\n",
        f'!!! example "Ferry"\n    {MENDED}\n\n    {MENDED}\n\n{LAST}\n',
        f'??? danger "A bad example"\n\n    {MENDED}\n\n{LAST}\n',
        f":::example\n\n{MENDED}\n\n:::\n\n{LAST}\n",
        f":::danger[Bad example]\n{MENDED}\n:::\n\n{LAST}\n",
        f"> [!EXAMPLE]\n> {MENDED}\n\n{LAST}\n",
        f"[^1]: {MENDED}\n{MENDED}\n\n    {MENDED}\n\n{LAST}\n",
        f"![{MENDED}](plan.png)\n\n{LAST}\n",
        f"+++\ntitle = 'a'\n[extra]\ndescription = \"{MENDED}\"\ntags = [\n  'a',\n]\n+++\n\n{LAST}\n",
    ],
)
def test_dialects_of_markdown_say_less(text: str) -> None:
    assert said("SECURITY.md", text) == [(LAST, at(text, LAST))]


@pytest.mark.parametrize(
    "text",
    [
        f"{{/* and\n\n{MENDED}\n",
        f"`{{/*` {MENDED} `*/}}`\n",
        f"```\n{{% comment %}}\n```\n\n{MENDED}\n\n```\n{{% endcomment %}}\n```\n",
        f'!!! note "Times"\n    {MENDED}\n',
        f'!!! example "Ferry"\n    {LAST}\n\n{MENDED}\n',
        f":::note\n\n{MENDED}\n\n:::\n",
        f"> [!NOTE]\n> {MENDED}\n",
        f"> {LAST}\n>\n> {MENDED}\n",
        f"{LAST}[^1]\n\n[^1]: {MENDED}\n",
        f"{LAST}[^1]: so it is.\n\n[^1]: {MENDED}\n",
        f"## Times {{#times}}\n\n{MENDED}\n\n## Others {{#others}}\n",
        f"+++\n\n{MENDED}\n",
    ],
)
def test_what_the_page_says_in_them_is_heard(text: str) -> None:
    assert any(MENDED in each for each, _ in said("SECURITY.md", text))


def test_a_picture_may_stand_for_a_word() -> None:
    (row,) = parse("a.md", "| Version | Supported |\n|---|---|\n| 1.x | ![yes](tick.png) |\n").statements
    assert row.cells[1] == ("Supported", "yes")


@pytest.mark.parametrize(
    "text",
    [
        f"[comment]\n{MENDED}\n{MENDED}\n\n{LAST}\n",
        f"[comment]\n--\n{MENDED}\n\n{MENDED}\n--\n\n{LAST}\n",
        f"[.line-through]\n{MENDED}\n\n{LAST}\n",
        f"[.line-through]#{MENDED}#\n\n{LAST}\n",
        f"[.big.line-through]##{MENDED}\n{MENDED}##\n\n{LAST}\n",
        f"ifdef::never[]\n{MENDED}\n\nifdef::asciidoctor[]\n{MENDED}\nendif::[]\nendif::never[]\n{LAST}\n",
        f"ifdef::never[{MENDED}]\n\n{LAST}\n",
        f"ifndef::asciidoctor[]\n{MENDED}\nendif::[]\n\n{LAST}\n",
        f":a: 1\n:!a:\n\nifdef::a,b[]\n{MENDED}\nendif::[]\n\n{LAST}\n",
        f":a: 1\n\nifdef::a+b[]\n{MENDED}\nendif::[]\n\n{LAST}\n",
        f'ifeval::["{{a}}" == "b"]\n{MENDED}\nendif::[]\n\n{LAST}\n',
        f".An example of a policy\n====\n{MENDED}\n\n{MENDED}\n====\n\n{LAST}\n",
        f".Bad example\n[#bad]\n====\n{MENDED}\n====\n\n{LAST}\n",
    ],
)
def test_asciidoc_says_less(text: str) -> None:
    assert said("a.adoc", text) == [(LAST, at(text, LAST))]


@pytest.mark.parametrize(
    "text",
    [
        f":a: 1\n\nifdef::a[]\n{MENDED}\nendif::[]\n",
        f"ifndef::never[]\n{MENDED}\nendif::[]\n",
        f"ifndef::never[{MENDED}]\n",
        f":a:\n\nifdef::a,b[{MENDED}]\n",
        f"ifdef::never[]\n{LAST}\nendif::[]\n\n{MENDED}\n",
        f"[comment]\n{LAST}\n\n{MENDED}\n",
        f"[NOTE]\n====\n{MENDED}\n====\n",
        f".Times\n====\n{MENDED}\n====\n",
        f".Examples\n* one\n\n{MENDED}\n",
        f"[.lead]\n{MENDED}\n",
        f"[.line-through]#old# {MENDED}\n",
    ],
)
def test_what_the_page_says_in_asciidoc_is_heard(text: str) -> None:
    assert any(MENDED in each for each, _ in said("a.adoc", text))


@pytest.mark.parametrize(
    "directive",
    [
        "only:: never",
        "only:: latex or man",
        "only:: not html",
        "only:: html and draft",
        "ifconfig:: a in ('b',)",
        "versionremoved:: 2.0",
        "deprecated:: 2.0",
        "todo::",
    ],
)
def test_directives_that_say_nothing(directive: str) -> None:
    assert said("a.rst", f".. {directive}\n\n   {MENDED}\n\n{LAST}\n") == [(LAST, 5)]


@pytest.mark.parametrize(
    "directive", ["only:: html", "only:: latex or html", "only:: not man", "versionadded:: 2.0", "note::"]
)
def test_directives_that_speak(directive: str) -> None:
    assert (MENDED, 3) in said("a.rst", f".. {directive}\n\n   {MENDED}\n")


@pytest.mark.parametrize(
    "part",
    [
        "{/* ",
        "{% comment %}\n",
        ":::example\n",
        "!!! example\n",
        "[^1]: a\n",
        "> [!example]\n",
        "{# #}",
        "` {/*",
        "[^a]",
    ],
)
def test_markdown_takes_time_in_proportion(part: str) -> None:
    start = time.perf_counter()
    markdown_unsaid.said((part * 20_000).split("\n"))
    assert time.perf_counter() - start < 4


@pytest.mark.parametrize(
    "part", ["[a]\n", "[comment]\n", ".Example\n", "ifdef::a[]\n", "[line-through]#a", "[comment]\n--\n", ":a:\n"]
)
def test_asciidoc_takes_time_in_proportion(part: str) -> None:
    start = time.perf_counter()
    asciidoc_unsaid.said((part * 20_000).split("\n")[:20_000])
    assert time.perf_counter() - start < 4
