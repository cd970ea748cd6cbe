from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.html.page import Page, checked, page
from troth.report.html.links import Links

LINKS = Links("docs/SECURITY.md", {"docs/other.md": "#~doc-2", "README.md": "#~doc-3"}, {"scope": "#~doc-1-scope"})


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("other.md", "#~doc-2"),
        ("../README.md#part", "#~doc-3"),
        ("#Scope", "#~doc-1-scope"),
        ("#gone", ""),
        ("gone.md", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org/x", ""),
        ("\\\\example.org\\x", ""),
        ("https://", ""),
        ("https://example.org/" + "x" * 3000, ""),
    ],
)
def test_where_a_link_leads(address: str, leads: str) -> None:
    assert LINKS.to(address) == leads


@given(st.text())
def test_no_address_leads_anywhere_else(address: str) -> None:
    leads = LINKS.to(address)
    assert leads == "" or leads.lower().startswith(("https://", "http://", "mailto:", "#"))


def test_code_as_link_stays_words() -> None:
    made = page(checked("[press](javascript:alert(1)) and [this](<javascript:alert(2)>) and <javascript:alert(3)>\n"))
    assert not [each for each in made.all("a") if "javascript" in each.get("href", "").lower()]
    assert "press" in made.text


def test_links_to_the_web_tell_nobody_where_they_come_from() -> None:
    [link] = [each for each in page(checked("[x](https://example.org/a)\n")).all("a") if "example" in each["href"]]
    assert link["rel"] == "noopener noreferrer"


def test_images_are_words_and_links() -> None:
    made = page(
        checked(
            "![Logo](https://example.org/logo.png) [![Badge](https://example.org/b.svg)](https://example.org/ci)\n\n<img src=x onerror=y alt='Boat'>\n"
        )
    )
    assert not made.all("img")
    assert "[Logo]" in made.text
    assert "[Badge]" in made.text
    assert "[Boat]" in made.text
    assert [each["href"] for each in made.all("a") if "example" in each["href"]] == [
        "https://example.org/logo.png",
        "https://example.org/ci",
    ]


def test_an_address_that_is_no_link_is_told() -> None:
    assert "the plan (docs/plan.md)" in page(checked("See [the plan](docs/plan.md).\n")).text


def test_headings_are_reached_by_the_links_of_their_document() -> None:
    made = page(checked("# My scope!\n\n[there](#my-scope)\n"))
    [link] = [each["href"] for each in made.all("a") if "scope" in each["href"]]
    assert link[1:] in made.ids
    assert isinstance(made, Page)
