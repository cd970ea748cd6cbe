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
_SIGNED = re.compile(r"^gpgsig(?:-sha256)? ", re.MULTILINE)
_COMMITTED = re.compile(r"^committer .*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_PARENT = re.compile(r"^parent ", re.MULTILINE)


def signatures(scene: Scene, want: Signatures) -> Answer[Signature]:
    """The tags of releases, or the newest commits of the default branch, the newest first."""
    top = scene.repository.checkout
    if top is None:
        return Answer(gaps=(Gap(wanted=f"signatures of {want.of}", reason=history.NO_GIT),))
    gaps = (Gap(wanted=f"older {want.of}", reason="shallow clone"),) if history.is_shallow(top) else ()
    found = _tags(top) if want.of == "tags" else _commits(scene.repository, top, history.end_of(scene.at))
    past = [one for one in found if one.at.timestamp() <= history.end_of(scene.at)]
    return Answer(found=tuple(sorted(past, key=lambda one: one.at, reverse=True)), gaps=gaps)


def _tags(top: Path) -> list[Signature]:
    """Tags that name a whole version: "v1" and "v1.2" are moved along for those who use actions, unsigned."""
    form = "%(refname:strip=2)%00%(creatordate:unix)%00%(if)%(contents:signature)%(then)signed%(end)"
    listed = git.ask(top, "for-each-ref", f"--format=%(objecttype)%00{form}", "refs/tags")
    whole: list[Signature] = []
    short: list[Signature] = []
    for line in listed.output.splitlines() if listed.passed else ():
        kind, name, moment, signed, *_ = (*line.split("\0"), "", "", "")
        read = history.version_of_tag(name)
        if read is None or not moment.isdigit():
            continue
        seen = Signature(
            name=name, span=Span(f"tag:{name}"), at=_moment(moment), signed=kind == "tag" and signed == "signed"
        )
        (whole if len(re.findall(r"\d+", read[1])) > 2 else short).append(seen)
    return whole or short


def _commits(repository: Repository, top: Path, until: int) -> list[Signature]:
    default = history.default_branch(repository)
    here = git.ask(top, "symbolic-ref", "--quiet", "--short", "HEAD").output.strip()
    places = (
        ("HEAD",) if not default or here == default else (f"refs/remotes/origin/{default}", f"refs/heads/{default}")
    )
    for place in (*places, "HEAD"):
        words = ("rev-list", "--header", f"--max-count={MOST_COMMITS}", f"--until={until}", place, "--")
        listed = git.ask(top, *words)
        if listed.passed:
            return [seen for raw in listed.output.split("\0") if (seen := _commit(raw)) is not None]
    return []


def _commit(raw: str) -> Signature | None:
    """A commit as ``git rev-list --header`` prints it: its name, its header, an empty line, its message."""
    name, _, rest = raw.lstrip("\n").partition("\n")
    header = rest.partition("\n\n")[0]
    moment = _COMMITTED.search(header)
    if not re.fullmatch(r"[0-9a-f]{40,64}", name) or moment is None:
        return None
    return Signature(
        name=name[:12],
        span=Span(f"commit:{name[:12]}"),
        at=_moment(moment[1]),
        signed=_SIGNED.search(header) is not None,
        merge=len(_PARENT.findall(header)) > 1,
    )


def _moment(seconds: str) -> datetime:
    """A moment in seconds; absurd ones are never past."""
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)


GATHERERS = (Gatherer(wants=Signatures, answer=signatures),)
