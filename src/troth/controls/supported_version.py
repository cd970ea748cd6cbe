"""A row of the table of supported versions, or "the latest release".

What is promised
    Versions in a supported row get security fixes; versions in the others do not.

Why it matters
    A table that ends before the newest release tells every user that nobody looks after what they run.

What counts as evidence
    Version tags merged into the checked commit, by version order; the version that a manifest of the project gives
    itself, where it has no tag yet; tags of other branches, where the row's series is kept up there; branches, where
    the row names one; release notes, for series without a tag.

How it is judged
    Kept: the newest release falls in a supported row and the row's own series exists; "latest" where a release exists;
    a branch where it exists. A row that says "unsupported" is kept by its text. At risk: the row has only a
    pre-release, its stated end of life has passed, or it calls the latest what is not. Broken: the newest release is
    outside all supported rows; the row names a series that never existed, neither by a tag nor by the release notes; an
    unsupported row covers the newest release. Unproven: no tags, no versions, words that name none or more than are
    out ("the last three majors" of two), a planned end whose day has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from troth.controls.control import Control
from troth.terms.answer import Answer, Answers, Class, Fact, Gap, Want
from troth.terms.commitment import Commitment, SupportedVersion
from troth.terms.seen.manifests import Release
from troth.terms.span import Span
from troth.terms.verdict import Standing, Step, Verdict
from troth.terms.version_end import is_of_dates, overdue, passed
from troth.terms.versions import order
from troth.terms.versions.series import Series, series
from troth.terms.wants import Branches, DeclaredVersions, Past, ReleaseNotes, Releases, ReleasesElsewhere

_DEFAULT_BRANCHES = frozenset({"main", "master", "trunk", "develop"})
_EARLY = re.compile(
    r"\b(?:alpha|beta|rc|pre-?releases?|preview|nightly|snapshots?|release candidates?)\b", re.IGNORECASE
)
"""A row that is itself for early versions: "7.x (alpha)"."""
_DATE = re.compile(r"(?:19|20)\d{6}")
"""A bare date, as tags of builds carry it."""
_NO_VERSIONS = "no version tag and no version in a manifest"


class _Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version that is out, or next: where it stands, and whether it is a pre-release."""

    text: str
    span: Span
    package: str
    tagged: bool
    pre: bool


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """``newest`` are the candidates for "the newest release": the newest tag, and a manifest ahead of it.

    ``elsewhere`` are releases of other branches: they show that a series exists, and break nothing. ``beyond`` are
    those of them ahead of every merged tag: where a project releases from branches, no merged tag is the newest.
    ``told`` are releases that the project's release notes tell of: a registry may have them where no tag does.
    """

    versions: tuple[_Version, ...]
    elsewhere: tuple[_Version, ...]
    beyond: tuple[_Version, ...]
    newest: tuple[_Version, ...]
    told: tuple[tuple[str, Span], ...]
    branches: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.versions)


_CALLED_LATEST = re.compile(
    r"^v?\d+(?:\.\d+)*(?:\.x)?\s*(?:[(\[]|[-–—:]\s)\s*(?:the )?(?:latest|newest|current)"
    r"(?: (?:stable )?(?:release|version))?\s*[)\]]?$",
    re.IGNORECASE,
)
"""A row that says of its version that none is newer: "1.4.x (latest release)"."""


def judges(commitment: Commitment) -> bool:
    """Rows of supported and unsupported versions."""
    return isinstance(commitment, SupportedVersion)


def wants(commitment: SupportedVersion) -> tuple[Want[Any], ...]:
    """Tags, manifests' own versions, branches; release notes, where the row names a series that might not exist."""
    notes = (ReleaseNotes(),) if commitment.supported and series(commitment.version).names_series else ()
    return (Releases(), ReleasesElsewhere(), DeclaredVersions(), Branches(), Past(), *notes)


def judge(commitment: SupportedVersion, answers: Answers, today: date) -> Verdict:
    """Compare the row with what is out."""
    if commitment.crowded:
        return Verdict(
            commitment=commitment,
            standing=Standing.UNPROVEN,
            reason="the document has too many rows of versions to hold them against each other",
            settles="repository",
            next=Step(text="Name ranges instead of single versions."),
        )
    seen, row = _look(answers, commitment.product), series(commitment.version)
    if commitment.product and commitment.supported and not seen.versions:
        return _open(commitment, f"which releases are those of {commitment.product} cannot be told here", seen)
    if not commitment.supported:
        return _unsupported(commitment, row, seen)
    over = passed(commitment, today)
    if over and _is_over(commitment, row, seen):
        if _beside(commitment, seen):
            return _unsupported(commitment, row, seen)
        return _open(commitment, "its own end has passed, and no row covers the newest release", seen)
    verdict = _supported(commitment, row, seen)
    if over and verdict.standing is Standing.KEPT:
        return _verdict(
            commitment,
            Standing.AT_RISK,
            f"its own end of life, {commitment.until}, has passed",
            (_text(commitment, weakness=True), *verdict.because),
            "Mark the row as unsupported, or give it a later date.",
        )
    if verdict.standing is Standing.KEPT and overdue(commitment, today):
        return _open(commitment, f"its end was planned ({commitment.until}), and that day has passed", seen)
    return verdict


