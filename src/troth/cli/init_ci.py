"""``troth init --ci``: what makes the promises true, as edits of the tree that are shown or written."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from troth import pipeline
from troth.cli import mending
from troth.cli.shelf import opened
from troth.cli.sources import sources
from troth.cli.terminal import Progress, columns
from troth.evidence import history, origin
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.mending import Case
from troth.remedy.ci.ground import Ground
from troth.remedy.ci.plan import plan
from troth.report import mended
from troth.terms import wants
from troth.terms.edit import Edit, Unmended
from troth.terms.errors import RefusedEditError
from troth.terms.result import Result
from troth.terms.verdict import WORST_FIRST, Standing

ASKED = (
    wants.Manifests(),
    wants.Invocations(),
    wants.UpdateBots(),
    wants.IssueForms(),
    wants.Releases(),
    wants.OwnSettings(),
)
_PINNED_SOURCE = re.compile(
    r"git\+(?:https|ssh)://[\w.@:/~-]+@[0-9a-f]{40}(?:[0-9a-f]{24})?|[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?==\d[\w.+]*"
)
"""PEP 508 and pip's "VCS support": what names one Troth. Nothing of it means anything to a shell or to YAML."""


def show_or_write(arguments: argparse.Namespace) -> int:
    """Show the files for the host ``arguments.ci``, or write them where ``arguments.write`` says so.

    Raises:
        TrothError: the tree or a policy cannot be read, or a file cannot be written.
    """
    root = Path(arguments.path)
    with Progress() as progress:
        progress("looking at the tree …")
        case = _case(root, arguments)
        if arguments.ci == "auto":
            arguments.ci = _usual_host(case.scene.repository)
        before, _ = case.look()
        edits, unmended = plan(before, ground(case.scene, arguments), arguments.skip)
        progress("checking again with what would be written …")
        edits, refused, after = proven(
            case, edits, before, frozenset(one.id for left in unmended for one in left.serves)
        )
    if arguments.write:
        mending.write(root, edits)
    unmended = (*refused, *unmended)
    sys.stdout.write(mending.say(edits, unmended, arguments.format, color=arguments.color, written=arguments.write))
    if arguments.format != "json":
        sys.stdout.write(
            mended.summary(
                before,
                after,
                edits=len(edits),
                columns=columns(),
                written=arguments.write,
                again=_again(arguments),
                command=f"init --ci {arguments.ci}",
            )
        )
    return 0


def proven(
    case: Case, edits: tuple[Edit, ...], before: Result, told: frozenset[str]
) -> tuple[tuple[Edit, ...], tuple[Unmended, ...], Result]:
    """Those of ``edits`` with which no promise stands worse, the others with the reason, and the check with the first.

    ``told`` are promises that cannot be made true. Where there was no automation before, nothing contradicted them;
    with the first workflow it shows that they are not kept, and that is no harm. Nor is it one that a rhythm is at risk
    while the repository sleeps: the commit of its schedule wakes it.
    """
    after = case.with_edits(edits).look()[0] if edits else before
    if not _harmed(before, after, told):
        return edits, (), after
    harmful = [edit for edit in edits if _harmed(before, case.with_edits((edit,)).look()[0], told)] or list(edits)
    kept = tuple(edit for edit in edits if edit not in harmful)
    left = tuple(Unmended(path=one.path, reason=_WORSE, serves=one.serves) for one in harmful)
    return kept, left, case.with_edits(kept).look()[0] if kept else before


_WORSE = "what could be written would let a promise stand worse than now"


def _harmed(before: Result, after: Result, told: frozenset[str]) -> bool:
    stood = {one.id: one.verdict.standing for one in before.judged}
    pairs = ((one.id, stood[one.id], one.verdict.standing) for one in after.judged if one.id in stood)
    return any(
        WORST_FIRST.index(now) < WORST_FIRST.index(was)
        and not (was is Standing.UNPROVEN and (now is Standing.AT_RISK or name in told))
        for name, was, now in pairs
    )


def _case(root: Path, arguments: argparse.Namespace) -> Case:
    at = arguments.at or datetime.now(UTC).date()
    repository = Repository(root)
    found = sources(root, arguments.policy, arguments.organisation)
    return Case(
        sources=found.sources,
        scene=Scene(repository=repository, at=at),  # nothing is run: what is asked is how things are wired
        not_seen=found.not_seen,
        shelf=lambda: opened(arguments.advisories, at),
    )


def ground(scene: Scene, arguments: argparse.Namespace) -> Ground:
    """What the remedies may know of the tree of ``scene``."""
    repository = scene.repository
    answers = pipeline.answer(list(ASKED), scene, lambda: pipeline.NO_SHELF)
    home = origin.address(repository.checkout) if repository.checkout else ""

    def text(path: str) -> str | None:
        data = repository.data(path) if path in repository.path_set else None
        try:
            return None if data is None else data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    return Ground(
        host=arguments.ci,
        today=scene.at,
        paths=repository.paths,
        text=text,
        manifests=answers[wants.Manifests()].found,
        invocations=answers[wants.Invocations()],
        bots=answers[wants.UpdateBots()].found,
        forms=answers[wants.IssueForms()].found,
        releases=answers[wants.Releases()].found,
        settings=next(iter(answers[wants.OwnSettings()].found), None),
        home=home,
        branch=history.default_branch(repository),
        seed=zlib.crc32((home or repository.root.name).encode()),
        troth=_source(arguments.with_troth),
        security_txt=arguments.with_security_txt,
    )


def _source(written: str) -> str:
    """What pip shall install as Troth, "" for nothing: an address that names a commit, or a name with a version.

    Raises:
        RefusedEditError: it is neither; a bare name would install whatever somebody registers under it.
    """
    if written and not _PINNED_SOURCE.fullmatch(written):
        raise RefusedEditError(
            f"--with-troth {written} says not which Troth is meant",
            "git+https://HOST/OWNER/troth@COMMIT, with the whole commit, or NAME==VERSION of your own index",
        )
    return written


def _usual_host(repository: Repository) -> str:
    """The host whose pipelines the tree has; GitHub where it has those of both, or none."""
    github = any(path.startswith(".github/workflows/") for path in repository.paths)
    return "gitlab" if ".gitlab-ci.yml" in repository.path_set and not github else "github"


def _again(arguments: argparse.Namespace) -> str:
    """The words of this call that a next command needs too."""
    return "".join(f" {shlex.quote(word)}" for word in _words(arguments))


def _words(arguments: argparse.Namespace) -> Iterable[str]:
    yield from [] if arguments.path == "." else [arguments.path]
    for policy in arguments.policy:
        yield from ("--policy", policy)
    yield from ("--organisation", arguments.organisation) if arguments.organisation else ()
    for part in arguments.skip:
        yield from ("--skip", part)
    yield from ["--with-security-txt"] if arguments.with_security_txt else []
    yield from ("--with-troth", arguments.with_troth) if arguments.with_troth else ()
