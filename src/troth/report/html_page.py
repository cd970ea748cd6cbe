"""A check as one page that needs no network: the document's own text, each promise marked, its evidence beside it."""

from __future__ import annotations

import base64
import hashlib
import shlex
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from troth import __version__
from troth.report.html import beside, evidence, layout, overview
from troth.report.html.evidence import Teller
from troth.report.html.tags import Html, html, join, tag
from troth.report.manner import Manner
from troth.report.plain import plain
from troth.terms.result import Result

ASSETS = "troth.report.html"


def render(result: Result, _seconds: float, manner: Manner) -> str:
    """The whole page. The same result gives the same bytes: it holds the day of the check and no clock."""
    style, plainly, script = _asset("text.css") + _asset("page.css"), _asset("plain.css"), _asset("page.js")
    anchors = layout.anchors_of(result)
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
        tag("main", layout.documents(result, anchors, teller), beside.findings(result), beside.not_seen(result),
            beside.legend(), id="~text", tabindex="-1"),
        tag("footer", f"Made by Troth {__version__} with troth check --format html. This page asks nobody for "
            "anything.", class_="foot"),
        layout.keys(),
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