def _is_over(commitment: SupportedVersion, row: Series, seen: _Seen) -> bool:
    """Whether a row of dates alone, which says nowhere that it is still supported, has ended and left the newest out.

    The row says itself that its time is over: a column of dates ages as it should.
    """
    newest = (*seen.newest, *seen.beyond)
    return is_of_dates(commitment) and bool(newest) and all(row.covers(one.text, seen.texts) is False for one in newest)


def _beside(commitment: SupportedVersion, seen: _Seen) -> bool:
    """Whether another supported row may cover the newest release."""
    rows = [series(version) for version, supported in commitment.neighbours if supported]
    return any(row.covers(one.text, seen.texts) is not False for row in rows for one in seen.newest)


def _look(answers: Answers, product: str = "") -> _Seen:
    releases, declared = answers[Releases()], answers[DeclaredVersions()]
    every = _tags(releases)
    renamed = _renamed(every, frozenset(one.package for one in declared.found if "/" not in one.span.path))
    tags = tuple(one for one in every if _is_of(one, product)) if product else _own(_called(every, renamed))
    named = tuple(
        _Version(text=one.version, span=one.span, package=one.package, tagged=False, pre=_is_pre(one.version))
        for one in declared.found
        if one.published and order.parse(one.version) is not None and not one.version.startswith("0.0.0")
    )
    if product:
        named = tuple(one for one in named if _is_of(one, product))
    newest_tags = _newest_each(tags)
    named = _of_project(named, tags)
    newest_named = _newest(named)
    ahead = newest_named is not None and all(_ahead(newest_named, one) for one in newest_tags)
    newest = (*newest_tags, newest_named) if newest_named is not None and ahead else newest_tags
    shallow = tuple(
        Gap(wanted="all tags", reason="the clone is shallow") for one in answers[Past()].found if one.shallow
    )
    elsewhere = _called(_tags(answers[ReleasesElsewhere()]), frozenset() if product else renamed)
    elsewhere = () if product and not tags else _alike(elsewhere, tags)
    return _Seen(
        versions=(*tags, *named),
        elsewhere=elsewhere,
        beyond=_beyond(elsewhere, newest),
        newest=newest,
        told=tuple(
            (section.version, section.span)
            for file in (answers.get(ReleaseNotes()) or Answer()).found
            for section in file.sections
        ),
        branches=answers[Branches()].found,
        gaps=(*releases.gaps, *declared.gaps, *shallow),
    )


def _of_project(named: tuple[_Version, ...], tags: tuple[_Version, ...]) -> tuple[_Version, ...]:
    """Of the versions in manifests those of the project: beside tags that name no package, not those of a part of it.

    A manifest at the root that keeps up with the tags speaks for the whole; a part that goes its own way, with a number
    of its own, says nothing of the next release.
    """
    root, last = _newest(tuple(one for one in named if "/" not in one.span.path)), _newest(tags)
    if root is None or last is None or last.package or _ahead(last, root):
        return named
    return (root,)


def _tags(releases: Answer[Release]) -> tuple[_Version, ...]:
    return tuple(
        _Version(text=one.version, span=one.span, package=one.package, tagged=True, pre=one.prerelease)
        for one in releases.found
    )


def _is_of(version: _Version, product: str) -> bool:
    """Whether ``version`` is one of ``product``, one of several that a table lists, by the name of its package."""
    name = re.sub(r"\([^()]*\)|[\W_]", "", product).lower()
    return bool(version.package) and name in {
        re.sub(r"[\W_]", "", part).lower() for part in (version.package, version.package.rpartition("/")[2])
    }


def _renamed(tags: tuple[_Version, ...], own: frozenset[str]) -> frozenset[str]:
    """Which of the names ``own`` of the package at the root its newer tags bear, after older ones without a name."""
    plain = _newest(tuple(one for one in tags if not one.package))
    named = _newest(tuple(one for one in tags if one.package and one.package in own))
    return (
        frozenset({named.package}) if plain is not None and named is not None and _ahead(named, plain) else frozenset()
    )


