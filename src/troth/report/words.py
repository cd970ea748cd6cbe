"""A promise in a few words, made of its fields: what stands beside its line in a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from troth.report.plain import plain
from troth.terms.commitment import Commitment
from troth.terms.time.due import Basis
from troth.terms.time.period import duration, every

MOST_WORDS = 10
_ADDRESS = re.compile(r"[@#:/]|\.\w")
"""What is more than the name of a network: "Matrix" tells no address."""

_VERBS = {
    "acknowledge": "reports acknowledged",
    "assess": "first assessment",
    "update": "next update",
    "fix": "a fix",
    "disclose": "disclosure",
    "notify": "people told",
}
_RHYTHMS = {
    "P1D": "daily",
    "P1W": "weekly",
    "P2W": "every two weeks",
    "P1M": "monthly",
    "P3M": "quarterly",
    "P6M": "twice a year",
    "P1Y": "yearly",
}

_CHANNELS = {
    "github-advisory": "on GitHub",
    "release-notes": "in the release notes",
    "mailing-list": "on a mailing list",
    "cve": "with CVE numbers",
    "website": "on the website",
    "rss": "in a feed",
    "osv": "in OSV",
    "wiki": "in the wiki",
    "commit-message": "in commit messages",
    "chat": "in a chat",
    "social": "on social media",
    "direct": "sent to users",
    "other": "published",
}
"""Where advisories appear, in words."""


def promise(commitment: Commitment) -> str:
    """At most ten words; what is not told by fields is told by the sentence itself."""
    told = _TOLD.get(commitment.kind)
    return _few(plain(told(commitment) if told else commitment.sentence))


def rhythm(iso: str, basis: Basis = "calendar") -> str:
    """A period as an adverb: "P1W" → "weekly"; "" → "regularly"; "P1D" of business → "every business day"."""
    if basis == "business":
        return every(iso, basis)
    return _RHYTHMS.get(iso) or (every(iso) if iso else "regularly")


def _few(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + " …"


def _spaced(text: str) -> str:
    return text.replace("_", " ")


def _contact(c: Any) -> str:
    if c.channel == "github":
        return "private reporting on the host"
    named = c.channel in ("chat", "other") and not _ADDRESS.search(c.value)
    return f"reports by {c.value}" if named else f"reports reach {c.value}"


def _deadline(c: Any) -> str:
    time = duration(c.within, c.basis)
    severity = f" ({', '.join(c.severity)})" if c.severity else ""
    ahead = "at least {} before" if c.action == "notify" else "after at least {}"
    when = time if time == "at once" else f"within {time}" if c.upper else ahead.format(time)
    return f"{_VERBS[c.action]} {when}{severity}"


def _tool(c: Any) -> str:
    if c.claim == "use":
        place = f" in {c.place[0]}" if c.place else ""
        outcome = " and blocks" if c.demand == "enforced" else ""
        name = " or ".join((c.name, *c.alternatives))
        return f"{name} runs{place.replace('in ci', 'in CI')}{outcome}"
    if c.claim == "configuration":
        return f"{c.name} configured: {c.config or c.file}"
    return f"{c.name} {c.claim} line: {c.command}"


def _pin(c: Any) -> str:
    names = ", ".join(c.packages[:4]) + (", …" if len(c.packages) > 4 else "")
    what = names or ("others" if c.others else c.what)
    return f"{what} {c.rule}" if c.rule[:1].isdigit() else f"{c.rule} for {what}"


def _version(c: Any) -> str:
    return f"{c.version} {'supported' if c.supported else 'not supported'}"


def _sbom(c: Any) -> str:
    formats = " and ".join(c.formats)
    return f"SBOM {f'in {formats}' if formats else 'published'}" + (f" by {c.generator}" if c.generator else "")


def _recurrence(c: Any) -> str:
    return (
        f"{_spaced(c.action)} {rhythm(c.every, c.basis)}"
        if c.every or not c.trigger
        else f"{_spaced(c.action)} on {c.trigger}"
    )


_TOLD: dict[str, Callable[[Any], str]] = {
    "contact": _contact,
    "public_issue_ban": lambda _: "no vulnerabilities in public issues",
    "pgp": lambda c: "no PGP key" if c.strength == "refusal" else f"PGP key {c.value}" if c.value else "PGP offered",
    "supported_version": _version,
    "deadline": _deadline,
    "recurrence": _recurrence,
    "tool": _tool,
    "sbom": _sbom,
    "pin": _pin,
    "standard": lambda c: f"follows {c.name}",
    "credit": lambda _: "reporters are credited",
    "bounty": lambda c: "no bounty" if c.strength == "refusal" else "a bounty is paid",
    "safe_harbor": lambda c: "no safe harbour" if c.strength == "refusal" else "good-faith research is not pursued",
    "coordinated_disclosure": lambda c: f"publication is {'not ' if c.strength == 'refusal' else ''}coordinated",
    "advisory_channel": lambda c: f"advisories {_CHANNELS.get(c.channel) or f'through {c.channel}'}",
    "incident_class": lambda c: f"incident class: {c.name}",
    "incident_phase": lambda c: f"incident phase: {c.name}",
    "disclosure_step": lambda c: f"handling step: {c.name}",
    "document": lambda c: f"document: {c.target or c.name}",
    "severity_band": lambda c: f"{c.name} is CVSS {c.min:g}–{c.max:g}",
}
