"""What update bots carry: Dependabot runs by itself, Renovate needs an app, and both only where they are pointed at."""

from __future__ import annotations

import posixpath
import re

from troth.controls.wiring.words import listed, unique
from troth.terms.answer import Answer, Class, Fact
from troth.terms.commitment import Commitment
from troth.terms.seen.automation import UpdateBot
from troth.terms.seen.manifests import Manifest
from troth.terms.verdict import Standing, Step, Verdict

_ALIASES = {
    "pip": "pypi", "uv": "pypi", "poetry": "pypi", "pipenv": "pypi", "gomod": "go", "go-modules": "go",
    "bun": "npm", "yarn": "npm", "pnpm": "npm", "docker-compose": "docker", "github_actions": "github-actions",
    "bundler": "rubygems", "composer": "packagist", "mix": "hex", "pip-compile": "pypi",
}  # fmt: skip
"""Names of ecosystems in dependabot.yml, and ours."""
_SHOWN = 12
_SPOKEN = (
    ("github-actions", r"github[ -]actions?|actions? versions?|workflow actions"),
    ("pypi", r"pip|pypi|python|poetry|uv"),
    ("npm", r"npm|yarn|pnpm|node(?:\.js)?|javascript|typescript"),
    ("cargo", r"cargo|crates?|rust"),
    ("go", r"go modules?|gomod|golang|go dependencies"),
    ("docker", r"docker(?:files?)?|container images?|base images?"),
    ("terraform", r"terraform"),
    ("maven", r"maven"),
    ("gradle", r"gradle"),
    ("nuget", r"nuget|\.net"),
    ("rubygems", r"bundler|ruby ?gems?|ruby"),
    ("packagist", r"composer|php"),
)
"""How sentences name the ecosystems that a bot is promised for."""
_ALERTS = re.compile(r"\balerts?\b|\bsecurity (?:updates?|fixes)\b", re.IGNORECASE)
_UPDATES = re.compile(r"\bupdat\w*\b", re.IGNORECASE)
_NAMES = tuple((name, re.compile(rf"(?<![\w.-])(?:{words})(?![\w-])", re.IGNORECASE)) for name, words in _SPOKEN)


def ecosystem(name: str) -> str:
    """Our name for an ecosystem of a bot's configuration."""
    return _ALIASES.get(name.lower(), name.lower())


def named(commitment: Commitment) -> frozenset[str]:
    """The ecosystems that the sentence speaks of; empty where it speaks of all."""
    text = f"{commitment.subject} {commitment.sentence}"
    return frozenset(name for name, words in _NAMES if words.search(text))


def coverage(bots: tuple[UpdateBot, ...], manifests: tuple[Manifest, ...]) -> tuple[Manifest, ...]:
    """The manifests whose ecosystem no entry covers."""
    covered = {ecosystem(bot.ecosystem) for bot in bots if bot.present and not bot.idle}
    return tuple(one for one in manifests if ecosystem(one.ecosystem) not in covered and not _sample(one.span.path))


def _sample(path: str) -> bool:
    """Manifests of examples and test data are nobody's dependencies."""
    folders = posixpath.dirname(path).lower().split("/")
    return bool({"test", "tests", "testdata", "fixtures", "examples", "example", "samples"} & set(folders))


def alerts(commitment: Commitment, found: tuple[UpdateBot, ...]) -> Verdict | None:
    """The verdict where the sentence speaks of alerts, or of security updates alone; None where of version updates."""
    sentence = commitment.sentence
    if not _ALERTS.search(sentence) or _UPDATES.search(_ALERTS.sub(" ", sentence)):
        return None
    facts = tuple(
        Fact(fact="configures version updates only", kind=Class.CONFIGURED, span=bot.span)
        for bot in found
        if bot.name == "dependabot"
    )
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason="alerts are a setting of the hosted repository, which no file shows",
        because=facts,
        settles="hosted",
        next=Step(text="Attest that Dependabot alerts are on."),
    )


