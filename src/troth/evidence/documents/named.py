"""Files that a policy names, files that speak of something, and links that lead somewhere or nowhere."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from functools import lru_cache

from troth.evidence.documents import dates, markup, places
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms import wants
from troth.terms.answer import Answer, Gap
from troth.terms.seen.documents import Link, NamedFile
from troth.terms.span import Span, excerpt

MOST_LINKS = 2000
"""Links that are followed in one document."""
MOST_FILES = 20
"""Files of a folder whose words are counted."""
MOST_CANDIDATES = 5
TEXTS = (".md", ".mdx", ".rst", ".adoc", ".txt", ".org")
_FOREIGN = re.compile(r"(?:^|/)(?:node_modules|vendor|third[_-]party|\.venv|venv|site-packages|target|dist)/")
_DULL = frozenset(
    (
        *("the", "and", "for", "our", "are", "all", "with", "from", "file", "files", "maintained", "kept"),
        *("documentation", "document", "documents", "documented", "docs", "guide", "guides", "policy", "policies"),
        *("procedure", "procedures", "plan", "plans"),
    )
)
"""Words that tell no document from another."""


def named_files(scene: Scene, want: wants.NamedFiles) -> Answer[NamedFile]:
    """What ``target`` leads to: one file or folder, there or not; a gap where it is no path of the tree.

    An empty target means the document itself.
    """
    repository = scene.repository
    place = places.place(repository, want.document, want.target or "#", as_link=False)
    read = (want.document,) if want.document in repository.path_set else ()
    if place.kind == "hosted":
        return Answer(gaps=(Gap(wanted=want.target, reason="a page of the host, not a file"),), read=read)
    if place.kind == "unknown":
        return Answer(gaps=(Gap(wanted=want.target, reason="not a path of this tree"),), read=read)
    if place.kind == "missing" and _is_elsewhere(repository, want):
        reason = "not in the tree; perhaps a path of a running service or a product of a build"
        return Answer(gaps=(Gap(wanted=want.target, reason=reason),), read=read)
    if place.kind == "missing":
        parent = _nearest(repository, place.path)
        return Answer(found=(NamedFile(target=want.target, span=Span(parent), exists=False),), read=read)
    if place.kind == "folder" and not place.path:
        return Answer(gaps=(Gap(wanted=want.target, reason="the whole tree, which is no document"),), read=read)
    if place.kind == "folder":
        return Answer(found=(_folder(repository, want.target, place.path, scene.at),), read=read)
    found = _file(repository, want.target, place, scene.at)
    return Answer(found=(found,), gaps=repository.gaps_of((place.path,)), read=(*read, place.path))


def files_about(scene: Scene, want: wants.FilesAbout) -> Answer[NamedFile]:
    """Documents whose path or headings hold the telling words of ``words``; those that hold more of them first."""
    repository = scene.repository
    words = _telling(want.words)
    if not words:
        return Answer()
    scored = []
    for path in _documents(repository):
        by_path = sum(word in path.lower() for word in words)
        titles = list(markup.headings(repository.lines(path)))
        best = max(((sum(w in title.lower() for w in words), -line) for line, title in titles), default=(0, 0))
        score = max(by_path, best[0])
        if score * 2 > len(words):
            scored.append((-score, path, -best[1] if best[0] >= by_path else None))
    found = []
    for _, path, line in sorted(scored, key=lambda one: one[:2])[:MOST_CANDIDATES]:
        count = markup.content_words(repository.text(path) or "")
        text = excerpt(repository.lines(path)[line - 1]) if line else ""
        found.append(NamedFile(target=path, span=Span(path, line, text), exists=True, words=count))
    return Answer(found=tuple(found), read=())


def links(scene: Scene, want: wants.Links) -> Answer[Link]:
    """Relative links of a document, images too; those that lead outside of the tree cannot be told and are left out."""
    repository = scene.repository
    if want.document not in repository.path_set:
        return Answer(gaps=(Gap(wanted=want.document, reason="not in the tree"),))
    lines = repository.lines(want.document)
    found: list[Link] = []
    for target, number in markup.targets(lines):
        if target.startswith("#"):
            continue
        place = places.place(repository, want.document, target)
        if place.kind == "unknown":
            continue
        span = Span(want.document, number, excerpt(lines[number - 1]))
        found.append(Link(target=target, span=span, alive=place.kind != "missing" and not place.odd_case))
        if len(found) >= MOST_LINKS:
            return Answer(
                found=tuple(found),
                gaps=(Gap(wanted="the rest of the links", reason=f"more than {MOST_LINKS} links"),),
                read=(want.document,),
            )
    return Answer(found=tuple(found), gaps=repository.gaps_of((want.document,)), read=(want.document,))


def _file(repository: Repository, target: str, place: places.Place, today: date) -> NamedFile:
    text = repository.text(place.path)
    lines = repository.lines(place.path) if text is not None else ()
    is_markdown = place.path.lower().endswith((".md", ".mdx"))
    words = markup.content_words(text) if text is not None else _size(repository, place.path)
    dead = bool(place.anchor) and is_markdown and not re.fullmatch(r"L\d+.*", place.anchor)
    last, following = _reviews(place.path, lines, today)
    return NamedFile(
        target=target,
        span=Span(place.path),
        exists=True,
        words=words,
        reviewed=last[0] if last else None,
        reviewed_at=last[1] if last else None,
        next_review=following[0] if following else None,
        next_review_at=following[1] if following else None,
        anchor_missing=dead and place.anchor.lower() not in markup.anchors(lines),
        odd_case=place.odd_case,
    )


def _folder(repository: Repository, target: str, path: str, today: date) -> NamedFile:
    prefix = f"{path}/" if path else ""
    inside = [one for one in repository.paths if one.startswith(prefix)][:MOST_FILES]
    words = sum(
        markup.content_words(text) if (text := repository.text(one)) is not None else _size(repository, one)
        for one in inside
    )
    newest = [last for one in inside if (last := _reviews(one, repository.lines(one), today)[0]) is not None]
    best = max(newest, default=None)
    return NamedFile(
        target=target,
        span=Span(path or "."),
        exists=True,
        folder=True,
        words=words,
        reviewed=best[0] if best else None,
        reviewed_at=best[1] if best else None,
    )


def _size(repository: Repository, path: str) -> int:
    """A stand-in for the words of what is no text (a PDF): one where there is anything at all."""
    return 1 if repository.data(path) else 0


def _reviews(
    path: str, lines: tuple[str, ...], today: date
) -> tuple[tuple[date, Span] | None, tuple[date, Span] | None]:
    """The newest "last reviewed" that is not in the future, and the newest "next review", with their lines."""
    spans = [(kind, when, Span(path, line, excerpt(lines[line - 1]))) for kind, when, line in dates.reviews(lines)]
    last = [(when, span) for kind, when, span in spans if kind == "last" and when <= today]
    following = [(when, span) for kind, when, span in spans if kind == "next"]
    return max(last, default=None), max(following, default=None)


@lru_cache(maxsize=8)
def _linked(lines: tuple[str, ...]) -> frozenset[str]:
    """What a document links to; asked once for each file that it names."""
    return frozenset(target for target, _ in markup.targets(lines))


def _is_elsewhere(repository: Repository, want: wants.NamedFiles) -> bool:
    """Whether a path that is missing need not be one of this tree, unless the document links to it.

    Paths from "/" may be those of a web server or a machine; a bare name that is no document may be built.
    """
    if ".well-known" in want.target:
        return True
    if want.target in _linked(repository.lines(want.document)):
        return False
    name = want.target.partition("#")[0]
    return name.startswith(("/", "~")) or ("/" not in name and not name.lower().endswith((*TEXTS, ".pdf")))


def _nearest(repository: Repository, path: str) -> str:
    """The nearest folder above ``path`` that is there: what was read when it was missed."""
    folder = posixpath.dirname(path)
    while folder and folder not in repository.folders:
        folder = posixpath.dirname(folder)
    return folder or "."


def _documents(repository: Repository) -> list[str]:
    return [path for path in repository.paths if path.lower().endswith(TEXTS) and not _FOREIGN.search(path)]


def _telling(words: str) -> list[str]:
    """Words that tell one document from another, without their plural."""
    found = (word.removesuffix("s") for word in re.findall(r"[a-z][a-z-]{2,}", words.lower()) if word not in _DULL)
    return list(dict.fromkeys(found))[:8]
