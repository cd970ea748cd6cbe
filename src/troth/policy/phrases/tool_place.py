"""Where and when each of several tools of one sentence runs: "We use CodeQL, and gitleaks as a pre-commit hook".

What is said of the tool behind holds for that before only where nothing parts them: a list of three runs where its end
says, two clauses run each where their own words say. What stands before a tool may hold for it, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from troth.policy.saying import Saying
from troth.policy.words.place import demand, events, places
from troth.policy.words.sieve import Words
from troth.policy.words.tools import Named
from troth.terms.commitment import Demand

BOTS = frozenset({"dependabot", "renovate"})
RUNS_IN = Words(
    r"\b(?:in|by|via|through|with|using|from|as) (?:an? |our |the |its )?(?:own )?github (?:actions?|workflows?)\b"
)
"""Where a bot is started by a workflow of the project itself."""
APART = re.compile(r";|\.\s|,? \b(?:while|whereas|whilst|but)\b", re.IGNORECASE)
APART_OF_TWO = re.compile(rf"{APART.pattern}|, (?:and|as does|as do)\b", re.IGNORECASE)
"""What parts two tools; before the last of three it only ends their list."""
INSERTED = re.compile(r", and [`*\[]*$", re.IGNORECASE)
"""Before a tool between two commas, which is only added: "Seahawk, and Tern, in CI"."""
LIKEWISE = re.compile(r"\b(?:as (?:is|are|does|do)|so (?:is|are|does|do|must)|likewise)\b", re.IGNORECASE)
"""In a clause that takes over what was said in the one before."""
HOOK = re.compile(r"\bas an? (?:[\w-]+ ){0,2}?(?:pre-?commit |commit |git |pre-?push )?hook\b", re.IGNORECASE)
"""One hook is of one tool: of the one right before."""
TOGETHER = re.compile(
    r"\b(?:both|all|each|every one|these|they|them|either)\b(?! (?:pushe?s?|prs?|pulls?|commits?|merges?))",
    re.IGNORECASE,
)
"""What is said of several tools at once, behind the last of them."""


def own_words(saying: Saying, tools: Sequence[Named]) -> list[tuple[Named, str]]:
    """Each of several tools with the words behind it, where all tell when it runs: "Seahawk on PRs, Tern (weekly)".

    Nothing where a time stands before the first of them, or behind the last for several: it may be that of all.
    """
    text = saying.text
    first = sorted({each.start: each for each in tools}.values(), key=lambda each: each.start)
    if len(first) < 2 or len({each.name for each in first}) < len(first) or saying.statement.form == "row":
        return []
    ends = [*(each.start for each in first[1:]), len(text)]
    told = [(each, text[each.end : end]) for each, end in zip(first, ends, strict=True)]
    if events(text[: first[0].start]) or not all(events(words) for _, words in told) or TOGETHER.search(told[-1][1]):
        return []
    return told


def own_wiring(saying: Saying, named: Named, tools: Sequence[Named]) -> dict[str, Any]:
    """Place, events and demand of ``named`` where they are not those of the whole sentence."""
    told = _of_clause(saying, named, tools)
    if named.name in BOTS and not RUNS_IN.search(saying.text):
        # "GitHub Actions" are what a bot keeps up to date, not where it runs
        where = told["place"] if told else places(f"{saying.statement.lead} {saying.text}", saying.above[0])
        told["place"] = tuple(each for each in where if each != "github-actions")
    return told


def _of_clause(saying: Saying, named: Named, tools: Sequence[Named]) -> dict[str, Any]:
    text, lead = saying.text, saying.statement.lead
    if len({each.name for each in tools}) < 2 or saying.statement.form == "row":
        return {}
    for each, words in own_words(saying, tools):
        if each == named:
            where = places(words) or places(f"{lead} {text[: tools[0].start]}", saying.above[0])
            return {"place": where, "events": events(words), "demand": demand(text)}
    apart = APART_OF_TWO if len(tools) == 2 else APART
    edges = [match for match in apart.finditer(text) if _parts(match, text, tools)]
    joint = max((match.start() for match in edges if match.end() <= named.start), default=0)
    start = max((match.end() for match in edges if match.end() <= named.start), default=0)
    end = min((match.start() for match in edges if match.start() >= named.end), default=len(text))
    hook = HOOK.search(text, named.end)
    hooked = [each.start for each in tools if hook and named.end <= each.start < hook.start()]
    end = min(end, max(hooked, default=end))
    if not start and end == len(text):
        return {}
    clause, until = text[start:end], f"{lead} {text[:end]}"
    own = demand(clause)
    before = (
        until
        if LIKEWISE.search(text[joint:end]) or not start
        else f"{lead} {text[: min(each.start for each in tools)]}"
    )
    return {
        "place": places(clause) or places(until, saying.above[0]),
        "events": events(clause) or events(until),
        "demand": own if own is not Demand.RUNS else demand(before),
    }


def _parts(edge: re.Match[str], text: str, tools: Sequence[Named]) -> bool:
    """Whether ``edge`` parts tools, and does not only add one between two commas."""
    if not _between(edge.start(), tools):
        return False
    after = min((each for each in tools if each.start >= edge.start()), key=lambda each: each.start)
    added = INSERTED.fullmatch(text, edge.start(), after.start) and re.match(r"[`*\])]{0,3},", text[after.end :])
    return not added


def _between(at: int, tools: Sequence[Named]) -> bool:
    """Whether tools stand on both sides of ``at``."""
    return any(each.end <= at for each in tools) and any(each.start > at for each in tools)