def judge_bots(
    commitment: Commitment, name: str, answer: Answer[UpdateBot], manifests: Answer[Manifest]
) -> Verdict | None:
    """Judge a promise of updates by the bot ``name`` (any bot where it is empty); None where no bot is configured."""
    entries = tuple(bot for bot in answer.found if not name or bot.name == name)
    of_alerts = alerts(commitment, answer.found) if name == "dependabot" else None
    if not entries or of_alerts:
        return of_alerts
    facts = tuple(
        Fact(
            fact=f"{bot.name} watches {bot.ecosystem or 'what it finds'}"
            + (f", {bot.interval}" if bot.interval else ""),
            kind=Class.WIRED if bot.wired else Class.CONFIGURED,
            span=bot.span,
        )
        for bot in entries
    )
    who = entries[0].name
    if not any(bot.wired for bot in entries):
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{who} is configured; whether its app is installed cannot be seen from here",
            because=facts,
            settles="hosted",
            next=Step(text="Attest that the app is installed."),
        )
    if not any(bot.present for bot in entries):
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{who} is configured for {listed(bot.ecosystem for bot in entries)}, which is not in the tree",
            because=facts,
            settles="repository",
            next=Step(text=f"Point {entries[0].span} at the folders that hold manifests."),
        )
    spoken = named(commitment)
    meant = tuple(bot for bot in entries if not spoken or ecosystem(bot.ecosystem) in spoken)
    idle = tuple(bot for bot in meant if bot.wired and bot.present and bot.idle)
    if idle:
        weak = tuple(
            Fact(fact=f"{bot.name}: {bot.idle}", kind=Class.CONFIGURED, span=bot.span, weakness=True)
            for bot in idle[:_SHOWN]
        )
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"{who} proposes no {idle[0].ecosystem or 'updates'} here: {idle[0].idle}",
            because=unique([*weak, *facts]),
            next=Step(text=f"Let {idle[0].span} propose updates."),
        )
    missing = tuple(
        one
        for one in coverage(tuple(bot for bot in entries if bot.wired), manifests.found)
        if not spoken or ecosystem(one.ecosystem) in spoken
    )
    if missing:
        weak = tuple(
            Fact(fact=f"{one.ecosystem} is not covered", kind=Class.CONFIGURED, span=one.span, weakness=True)
            for one in missing[:_SHOWN]
        )
        return Verdict(
            commitment=commitment,
            standing=Standing.AT_RISK,
            reason=f"{who} does not cover {listed(one.ecosystem for one in missing)} ({missing[0].span.path})",
            because=unique([*weak, *facts]),
            next=Step(
                text=f"Add an entry for {missing[0].ecosystem} to {entries[0].span.path}.",
                command="troth init --ci github",
            ),
        )
    return _covering(commitment, entries, meant if spoken else entries, facts)


def _covering(
    commitment: Commitment, entries: tuple[UpdateBot, ...], meant: tuple[UpdateBot, ...], facts: tuple[Fact, ...]
) -> Verdict:
    """The verdict where no manifest is left out: kept, if anything of what the sentence names is watched."""
    spoken = named(commitment)
    who = entries[0].name
    absent = spoken - {ecosystem(bot.ecosystem) for bot in entries if bot.present}
    if spoken and absent == spoken:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason=f"{listed(sorted(absent))}: named, and neither watched nor seen in the tree",
            because=facts,
            settles="repository",
            next=Step(
                text=f"Let {entries[0].span.path} watch what the sentence names, or take it out of the sentence."
            ),
        )
    watched = listed(bot.ecosystem for bot in meant if bot.present)
    rest = f"nothing of {listed(sorted(absent))} is here" if absent else f"all that is {'named' if spoken else 'here'}"
    return Verdict(
        commitment=commitment,
        standing=Standing.KEPT,
        reason=f"{who} covers {watched}, {rest}",
        because=facts,
    )
