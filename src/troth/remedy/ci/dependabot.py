"""Entries of dependabot.yml for promised updates: every ecosystem that has manifests, as often as promised.

docs.github.com, "Dependabot options reference".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from troth.remedy.ci import yaml_text
from troth.remedy.ci.drafts import Drafts
from troth.remedy.ci.ground import Ground, plain, sample, serves
from troth.remedy.ci.wanted import WEEK
from troth.remedy.ci.yaml_text import scalar
from troth.terms.activity import Activity
from troth.terms.commitment import Commitment, Practice, Recurrence, Tool
from troth.terms.edit import Serves
from troth.terms.result import Judged, Result
from troth.terms.seen.automation import UpdateBot
from troth.terms.time.period import longest
from troth.terms.verdict import Standing

FILES = (".github/dependabot.yml", ".github/dependabot.yaml")
_FRESH = "# Written by `troth init --ci`: the updates that are promised. It is yours to edit.\nversion: 2\nupdates:\n"
NAMES = {
    "pypi": "pip", "go": "gomod", "cargo": "cargo", "npm": "npm", "docker": "docker", "rubygems": "bundler",
    "github-actions": "github-actions", "packagist": "composer", "maven": "maven", "gradle": "gradle",
    "nuget": "nuget", "hex": "mix", "pub": "pub", "swift": "swift", "terraform": "terraform", "elm": "elm",
    "helm": "helm", "conda": "conda",
}  # fmt: skip
"""Names of ecosystems: ours, and those of Dependabot."""
_ALIASES = {
    "pip": "pypi", "uv": "pypi", "pip-compile": "pypi", "gomod": "go", "bun": "npm", "docker-compose": "docker",
    "bundler": "rubygems", "composer": "packagist", "mix": "hex",
}  # fmt: skip
_INTERVALS = (("yearly", 366.0), ("semiannually", 184.0), ("quarterly", 92.0), ("monthly", 31.0), ("weekly", 7.0))
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
_NAMED = tuple((name, re.compile(rf"(?<![\w.-])(?:{words})(?![\w-])", re.IGNORECASE)) for name, words in _SPOKEN)
_ACTIONS = "github-actions"
"""Its manifests are workflows, and the first may have been written a moment ago."""
_OF_DEPENDENCIES = re.compile(
    r"\bdependenc|\bpackages?\b|\bdependabot\b|\bversion updates?\b|\blibrar|\bactions\b", re.IGNORECASE
)
_MOST_FOLDERS = 20


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Updates of ``ecosystems`` (all where empty), at most ``every`` days apart; None where no rhythm is promised."""

    ecosystems: frozenset[str]
    every: float | None
    serves: Serves


def write(result: Result, ground: Ground, drafts: Drafts) -> None:
    """Add what is missing and shorten what is too slow."""
    asked = list(_asked(result))
    if not asked:
        return
    everything = tuple(one.serves for one in asked)
    if ground.host != "github":
        drafts.leave(asked[0].serves.place, "Dependabot runs on GitHub only; Renovate is an app to install", everything)
        return
    path = next((name for name in FILES if ground.has(name)), FILES[0])
    mine = tuple(bot for bot in ground.bots if bot.name == "dependabot" and (bot.present or bot.ecosystem == _ACTIONS))
    for ecosystem in _present(ground, drafts):
        wanting = [one for one in asked if not one.ecosystems or ecosystem in one.ecosystems]
        if not wanting:
            continue
        every = min((one.every for one in wanting if one.every is not None), default=None)
        served = tuple(one.serves for one in wanting)
        covering = [bot for bot in mine if our_name(bot.ecosystem) == ecosystem]
        if covering:
            for bot in covering:
                if every is not None:  # an entry that is there is as fast as its people like, where nothing is promised
                    _faster(bot, every, path, served, drafts)
        else:
            _add(ecosystem, every or WEEK, path, served, ground, drafts)


def our_name(ecosystem: str) -> str:
    """Our name for an ecosystem of dependabot.yml."""
    return _ALIASES.get(ecosystem.lower(), ecosystem.lower())


def interval(every: float) -> str:
    """The slowest interval of Dependabot that is fast enough."""
    return next((name for name, length in _INTERVALS if length <= every + 0.5), "daily")


def _asked(result: Result) -> Iterator[_Asked]:
    for judged in result.judged:
        verdict = judged.verdict
        if verdict.standing in (Standing.KEPT, Standing.NOTED) or verdict.settles in ("hosted", "later", "desk"):
            continue
        commitment = verdict.commitment
        if _by_dependabot(judged, commitment):
            every = longest(commitment.every, commitment.basis) if isinstance(commitment, Recurrence) else None
            words = f"{getattr(commitment, 'subject', '')} {commitment.sentence}"
            spoken = frozenset(name for name, pattern in _NAMED if pattern.search(words))
            yield _Asked(ecosystems=spoken, every=every, serves=serves(judged))


