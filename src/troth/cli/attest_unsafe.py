"""``troth attest unsafe``: reviews of unsafe Rust code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from troth.terms.errors import RefusedAttestationError

if TYPE_CHECKING:
    from troth.terms.answer import Gap
    from troth.terms.seen.source import ReviewRecord, UnsafeSite

EPILOG = """\
examples:
  troth attest unsafe                      list the sites that nobody reviewed
  troth attest unsafe src/lib.rs:42 --note "index checked two lines above"
  troth attest unsafe --all --by "Name <mail>"

A review is bound to the content of its site: change it and the review is void.
Formatting and moved lines keep it.

Exit codes: 0 done, 2 wrong use or refused, 3 internal error."""
LONGEST_NOTE = 1_000
"""Characters of the longest note that is written."""


def add(kinds: Any) -> None:
    """Declare this kind of attestation."""
    unsafe = kinds.add_parser(
        "unsafe",
        help="reviews of unsafe Rust code",
        description="List unsafe sites without a review of their present content, and record\nreviews in "
        "attestations/unsafe.toml.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    unsafe.add_argument("site", nargs="*", metavar="FILE:LINE", help="what was reviewed: any line of the site")
    unsafe.add_argument("--all", action="store_true", help="record a review of every site that has none")
    unsafe.add_argument("--by", default="", metavar="WHO", help="who reviewed it (default: the user of git)")
    unsafe.add_argument("--note", default="", metavar="TEXT", help="what the review found")
    unsafe.add_argument("--list", action="store_true", help="list every site, reviewed ones too")
    unsafe.add_argument("--json", action="store_true", help="print the list, or what was recorded, as JSON")
    unsafe.add_argument("--root", default=".", metavar="PATH", help="the checkout (default: here)")
    unsafe.set_defaults(work=review)


def review(arguments: argparse.Namespace) -> int:
    """Do what was asked and say it.

    Raises:
        RefusedAttestationError: there is no such site, nobody is named, or the file cannot be written.
        UnreadableTreeError: ``--root`` is not a readable folder.
    """
    from troth.cli.terminal import Progress
    from troth.evidence.gather import Scene, gather
    from troth.evidence.repository import Repository
    from troth.terms.seen.source import reviewed
    from troth.terms.wants import ReviewRecords, UnsafeSites

    if arguments.list and (arguments.site or arguments.all):
        raise RefusedAttestationError("--list records nothing", "leave it out to record a review")
    today = datetime.now(UTC).date()
    with Progress() as progress:
        progress("looking for unsafe code …")
        scene = Scene(repository=Repository(Path(arguments.root)), at=today, progress=progress)
        answers = gather(scene, [UnsafeSites(), ReviewRecords()])
    sites, gaps = answers[UnsafeSites()].found, (*answers[UnsafeSites()].gaps, *answers[ReviewRecords()].gaps)
    written = answers[ReviewRecords()].found
    records = reviewed(sites, written)
    held = {record.span for record in records.values()}
    void = [] if arguments.list or arguments.site or arguments.all else [one for one in written if one.span not in held]
    if arguments.site or arguments.all:
        chosen = _chosen(arguments, sites, records)
        _record(arguments, chosen)
    else:
        chosen = [site for site in sites if arguments.list or site not in records]
    _tell(arguments, chosen, (records, void), gaps, len(sites))
    return 0


def _chosen(
    arguments: argparse.Namespace, sites: Sequence[UnsafeSite], records: Mapping[UnsafeSite, ReviewRecord]
) -> list[UnsafeSite]:
    """The sites that are named and have no review yet."""
    if arguments.all:
        return [site for site in sites if site not in records]
    chosen: dict[UnsafeSite, None] = {}
    for named in arguments.site:
        site = _site(named, sites)
        if site in records:
            raise RefusedAttestationError(
                f"{site.span} was reviewed by {records[site].by}", f"the record stands at {records[site].span}"
            )
        chosen[site] = None
    return list(chosen)


def _site(named: str, sites: Sequence[UnsafeSite]) -> UnsafeSite:
    """The innermost site that holds the line ``named``."""
    path, _, line = named.removeprefix("./").rpartition(":")
    if not path or not line.isdecimal() or len(line) > 9:
        raise RefusedAttestationError(f"{named!r} names no line", "write it as src/lib.rs:42")
    number = int(line)
    here = [site for site in sites if site.span.path == path]
    holding = [site for site in here if _first(site) <= number <= _last(site)]
    if holding:
        return min(holding, key=lambda site: (_last(site) - _first(site), -_first(site)))
    lines = ", ".join(str(_first(site)) for site in here[:10])
    hint = f"unsafe code of {path} stands in lines {lines}" if lines else "troth attest unsafe lists all sites"
    raise RefusedAttestationError(f"there is no unsafe code at {named}", hint)


def _first(site: UnsafeSite) -> int:
    return site.span.line or 1


def _last(site: UnsafeSite) -> int:
    return site.span.end_line or _first(site)


def _record(arguments: argparse.Namespace, chosen: Sequence[UnsafeSite]) -> None:
    """Write one review for each of ``chosen``."""
    from troth.cli import tree_file
    from troth.evidence import git
    from troth.formats import attestations

    root = Path(arguments.root)
    by = " ".join(arguments.by.split()) or git.user(root)
    if not by:
        raise RefusedAttestationError("nobody is named who reviewed it", "--by WHO, or git config user.name")
    if len(arguments.note) > LONGEST_NOTE:
        raise RefusedAttestationError(f"the note is longer than {LONGEST_NOTE} characters", "link to the rest")
    today = datetime.now(UTC).date()
    reviews = [
        attestations.Review(
            digest=site.digest, by=by, on=today, site=str(site.span), form=site.form, note=arguments.note.strip()
        )
        for site in chosen
    ]
    if not reviews:
        return
    path = tree_file.place(root, attestations.UNSAFE, RefusedAttestationError)
    text = tree_file.text_at(path, RefusedAttestationError)
    try:
        changed = attestations.with_reviews(text, reviews)
    except attestations.UneditableError as error:
        raise RefusedAttestationError(f"{attestations.UNSAFE} is {error}", "mend it by hand first") from None
    tree_file.write(path, changed, RefusedAttestationError)


def _tell(
    arguments: argparse.Namespace,
    chosen: Sequence[UnsafeSite],
    told: tuple[Mapping[UnsafeSite, ReviewRecord], Sequence[ReviewRecord]],
    gaps: Sequence[Gap],
    count: int,
) -> None:
    records, void = told
    recorded = bool(arguments.site or arguments.all)
    if arguments.json:
        from troth.formats import review_json

        sys.stdout.write(review_json.encode(chosen, records, gaps, recorded=recorded).decode())
        return
    from troth.report import reviews

    sys.stdout.write(reviews.render(chosen, (records, void), gaps, count, recorded=recorded))
