"""What git remembers: the checked commit, tags merged into it or of other branches, branches."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from troth.evidence import git, origin
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.documents import History
from troth.terms.seen.manifests import Release
from troth.terms.span import Span
from troth.terms.versions import order

NO_GIT = "no git checkout that could be read"
NO_COMMIT = "no commit yet"
UNREADABLE = "what HEAD names cannot be read"
USUAL_BRANCHES = ("main", "master", "trunk", "develop", "development", "dev")
"""Names of default branches, the usual first; asked only where the remote does not say which is its own."""
_TAG = re.compile(
    r"(?P<prefix>.*?)(?P<mark>(?<![A-Za-z])[vVrR])?"
    r"(?P<version>\d+(?:[._]\d+)+(?:[-._+]?[0-9A-Za-z][0-9A-Za-z.+-]*)?|\d+(?:[-._+]?[A-Za-z][0-9A-Za-z.+-]*)?)"
)
_DATE = re.compile(r"(?P<prefix>(?:.*[-_/@])?)[vV]?(?P<version>\d{4}-\d{2}-\d{2})(?P<rest>(?:[-.]\d+)?)")
_PLAIN_WORDS = frozenset(
    {"", "v", "r", "release", "releases", "rel", "version", "ver", "stable", "prod", "tag", "production"}
)
_EARLY_WORDS = frozenset({"nightly", "alpha", "beta", "dev", "canary", "preview", "snapshot", "edge", "rc", "unstable"})


def past(repository: Repository, at: date) -> Answer[History]:
    """The checked commit and the date (UTC) of the newest commit in its history that is not after ``at``."""
    top = repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted="the history of the tree", reason=NO_GIT),))
    head = git.ask(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not head.passed:
        return Answer(gaps=(Gap(wanted="the checked commit", reason=_why_no_commit(top, head)),))
    newest = git.ask(top, "log", "-1", "--format=%ct", f"--until={end_of(at)}", "HEAD", "--")
    if not newest.passed:
        return Answer(gaps=(Gap(wanted="a commit", reason=newest.trouble or UNREADABLE),))
    if not newest.output.strip().isdigit():
        return Answer(gaps=(Gap(wanted="a commit", reason=f"none is as old as {at.isoformat()}"),))
    branch = git.ask(top, "symbolic-ref", "--quiet", "--short", "HEAD")
    return Answer(
        found=(
            History(
                commit=head.output.strip(),
                newest=_day(newest.output.strip()),
                branch=branch.output.strip() if branch.passed else "",
                shallow=is_shallow(top),
            ),
        )
    )


def _why_no_commit(top: Path, asked: git.Ran) -> str:
    """Why HEAD, about which git was ``asked``, gives no commit: its branch has none yet, or it cannot be read.

    Of a branch without a commit git tells the name and nothing behind it; a name behind which nothing can be read is
    damage (gitglossary(7), "unborn").
    """
    if not asked.trouble and git.ask(top, "symbolic-ref", "--quiet", "HEAD").passed:
        asked = git.ask(top, "rev-parse", "--verify", "--quiet", "HEAD")
        if asked.exit_code == 1:
            return NO_COMMIT
    return asked.trouble or UNREADABLE


def releases(repository: Repository, at: date) -> Answer[Release]:
    """Version tags merged into the checked commit and not younger than ``at``, newest version first."""
    return _tagged(repository, at, "--merged=HEAD")


def releases_elsewhere(repository: Repository, at: date) -> Answer[Release]:
    """The same of tags that are not merged: releases of maintenance branches."""
    return _tagged(repository, at, "--no-merged=HEAD")


def _tagged(repository: Repository, at: date, where: str) -> Answer[Release]:
    top = repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted="tags", reason=NO_GIT),))
    form = "--format=%(refname:strip=2)%00%(creatordate:unix)%00%(committerdate:unix)%00%(*committerdate:unix)"
    listed = git.ask(top, "for-each-ref", where, form, "refs/tags")
    if not listed.passed:
        return Answer(gaps=(Gap(wanted="tags", reason=listed.trouble or "git cannot list them"),))
    own = origin.address(top).rpartition("/")[2].lower()
    found = [release for line in listed.output.splitlines() if (release := _release(line, own)) is not None]
    past_ones = [release for release in found if release.at is None or release.at <= at]
    gaps = (Gap(wanted="older tags", reason="shallow clone"),) if is_shallow(top) else ()
    return Answer(found=tuple(sorted(past_ones, key=_newest_first, reverse=True)), gaps=gaps)


def branches(repository: Repository) -> Answer[str]:
    """Names of local branches and those of the remote, the default branch first."""
    top = repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted="branches", reason=NO_GIT),))
    listed = git.ask(top, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes")
    if not listed.passed:
        return Answer(gaps=(Gap(wanted="branches", reason=listed.trouble or "git cannot list them"),))
    names = {name for line in listed.output.splitlines() if (name := _branch_name(line))}
    default = default_branch(repository)
    rest = sorted(names - {default})
    gaps = (Gap(wanted="other branches", reason="shallow clone"),) if is_shallow(top) else ()
    return Answer(found=(default, *rest) if default in names else tuple(rest), gaps=gaps)


def default_branch(repository: Repository) -> str:
    """The default branch: the remote's own, else the only usual name among the branches; "" where it cannot be told."""
    top = repository.checkout
    if top is None:
        return ""
    remote = git.ask(top, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if remote.passed:
        return remote.output.strip().removeprefix("refs/remotes/origin/")
    listed = git.ask(top, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes")
    names = {_branch_name(line) for line in listed.output.splitlines()}
    return next((name for name in USUAL_BRANCHES if name in names), "")


def version_of_tag(tag: str) -> tuple[str, str, bool] | None:
    """Package, version and whether it is a pre-release, from a tag; None for a tag that names no version.

    "v1.2.3", "1.2.3", "ferry-1.2.3", "ferry/v1.2.3", "@harbour/ferry@1.2.3", "release-1.2", "REL_1_2", "2024-05-01".
    """
    dated = _DATE.fullmatch(tag)
    if dated:
        package, early = _package(dated["prefix"])
        return package, dated["version"].replace("-", ".") + dated["rest"].replace("-", "."), early
    match = _TAG.fullmatch(tag) if len(tag) <= order.LONGEST else None
    if match is None or not _names_version(match):
        return None
    version = match["version"]
    if "." not in version:
        version = version.replace("_", ".")
    package, early = _package(match["prefix"])
    loose = order.parse(version)
    return None if loose is None else (package, version, early or loose.prerelease)


def _names_version(match: re.Match[str]) -> bool:
    """A single number is a version only after "v", after a word such as "release", or where the tag is nothing else."""
    prefix, version = match["prefix"], match["version"]
    if prefix and prefix[-1].isalnum() and not match["mark"] and prefix.lower() not in _PLAIN_WORDS:
        return False
    several = re.match(r"\d+[._]\d", version) is not None
    return several or bool(match["mark"]) or prefix.rstrip("-_/@").lower() in _PLAIN_WORDS


def _package(prefix: str) -> tuple[str, bool]:
    """The package that a prefix names ("" where it is a plain word), and whether the prefix marks pre-releases."""
    name = prefix.rstrip("-_/@ ")
    last = re.split(r"[-_/]", name)[-1].lower()
    if last in _PLAIN_WORDS or last in _EARLY_WORDS:
        name = name[: len(name) - len(last)].rstrip("-_/@ ")
    return name, last in _EARLY_WORDS


def _release(line: str, own: str) -> Release | None:
    """The release of one line; a package that is named as the repository, ``own``, is the project itself."""
    tag, *moments = line.split("\0")
    read = version_of_tag(tag)
    if read is None:
        return None
    package, version, prerelease = read
    moment = next((moment for moment in moments if moment.isdigit()), None)
    return Release(
        tag=tag,
        version=version,
        span=Span(f"tag:{tag}"),
        at=None if moment is None else _day(moment),
        prerelease=prerelease,
        package="" if own and package.lower() == own else package,
    )


def _newest_first(release: Release) -> tuple[order.Loose, str]:
    return order.parse(release.version) or order.Loose((0,)), release.tag


def _branch_name(ref: str) -> str:
    if ref.startswith("refs/heads/"):
        return ref.removeprefix("refs/heads/")
    _, _, name = ref.removeprefix("refs/remotes/").partition("/")
    return "" if name == "HEAD" else name


def is_shallow(top: Path) -> bool:
    """Whether the clone lacks older commits."""
    return git.ask(top, "rev-parse", "--is-shallow-repository").output.strip() == "true"


def end_of(day: date) -> int:
    """The last second of ``day`` in UTC, as git counts time."""
    following = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int((following + timedelta(days=1)).timestamp()) - 1 if day < date.max else int(following.timestamp())


def _day(moment: str) -> date:
    """The day in UTC of a moment in seconds; absurd moments become the last day there is, so they are never past."""
    try:
        return datetime.fromtimestamp(int(moment), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        return date.max


GATHERERS = (
    Gatherer(wants=wants.Past, answer=lambda scene, _: past(scene.repository, scene.at)),
    Gatherer(wants=wants.Releases, answer=lambda scene, _: releases(scene.repository, scene.at)),
    Gatherer(wants=wants.ReleasesElsewhere, answer=lambda scene, _: releases_elsewhere(scene.repository, scene.at)),
    Gatherer(wants=wants.Branches, answer=lambda scene, _: branches(scene.repository)),
)
