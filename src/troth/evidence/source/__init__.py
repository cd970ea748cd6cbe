"""What the source says: unsafe sites of Rust code, the lints of each crate, and records of their review."""

from __future__ import annotations

from troth.evidence.scene import Gatherer, Scene
from troth.evidence.source import crates, reviews
from troth.evidence.source.rust import unsafe_in
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.source import CrateLints, ReviewRecord, UnsafeSite
from troth.terms.span import Span

APART = frozenset({"tests", "test", "benches", "bench", "examples", "fuzz", "testdata", "fixtures"})
"""Folders whose code does not ship."""
MOST_SITES = 100_000
"""Sites that are taken of one tree."""


def unsafe_sites(scene: Scene, _want: wants.UnsafeSites) -> Answer[UnsafeSite]:
    """Every unsafe site of the project's own Rust files; unreadable and unparsable files are gaps."""
    repository = scene.repository
    folders = {one.folder: one.package for one in crates.manifests(repository) if one.package}
    found: list[UnsafeSite] = []
    gaps = [*_unseen(scene)]
    read = [path for path in repository.paths if path.endswith(".rs") and not crates.foreign(repository, path)]
    for path in read:
        data = repository.data(path)
        if data is None:
            gaps += repository.gaps_of((path,))
            continue
        seen = unsafe_in(data)
        if seen.trouble:
            gaps.append(Gap(wanted=path, reason=seen.trouble, span=Span(path)))
        crate = crates.crate_of(folders, path)
        apart = _apart(path)
        found += [
            UnsafeSite(
                form=site.form,
                crate=crate,
                span=Span(path, site.line, site.text, site.end_line if site.end_line != site.line else None),
                explained=site.explained,
                digest=site.digest,
                test=site.test or apart,
            )
            for site in seen.sites
        ]
        if len(found) > MOST_SITES:
            gaps.append(Gap(wanted="the rest of the unsafe code", reason=f"more than {MOST_SITES} sites"))
            break
    return Answer(found=tuple(found[:MOST_SITES]), gaps=tuple(gaps), read=tuple(read))


def crate_lints(scene: Scene, _want: wants.Crates) -> Answer[CrateLints]:
    """Every crate of the project with the level of its ``unsafe_code`` lint."""
    repository = scene.repository
    paths = tuple(p for p in repository.paths if p.rpartition("/")[2] == "Cargo.toml")
    own = tuple(path for path in paths if not crates.foreign(repository, path))
    found = crates.lints(repository)
    return Answer(found=found, gaps=(*_unseen(scene), *repository.gaps_of(own)), read=own)


def review_records(scene: Scene, _want: wants.ReviewRecords) -> Answer[ReviewRecord]:
    """Every record of a review that names its date and person."""
    repository = scene.repository
    found = reviews.records(repository, scene.at)
    read = tuple(path for path in reviews.FILES if path in repository.path_set)
    return Answer(found=found, gaps=repository.gaps_of(read), read=read)


def _unseen(scene: Scene) -> tuple[Gap, ...]:
    """Parts of the tree that no reader could enter: a universal sentence needs them."""
    repository = scene.repository
    rest = (Gap(wanted="the rest of the tree", reason=repository.limit),) if repository.limit else ()
    links = tuple(
        Gap(wanted=path, reason="git link without its content", span=Span(path)) for path in repository.git_links
    )
    return rest + links


def _apart(path: str) -> bool:
    *folders, name = path.split("/")
    stem = name.removesuffix(".rs")
    return not APART.isdisjoint(folders) or stem in ("tests", "test") or stem.endswith(("_test", "_tests"))


GATHERERS: tuple[Gatherer, ...] = (
    Gatherer(wants=wants.UnsafeSites, answer=unsafe_sites),
    Gatherer(wants=wants.Crates, answer=crate_lints),
    Gatherer(wants=wants.ReviewRecords, answer=review_records),
)
