from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from report.nasty import PAYLOADS, TEXTS, evil
from results import acknowledged, fact, judged, loose, pin, result, supported, whole
from troth.report import markdown
from troth.report.manner import Manner
from troth.report.markdown_text import code, link, text
from troth.report.plain import plain
from troth.terms.result import Result
from troth.terms.verdict import Standing

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BREAK = "\u200b"


def said(given: Result, **manner: object) -> str:
    return markdown.render(given, 1.4, Manner(**manner))  # type: ignore[arg-type]


def inner(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in (token.children or [])]


def shown(words: str) -> str:
    """What a reader sees of ``words`` as Markdown that stands alone."""
    tokens = PARSER.parse(words)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"]), words
    assert {token.type for token in inner(tokens)} <= {"text", "text_special"}, words
    return "".join(token.content for token in inner(tokens)).replace(BREAK, "")


@given(TEXTS)
def test_words_are_shown_as_they_are(words: str) -> None:
    assert shown(text(words, 100_000)).split() == plain(words).split()


@pytest.mark.parametrize("words", PAYLOADS)
def test_words_of_the_tree_do_nothing(words: str) -> None:
    told = PARSER.render(text(words)).replace("&amp;", "&")
    assert not re.search(r"@\w|#\d|!\d|GH-\d|<(?!/?p>)", told)
    assert not re.search(r"(?<!\\)://|www\.", text(words))


@given(TEXTS)
def test_code_is_shown_as_it_is(words: str) -> None:
    tokens = inner(PARSER.parse(f"x {code(words, 100_000)}"))
    shown_code = [token.content for token in tokens if token.type == "code_inline"]
    wanted = plain(words).strip()
    assert shown_code == ([wanted] if wanted else [])
    assert {token.type for token in tokens} <= {"text", "code_inline"}


def test_a_link_leads_where_it_says() -> None:
    assert link("`a`", "a%20b.md#L3") == "[`a`](<a%20b.md#L3>)"
    assert link("`a`", "") == "`a`"


def test_one_sentence_then_a_table_then_broken_first() -> None:
    told = said(whole())
    assert told.startswith(
        "## Promises of harbour\n\n"
        "**Of 4 promises 1 is kept, 1 is at risk, 1 is broken and 1 is unproven.**\n"
        "Checked on 25 November 2026 at commit 53ae8179, by SECURITY.md.\n\n"
        "| ✕ broken | ◐ at risk | ● kept | ○ unproven | · noted |\n"
    )
    assert (
        told.index("### ✕ Broken") < told.index("### ◐ At risk") < told.index("### ○ Unproven") < told.index("● Kept")
    )
    assert "[`SECURITY.md:9`](<SECURITY.md#L9>) **\\== for fastapi, uvicorn**" in told
    assert "  - and 17 more\n" in told
    assert "  - → write == in these lines" in told
    assert "Not seen: 18 git links without .gitmodules; hosted settings." in told
    assert "1 finding beside the promises" in told


def test_links_lead_to_the_commit_on_its_host() -> None:
    told = said(whole(), files="https://host.example/o/r/blob/", prefix="apps/a")
    assert f"(<https://host.example/o/r/blob/53ae8179{'0' * 32}/apps/a/SECURITY.md#L9>)" in told


def test_verbose_tells_every_fact() -> None:
    assert said(whole(), verbose=True).count("`fastapi~=0.104.1 → ==0.104.1`") == 20


def test_what_is_accepted_is_folded_and_counted() -> None:
    accepted = msgspec.structs.replace(loose(1), accepted=True)
    told = said(result(accepted, supported()))
    assert "1 of them is accepted by the baseline" in told
    assert "<details><summary>1 accepted by the baseline</summary>" in told


def test_no_promise_is_said() -> None:
    assert "**No promise was found.**" in said(result())


def test_a_tag_is_no_link() -> None:
    one = judged(pin(), Standing.BROKEN, "x", fact("tag:v1.2.0", None, "newest release", weakness=True))
    assert "  - `tag:v1.2.0` `newest release`" in said(result(one))


def test_long_lists_end_in_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_CAUSES", 2)
    monkeypatch.setattr(markdown, "MOST_LISTED", 2)
    many = result(*(loose(n, n, f"pin-{n}") for n in range(1, 6)), *(acknowledged(n) for n in range(5)))
    told = said(many)
    assert "- and 3 more\n" in told
    assert told.count("reports acknowledged") == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS, st.booleans())
def test_a_page_holds_only_our_own_markup(path: str, words: str, verbose: bool) -> None:
    told = said(evil(path, words, accepted=True), verbose=verbose)
    tokens = PARSER.parse(told)
    blocks = {token.content.strip() for token in tokens if token.type == "html_block"}
    assert all(re.fullmatch(r"<details><summary>[\w ]+</summary>|</details>", block) for block in blocks)
    assert not [token for token in inner(tokens) if token.type in ("html_inline", "image")]
    links = [str(token.attrs["href"]) for token in inner(tokens) if token.type == "link_open"]
    assert not [address for address in links if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", address)]
    assert {token.tag for token in tokens if token.type == "heading_open"} <= {"h2", "h3"}