def _by_dependabot(judged: Judged, commitment: Commitment) -> bool:
    if isinstance(commitment, Tool):
        return judged.verdict.control == "tool-use" and commitment.name == "dependabot"
    if "renovate" in commitment.sentence.lower() or not isinstance(commitment, Recurrence | Practice):
        return False
    if commitment.activity is not None:
        return commitment.activity is Activity.DEPENDENCY_UPDATE
    if not isinstance(commitment, Recurrence) or judged.verdict.control != "recurrence" or commitment.severity:
        return False
    words = f"{commitment.subject} {commitment.sentence}"
    named = "dependabot" in commitment.sentence.lower()
    return named or (commitment.action in ("update", "patching") and bool(_OF_DEPENDENCIES.search(words)))


def _present(ground: Ground, drafts: Drafts) -> tuple[str, ...]:
    """Ecosystems with manifests; workflows written a moment ago count too."""
    fresh = any(path.startswith(".github/workflows/") for path in drafts.paths())
    return tuple(dict.fromkeys((*ground.ecosystems(), *(("github-actions",) if fresh else ()))))


def _add(ecosystem: str, every: float, path: str, served: tuple[Serves, ...], ground: Ground, drafts: Drafts) -> None:
    name = NAMES.get(ecosystem)
    if name is None:
        drafts.leave(path, f"Dependabot knows no ecosystem {ecosystem}", served)
        return
    block = [f"- package-ecosystem: {name}", *_directories(ecosystem, ground), "  schedule:"]
    block += [f"    interval: {interval(every)}", "  cooldown:", "    default-days: 7"]
    text = drafts.text(path)
    if text is None or not text.strip():
        grown: str | None = _FRESH + "".join(f"  {line}\n" for line in block)
    else:
        grown = yaml_text.add_item(text, ("updates",), block)
    if grown is None:
        drafts.leave(path, f"its updates are written in a form to which {name} cannot be added", served)
        return
    drafts.put(path, grown, "dependabot", f"Updates {ecosystem} {interval(every)}.", served)


def _directories(ecosystem: str, ground: Ground) -> list[str]:
    if ecosystem == "github-actions":
        return ["  directory: /"]
    paths = [one.span.path for one in ground.manifests if one.ecosystem == ecosystem and not sample(one.span.path)]
    folders = sorted({posixpath.dirname(path) for path in paths})
    folders = [folder for folder in folders if plain(folder)]
    if len(folders) > _MOST_FOLDERS:
        return ["  directories:", '    - "/"', '    - "/**/*"']
    if len(folders) <= 1:
        return [f"  directory: {scalar('/' + ''.join(folders))}"]
    return ["  directories:", *(f"    - {scalar('/' + folder)}" for folder in folders)]


def _faster(bot: UpdateBot, every: float, path: str, served: tuple[Serves, ...], drafts: Drafts) -> None:
    """Shorten the interval of an entry that is there, where it is too slow."""
    if bot.interval_days is not None and bot.interval_days <= every + 0.5:
        return
    text = drafts.text(path) or ""
    rows = re.findall(r"[^\n]*\n|[^\n]+", text)
    start = (bot.span.line or 1) - 1
    for number in range(start, min(start + 40, len(rows))):
        row = rows[number]
        if number > start and re.match(r"\s*-\s*[\"']?package-ecosystem", row):
            break
        match = re.fullmatch(r"(\s*interval:\s*[\"']?)(\w+)([\"']?\s*(?:#.*)?\r?\n?)", row)
        if match and match[2] != "cron":
            rows[number] = f"{match[1]}{interval(every)}{match[3]}"
            _without_day(rows, number)
            why = f"Looks at {bot.ecosystem} {interval(every)}, as promised."
            drafts.put(path, "".join(rows), "dependabot", why, served)
            return
    drafts.leave(path, f"the entry for {bot.ecosystem} at line {bot.span.line} is slower than promised", served)


def _without_day(rows: list[str], number: int) -> None:
    """Take out the day of the week beside the interval in row ``number``: it belongs to a weekly one alone."""
    depth = len(rows[number]) - len(rows[number].lstrip())
    for step in (1, -1):
        near = number + step
        while 0 <= near < len(rows) and len(rows[near]) - len(rows[near].lstrip()) == depth:
            if re.match(r"\s*day:", rows[near]) and "weekly" not in rows[number]:
                rows[near] = ""
            near += step
