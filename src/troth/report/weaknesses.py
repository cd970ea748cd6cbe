"""Known weaknesses as text: how many and how bad, then package by package with the upgrade that clears them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from troth.report.paint import Paint
from troth.report.plain import fold, plain, width
from troth.terms.answer import Gap
from troth.terms.package import Package
from troth.terms.seen.components import Component
from troth.terms.seen.vulnerabilities import AdvisoryData, Vulnerability
from troth.terms.severity import Rating
from troth.terms.verdict import Standing
from troth.terms.waiver import Waiver

MOST_PLACES = 3
MOST_GAPS = 8
WORST = (Rating.CRITICAL, Rating.HIGH, Rating.UNKNOWN, Rating.MEDIUM, Rating.LOW, Rating.NONE)


class Upgraded(Protocol):
    """The upgrade of a package: to which version, whether within its series, what it clears and leaves."""

    @property
    def to(self) -> str:
        """The version, "" for none."""

    @property
    def same_series(self) -> bool:
        """Whether it is compatible with the one in use."""

    @property
    def leaves(self) -> tuple[str, ...]:
        """Ids that stay."""


class Weak(Protocol):
    """One package in one version."""

    @property
    def package(self) -> Package:
        """Which."""

    @property
    def version(self) -> str:
        """Which version of it."""

    @property
    def components(self) -> tuple[Component, ...]:
        """Where it stands."""

    @property
    def vulnerabilities(self) -> tuple[Vulnerability, ...]:
        """What is wrong with it."""

    @property
    def upgrade(self) -> Upgraded:
        """What clears it."""


def text(
    root: str,
    weak: Sequence[Weak],
    told: tuple[AdvisoryData, Sequence[Gap], Sequence[tuple[Vulnerability, Waiver]], int, date],
    columns: int,
    paint: Paint,
) -> str:
    """The whole page. ``told`` are the advisories, the gaps, what was waived, how many components, and the day."""
    data, gaps, waived, components, today = told
    rows = [*_first(root, weak, components, columns, paint), *(_unknown(gaps) if components else [])]
    rows += [_advisories(data, today), ""] if components else [""]
    for one in weak:
        rows += _package(one, columns, paint)
    if waived:
        rows += [paint.strong(f"waived: {_count(waived)}"), *(_waived(*pair) for pair in waived), ""]
    if gaps:
        rows += [paint.strong("not told"), *(line for gap in gaps[:MOST_GAPS] for line in _gap(gap, columns))]
        rows += [f"  … and {len(gaps) - MOST_GAPS:,} more (--json lists them)"] if len(gaps) > MOST_GAPS else []
        rows.append("")
    if weak:
        rows += [f"Next: troth advisories show {plain(weak[0].vulnerabilities[0].id)}", ""]
    return "\n".join(rows)


def _first(root: str, weak: Sequence[Weak], components: int, columns: int, paint: Paint) -> list[str]:
    name = paint.strong(plain(root))
    if not components:
        return [f"{name}   nothing was looked up"]
    ids = [one for package in weak for one in package.vulnerabilities]
    of = "1 component" if components == 1 else f"{components:,} components"
    if not ids:
        return [f"{name}   no weakness is known in {of}"]
    rated = Counter(one.severity.rating for one in ids if not one.informational)
    notices = sum(bool(one.informational) for one in ids)
    parts = [
        f"{rated[rating]:,} {'of unknown severity' if rating is Rating.UNKNOWN else rating.value}"
        for rating in WORST
        if rated[rating]
    ]
    if notices:
        parts.append(f"{notices:,} {'notice' if notices == 1 else 'notices'}")
    packages = "1 package" if len(weak) == 1 else f"{len(weak):,} packages"
    said, where = " · ".join(parts), f"in {packages} of {of}"
    if width(f"{plain(root)}   {said} {where}") <= columns:
        return [f"{name}   {said} {where}"]
    return [f"{name}   {said}", where]


def _unknown(gaps: Sequence[Gap]) -> list[str]:
    """What makes "no weakness is known" less than it sounds."""
    if not gaps:
        return []
    first = next((gap for gap in gaps if gap.wanted.startswith("known weaknesses of")), gaps[0])
    where = f" ({plain(str(first.span))})" if first.span and first is gaps[0] else ""
    return [f"but not all could be looked up: {plain(first.reason)}{where}"]


def _advisories(data: AdvisoryData, today: date) -> str:
    if data.newest is None:
        return f"by {data.records:,} advisories without a date"
    days = (today - data.newest.date()).days
    return f"by {data.records:,} advisories, newest {data.newest:%Y-%m-%d} ({days} days ago)"


def _package(one: Weak, columns: int, paint: Paint) -> list[str]:
    head = f"{paint.strong(plain(one.package.name))} {plain(one.version)}  {_upgrade(one.upgrade)}"
    rows = [head]
    rows += [paint.quiet(f"  {plain(str(each.span))}{_why(each)}") for each in one.components[:MOST_PLACES]]
    if len(one.components) > MOST_PLACES:
        rows.append(paint.quiet(f"  and {len(one.components) - MOST_PLACES:,} more places"))
    for found in one.vulnerabilities:
        rows += _weakness(found, columns, paint)
    return [*rows, ""]


def _upgrade(upgrade: Upgraded) -> str:
    if not upgrade.to:
        return "no fixed version is known"
    tail = "" if upgrade.same_series else ", another series"
    left = f", {len(upgrade.leaves)} stay" if upgrade.leaves else ""
    return f"→ {plain(upgrade.to)} clears {'the rest' if left else 'all'}{left}{tail}"


def _why(component: Component) -> str:
    words: list[str] = [component.scope] if component.scope not in ("", "runtime") else []
    words += ["other people's code or test data"] if not component.own else []
    if component.direct:
        words.append("direct")
    elif component.via:
        words.append("by " + " → ".join(plain(name) for name in component.via))
    return f"  {' · '.join(words)}" if words else ""


def _weakness(found: Vulnerability, columns: int, paint: Paint) -> list[str]:
    rating = found.severity.rating
    serious = rating in (Rating.CRITICAL, Rating.HIGH) or found.known_exploited
    mark = "·" if found.informational else "✕" if serious else "◐"
    word = found.informational or ("severity unknown" if rating is Rating.UNKNOWN else rating.value)
    score = f" {found.severity.score:.1f}" if found.severity.score is not None and not found.informational else ""
    head = f"  {mark} {word}{score}  {plain(found.id)}"
    facts = [f"by {found.severity.by}"] if found.severity.by not in ("", found.id) else []
    facts += ["known to be exploited"] if found.known_exploited else []
    facts += [f"EPSS {found.epss:.1%}"] if found.epss is not None else []
    facts += [plain(found.only_if)] if found.only_if else []
    colour = Standing.NOTED if found.informational else Standing.BROKEN if serious else Standing.AT_RISK
    words = " · ".join(word for word in (plain(found.summary), *facts) if word)
    below = [f"      {line}" for line in fold(words, columns - 6)] if words else []
    return [paint.standing(head, colour) if serious else head, *below]


def _waived(found: Vulnerability, waiver: Waiver) -> str:
    name, where = plain(found.component.package.name), plain(str(waiver.span))
    return f"  {plain(found.id)} in {name} until {waiver.until} ({where})"


def _gap(gap: Gap, columns: int) -> list[str]:
    where = f"{plain(str(gap.span))}: " if gap.span else ""
    first, *rest = fold(f"{where}{plain(gap.wanted)}: {plain(gap.reason)}", columns - 4) or [""]
    return [f"  {first}", *(f"    {line}" for line in rest)]


def _count(waived: Sequence[object]) -> str:
    return "1 weakness" if len(waived) == 1 else f"{len(waived):,} weaknesses"