def _called(tags: tuple[_Version, ...], names: frozenset[str]) -> tuple[_Version, ...]:
    """``tags`` with those that bear one of ``names`` as tags of the project itself."""
    return tuple(msgspec.structs.replace(one, package="") if one.package in names else one for one in tags)


def _alike(elsewhere: tuple[_Version, ...], tags: tuple[_Version, ...]) -> tuple[_Version, ...]:
    """Those of ``elsewhere`` that are of the packages of ``tags``: another package's series is not the project's."""
    packages = {one.package for one in tags}
    return tuple(one for one in _own(elsewhere) if one.package in packages or not tags)


def _beyond(elsewhere: tuple[_Version, ...], newest: tuple[_Version, ...]) -> tuple[_Version, ...]:
    """The newest releases of other branches that are ahead of ``newest``, as far as these are of the same package."""
    early = (one for one in _newest_each(elsewhere) if not one.pre)
    return tuple(
        one
        for one in early
        if (alike := [last for last in newest if last.tagged and last.package == one.package])
        and all(_ahead(one, last) for last in alike)
    )


def _own(tags: tuple[_Version, ...]) -> tuple[_Version, ...]:
    """Tags of the project itself: those that name no package where there are any, and no bare dates beside versions."""
    plain = tuple(one for one in tags if not one.package) or tags
    return tuple(one for one in plain if not _DATE.fullmatch(one.text)) or plain


def _newest_each(tags: tuple[_Version, ...]) -> tuple[_Version, ...]:
    """The newest tag of each package, the greatest first: which of them the policy speaks of is not said."""
    packages = dict.fromkeys(one.package for one in tags)
    each = [_newest(tuple(one for one in tags if one.package == package)) for package in packages]
    found = [one for one in each if one is not None]
    first = _newest(tuple(found))
    return tuple(sorted(found, key=lambda one: one is not first))


def _coming(seen: _Seen, rows: Iterable[Series]) -> _Version | None:
    """A pre-release beyond the newest release that a supported row is for."""
    wanted = tuple(rows)
    early = (one for one in seen.versions if one.tagged and one.pre and all(_ahead(one, last) for last in seen.newest))
    return next((one for one in early if any(row.covers(one.text, seen.texts) is True for row in wanted)), None)


def _is_pre(version: str) -> bool:
    read = order.parse(version)
    return read is None or read.prerelease


def _newest(versions: tuple[_Version, ...]) -> _Version | None:
    """The greatest release; the greatest pre-release where there is nothing else."""
    known = [one for one in versions if order.parse(one.text) is not None]
    best = order.newest(one.text for one in known if not one.pre) or order.newest(one.text for one in known)
    return next((one for one in known if one.text == best), None)


def _ahead(one: _Version, other: _Version) -> bool:
    return order.newest((other.text, one.text)) == one.text and order.parse(one.text) != order.parse(other.text)


def _supported(commitment: SupportedVersion, row: Series, seen: _Seen) -> Verdict:
    branch = _branch(row, seen)
    if row.form == "branch" or (branch and not seen.newest):
        return _of_branch(commitment, row, seen, branch)
    if not seen.newest:
        return _open(commitment, _NO_VERSIONS, seen)
    if row.form in ("latest", "unknown", "previous", "older", "others"):
        return _worded(commitment, row, seen)
    inside = [one for one in (*seen.beyond, *seen.newest) if row.covers(one.text, seen.texts) is True]
    if inside:
        verdict = _covered(commitment, inside[0])
        later = tuple(one for one in seen.beyond if one not in inside and one.package == inside[0].package)
        if later and verdict.standing is Standing.KEPT:
            reason = f"its newest release is {inside[0].text}; {later[0].text} of another branch is not in it"
            verdict = msgspec.structs.replace(verdict, reason=reason)
        return msgspec.structs.replace(verdict, gaps=(*verdict.gaps, *_of_other_packages(commitment, row, seen)))
    return _elsewhere(commitment, row, seen)


def _of_other_packages(commitment: SupportedVersion, row: Series, seen: _Seen) -> Iterator[Gap]:
    """Packages beside those that the row covers, whose newest release is in no supported row."""
    rows = (row, *(series(version) for version, supported in commitment.neighbours if supported))
    for one in seen.newest:
        if one.package and all(each.covers(one.text, seen.texts) is False for each in rows):
            reason = f"whether its release {one.text}, which is in no supported row, is spoken of is not said"
            yield Gap(wanted=one.package, reason=reason, span=one.span)


