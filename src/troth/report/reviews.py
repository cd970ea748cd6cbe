"""Unsafe sites without a review, or with one, and what to type next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from troth.report.plain import plain
from troth.terms.answer import Gap
from troth.terms.seen.source import ReviewRecord, UnsafeSite

MOST_GAPS = 10
"""Gaps that are listed."""
NO_UNSAFE = """\
No unsafe Rust code is here.
To keep it so:  [lints.rust] unsafe_code = "forbid" in Cargo.toml
"""
ALL_REVIEWED = "Each of {} has a review of its present content (troth attest unsafe --list).\n"


def render(
    sites: Sequence[UnsafeSite],
    told: tuple[Mapping[UnsafeSite, ReviewRecord], Sequence[ReviewRecord]],
    gaps: Sequence[Gap],
    count: int,
    *,
    recorded: bool,
) -> str:
    """``sites`` as a list of ``count`` in all, or as what was just ``recorded``.

    ``told`` are the reviews that hold, and those that are of no present content.
    """
    records, void = told
    lines: list[str] = []
    if not count and not gaps:
        return NO_UNSAFE
    if not sites and not gaps:
        return ALL_REVIEWED.format(_sites(count))
    for site in sites:
        record = records.get(site)
        lines.append(f"{site.span}  unsafe {site.form}{_notes(site)}")
        lines.append(f"  {site.span.text}")
        if record:
            lines.append(f"  reviewed by {record.by} on {record.on} ({record.span})")
    if void:
        lines += ["", f"{_reviews(len(void))} of content that has changed or is gone:"]
        lines += [f"  {one.site or 'a site'} by {one.by} on {one.on} ({one.span})" for one in void[:MOST_GAPS]]
        lines += [f"  and {len(void) - MOST_GAPS} more"] if len(void) > MOST_GAPS else []
    lines += [f"not seen: {gap.wanted}: {gap.reason}" for gap in gaps[:MOST_GAPS]]
    if len(gaps) > MOST_GAPS:
        lines.append(f"not seen: {len(gaps) - MOST_GAPS} more")
    lines.append("")
    if recorded:
        lines.append(f"{_sites(len(sites))} recorded as reviewed in attestations/unsafe.toml: commit it with the code.")
    elif unreviewed := [site for site in sites if site not in records]:
        lines.append(
            f"{len(unreviewed)} of {_sites(count)} without a review of the present content. Look at each, then:"
        )
        lines.append(f'  troth attest unsafe {unreviewed[0].span} --note "why it is sound"')
    return "\n".join(plain(line) for line in lines) + "\n"


def _notes(site: UnsafeSite) -> str:
    notes = [word for word, holds in (("test code", site.test), ("no SAFETY comment", not site.explained)) if holds]
    return f" ({', '.join(notes)})" if notes else ""


def _reviews(count: int) -> str:
    return f"{count} review{'' if count == 1 else 's'}"


def _sites(count: int) -> str:
    return f"{count} unsafe site{'' if count == 1 else 's'}"
