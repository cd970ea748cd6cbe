"""Which release tags and commits carry a signature, read from the objects themselves.

Signatures stand in the header of a commit (gitformat-signature(5), ``gpgsig``) and at the end of an annotated tag;
a lightweight tag has none. No program that verifies is started: presence is told, validity is not.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from troth.evidence import git, history
from troth.evidence.repository import Repository
from troth.evidence.scene import Gatherer, Scene
from troth.terms.answer import Answer, Gap
from troth.terms.seen.signatures import Signature
from troth.terms.span import Span
from troth.terms.wants import Signatures

MOST_COMMITS = 100
"""The newest commits of the default branch are looked at; what was signed years ago says little."""
_ARMOUR = r"-----BEGIN (?P<form>PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----"
_IN_COMMIT = re.compile(rf"^gpgsig(?:-sha256)? {_ARMOUR}\r?\n(?: .*\n)*? -----END (?P=form)-----", re.MULTILINE)
_IN_TAG = re.compile(rf"{_ARMOUR}\r?\n.*-----END (?P=form)-----\s*", re.DOTALL)
"""Only a closed armour is a signature; gitformat-signature(5) names its kinds."""
_FORMS = {"PGP SIGNATURE": "pgp", "PGP MESSAGE": "pgp", "SSH SIGNATURE": "ssh", "SIGNED MESSAGE": "x509"}
_COMMITTED = re.compile(r"^committer .*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_PARENT = re.compile(r"^parent ", re.MULTILINE)


def signatures(scene: Scene, want: Signatures) -> Answer[Signature]:
    """The tags of releases, or the newest commits of the default branch, the newest first."""
    top = scene.repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted=f"signatures of {want.of}", reason=history.NO_GIT),))
    shallow = (Gap(wanted=f"older {want.of}", reason="shallow clone"),) if history.is_shallow(top) else ()
    until = history.end_of(scene.at)
    found, gaps = _tags(top, until) if want.of == "tags" else _commits(scene.repository, top, until)
    gaps = (*shallow, *gaps)
    past = [one for one in found if one.at.timestamp() <= until]
    return Answer(found=tuple(sorted(past, key=lambda one: one.at, reverse=True)), gaps=gaps)


def _tags(top: Path, until: int) -> tuple[list[Signature], tuple[Gap, ...]]:
    """Tags that name a version; "v1" beside "v1.2.3" is moved along for those who use actions, and stands aside.

    A job for a pushed tag may fetch the commit under the tag's name, and a signed tag looks like a bare one: a light
    tag of what is checked out tells nothing.
    """
    form = "%(objecttype)%00%(refname:strip=2)%00%(creatordate:unix)%00%(objectname)%00%(contents:signature)%00"
    listed = git.ask(top, "for-each-ref", f"--format={form}", "refs/tags")
    if not listed.passed:
        return [], (Gap(wanted="tags", reason=listed.trouble or "git cannot list them"),)
    head = git.ask(top, "rev-parse", "--verify", "--quiet", "HEAD").output.strip()
    fields = listed.output.split("\0")
    rows = [(*fields[at : at + 5],) for at in range(0, len(fields) - 4, 5)]
    read = {row[1]: version for row in rows if (version := history.version_of_tag(row[1])) is not None}
    numbers = {name: tuple(re.findall(r"\d+", version[1])) for name, version in read.items()}
    longer = {
        numbers[name][:length] for name in read if not read[name][2] for length in range(1, min(len(numbers[name]), 3))
    }
    packages = {package for package, _, early in read.values() if not early}
    own = "" if "" in packages or len(packages) != 1 else min(packages)
    found: list[Signature] = []
    gaps: list[Gap] = []
    for kind, name, moment, named, text in rows:
        if name not in read:
            continue
        if not moment.isdigit():
            gaps.append(Gap(wanted=f"the day of tag {name}", reason="the tag tells none", span=Span(f"tag:{name}")))
            continue
        if kind.strip() == "commit" and named == head and _moment(moment).timestamp() <= until:
            reason = "a light tag of what is checked out may be a signed one that was fetched without its signature"
            gaps.append(Gap(wanted=f"the object of tag {name}", reason=reason, span=Span(f"tag:{name}")))
            continue
        match = _IN_TAG.fullmatch(text) if kind.strip() == "tag" else None
        package, _, early = read[name]
        found.append(
            Signature(
                name=name,
                span=Span(f"tag:{name}"),
                at=_moment(moment),
                form=_FORMS[match["form"]] if match else "",
                aside=early or package != own or numbers[name] in longer,
            )
        )
    return found, tuple(gaps[:3])


def _commits(repository: Repository, top: Path, until: int) -> tuple[list[Signature], tuple[Gap, ...]]:
    default = history.default_branch(repository)
    here = git.ask(top, "symbolic-ref", "--quiet", "--short", "HEAD").output.strip()
    places = (
        ("HEAD",) if not default or here == default else (f"refs/remotes/origin/{default}", f"refs/heads/{default}")
    )
    trouble = ""
    for place in (*places, "HEAD"):
        words = ("rev-list", "--header", f"--max-count={MOST_COMMITS}", f"--until={until}", place, "--")
        listed = git.ask(top, *words)
        if listed.passed:
            return [seen for raw in listed.output.split("\0") if (seen := _commit(raw)) is not None], ()
        trouble = trouble or listed.trouble
    return [], (Gap(wanted="commits", reason=trouble or "git cannot list them"),)


def _commit(raw: str) -> Signature | None:
    """A commit as ``git rev-list --header`` prints it: its name, its header, an empty line, its message."""
    name, _, rest = raw.lstrip("\n").partition("\n")
    header = rest.partition("\n\n")[0]
    match = _IN_COMMIT.search(header)
    moment = _COMMITTED.search(header)
    if not re.fullmatch(r"[0-9a-f]{40,64}", name) or moment is None:
        return None
    return Signature(
        name=name[:12],
        span=Span(f"commit:{name[:12]}"),
        at=_moment(moment[1]),
        form=_FORMS[match["form"]] if match else "",
        merge=len(_PARENT.findall(header)) > 1,
    )


def _moment(seconds: str) -> datetime:
    """A moment in seconds; absurd ones are never past."""
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


GATHERERS = (Gatherer(wants=Signatures, answer=signatures),)