def _covered(commitment: SupportedVersion, newest: _Version) -> Verdict:
    if newest.pre and not _EARLY.search(commitment.version):
        fact = msgspec.structs.replace(_fact(newest), weakness=True)
        return _verdict(
            commitment,
            Standing.AT_RISK,
            f"{newest.text} is only a pre-release of {commitment.version}",
            (fact,),
            "Release it, or say that pre-releases are supported.",
        )
    what = "newest pre-release" if newest.pre else "newest release"
    what = what if newest.tagged else "next release, by the manifest,"
    return _verdict(commitment, Standing.KEPT, f"{what} {newest.text} falls in this row", (_fact(newest),))


def _elsewhere(commitment: SupportedVersion, row: Series, seen: _Seen) -> Verdict:
    """The newest release is not in this row: another supported row may hold it."""
    others = tuple(series(version) for version, supported in commitment.neighbours if supported)
    answers = [one.covers(newest.text, seen.texts) for one in (row, *others) for newest in (*seen.newest, *seen.beyond)]
    own = tuple(one for one in (*seen.versions, *seen.elsewhere) if row.covers(one.text, seen.texts) is True)
    newest = seen.newest[0]
    if True in answers:
        if _CALLED_LATEST.match(commitment.version) and not newest.pre:
            return _outgrown(commitment, newest)
        if own:
            latest = _newest(own) or own[0]
            return (
                _covered(commitment, latest)
                if latest.pre
                else _verdict(commitment, Standing.KEPT, f"its newest release is {latest.text}", (_fact(latest),))
            )
        return _never(commitment, row, seen)
    if None in answers or not order.parse(newest.text):
        return _open(commitment, f"whether {newest.text} falls in a supported row cannot be told", seen)
    if any(one.branches for one in others):
        return _open(commitment, "another row names a branch; whether it holds the newest release is open", seen)
    coming = _coming(seen, (row, *others))
    if coming:
        return _early(commitment, newest, coming)
    told = next((span for version, span in seen.told if _told_beyond(version, (row, *others), seen)), None)
    if told:
        return _open(commitment, f"{told} tells of a newer release in a supported row, and no tag of it is here", seen)
    last = (*seen.beyond, *seen.newest)
    mends = len({one.text for one in last}) == 1
    return Verdict(
        commitment=commitment,
        standing=Standing.BROKEN,
        reason=f"newest release {last[0].text} is outside every supported row",
        because=tuple(msgspec.structs.replace(_fact(one), weakness=True) for one in last),
        next=Step(text=f"Add a row that covers {last[0].text}.", command="troth fix" if mends else ""),
    )


def _told_beyond(version: str, rows: Iterable[Series], seen: _Seen) -> bool:
    """Whether ``version``, of which the release notes tell, is newer than all tags and in one of ``rows``."""
    return any(row.covers(version) is True for row in rows) and all(
        order.newest((one.text, version)) == version for one in (*seen.newest, *seen.beyond)
    )


def _outgrown(commitment: SupportedVersion, newest: _Version) -> Verdict:
    """The row calls its version the latest, and another one is."""
    return _verdict(
        commitment,
        Standing.AT_RISK,
        f"the row says {commitment.version}; the newest release is {newest.text}",
        (_text(commitment), msgspec.structs.replace(_fact(newest), weakness=True)),
        f"Let the row name {newest.text}.",
    )


def _early(commitment: SupportedVersion, newest: _Version, coming: _Version) -> Verdict:
    facts = tuple(msgspec.structs.replace(_fact(one), weakness=True) for one in (coming, newest))
    reason = f"the newest release is {newest.text}; of a supported row there is only the pre-release {coming.text}"
    return _verdict(commitment, Standing.AT_RISK, reason, facts, f"Release what {coming.text} announces.")


def _never(commitment: SupportedVersion, row: Series, seen: _Seen) -> Verdict:
    tagged = any(one.tagged for one in seen.versions)
    if commitment.product and not tagged:
        return _open(commitment, f"no tag names {commitment.product}; which of its releases are out is not told", seen)
    if seen.gaps or not tagged or not row.never_existed(seen.texts):
        return _open(commitment, f"no release of {commitment.version} was seen", seen)
    told = next((span for version, span in seen.told if row.covers(version) is True), None)
    if told:
        return _open(commitment, f"{told} tells of such a release, and no tag of it is here", seen)
    facts = tuple(msgspec.structs.replace(_fact(one), weakness=True) for one in seen.newest)
    return _verdict(
        commitment,
        Standing.BROKEN,
        f"no release of {commitment.version} ever existed",
        facts,
        "Take the row out, or tag the release.",
    )


def _worded(commitment: SupportedVersion, row: Series, seen: _Seen) -> Verdict:
    if row.form == "latest":
        inside = [one for one in seen.newest if row.covers(one.text, seen.texts) is not False]
        if not inside:
            return _elsewhere(commitment, row, seen)
        latest = next((one for one in seen.beyond if row.covers(one.text, seen.texts) is not False), inside[0])
        if latest.pre:
            return _covered(commitment, latest)
        if few := row.unmet([*seen.texts, *(one.text for one in seen.elsewhere)]):
            return _open(commitment, few, seen)
        return _verdict(commitment, Standing.KEPT, f"the latest release is {latest.text}", (_fact(latest),))
    before = row.before(one.text for one in seen.versions if not one.pre)
    older = next((one for one in seen.versions if one.text == before), None)
    if older is not None:
        return _verdict(commitment, Standing.KEPT, f"the one before the newest is {older.text}", (_fact(older),))
    return _open(commitment, "the words name no version that could be compared", seen)


def _branch(row: Series, seen: _Seen) -> str:
    for name in row.branches:
        if name in seen.branches:
            return name
        if not name:
            return next((one for one in seen.branches if one in _DEFAULT_BRANCHES), "")
    return ""


def _of_branch(commitment: SupportedVersion, row: Series, seen: _Seen, branch: str) -> Verdict:
    if branch:
        fact = Fact(fact=f"the branch {branch} exists", kind=Class.CONFIGURED, span=Span(f"branch:{branch}"))
        return _verdict(commitment, Standing.KEPT, f"the branch {branch} exists", (fact,))
    named = " or ".join(name or "the default branch" for name in row.branches)
    return _open(commitment, f"this clone shows no branch {named}", seen)


def _unsupported(commitment: SupportedVersion, row: Series, seen: _Seen) -> Verdict:
    if row.form == "latest" and not any(part.bounds for part in row.parts):
        return _open(commitment, "a tag of an image or a channel may be meant, not the newest release", seen)
    released = tuple(one for one in seen.newest if not one.pre)
    covered = bool(released) and all(row.covers(one.text, seen.texts) is True for one in (*released, *seen.beyond))
    coming = _coming(seen, (series(version) for version, supported in commitment.neighbours if supported))
    if covered and coming:
        return _early(commitment, released[0], coming)
    if covered and commitment.neighbours and not any(supported for _, supported in commitment.neighbours):
        return _verdict(commitment, Standing.KEPT, "kept by its text: no version is supported", (_text(commitment),))
    if covered:
        facts = tuple(msgspec.structs.replace(_fact(one), weakness=True) for one in released)
        return _verdict(
            commitment,
            Standing.BROKEN,
            f"this row says unsupported and covers the newest release {released[0].text}",
            (*facts, _text(commitment, weakness=True)),
            f"Let the row end before {released[0].text}.",
        )
    last = (*seen.beyond, *seen.newest)
    facts = (_text(commitment), *(_fact(one) for one in last))
    outside = next((one for one in last if row.covers(one.text, seen.texts) is not True), None)
    newest = f"; the newest release {outside.text} is not in it" if outside else ""
    return _verdict(commitment, Standing.KEPT, f"kept by its text{newest}", facts)


def _fact(version: _Version) -> Fact:
    if version.tagged:
        return Fact(fact=f"release {version.text}", kind=Class.RECORD, span=version.span, value=version.text)
    words = f"the manifest says {version.text}"
    return Fact(fact=words, kind=Class.CONFIGURED, span=version.span, value=version.text)


def _text(commitment: SupportedVersion, *, weakness: bool = False) -> Fact:
    says = "supported" if commitment.supported else "unsupported"
    return Fact(fact=f"the row says {says}", kind=Class.TEXT, span=commitment.span, weakness=weakness)


def _verdict(
    commitment: SupportedVersion, standing: Standing, reason: str, facts: tuple[Fact, ...], step: str = ""
) -> Verdict:
    following = Step(text=step) if step else None
    return Verdict(commitment=commitment, standing=standing, reason=reason, because=facts, next=following)


def _open(commitment: SupportedVersion, reason: str, seen: _Seen) -> Verdict:
    return Verdict(
        commitment=commitment,
        standing=Standing.UNPROVEN,
        reason=reason,
        gaps=seen.gaps,
        settles="repository",
        next=Step(text="A version tag merged into the checked commit would prove it."),
    )


CONTROL = Control(name="supported-version", judges=judges, wants=wants, judge=judge)
