"""Links of the policy that lead to nothing, where exactly one file of the tree can be meant.

That is one file of the same name, or a page that the host shows beside the files ("/security/advisories/new"), which a
link reaches relative to where the host shows the document.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.remedy.written import Written
from troth.terms.commitment import Commitment
from troth.terms.edit import Serves, Unmended
from troth.terms.seen.documents import Link
from troth.terms.span import Span
from troth.terms.wants import Links

_COMMON = frozenset({"readme", "index", "license", "licence", "changelog", "contributing", "security"})
"""Names of which another folder may have its own: one of them elsewhere need not be the one that is meant."""
_PAGES = re.compile(
    r"/?(?:security(?:/advisories(?:/new)?|/policy)?|issues(?:/new(?:/choose)?)?|discussions|releases|pulls|wiki)/?"
)
"""Pages of GitHub beside the files of a project."""
_OTHERS = frozenset({"vendor", "node_modules", "third_party", "third-party", "testdata", "fixtures", "site-packages"})


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for want, answer in ground.answered(Links):
        written = ground.file(want.document)
        for link in answer.found:
            served = _served(ground, link)
            if link.alive or written is None or not (served or ground.beside):
                continue
            target = _meant(want.document, link.target, ground.paths)
            place = _place(written, link.span, link.target) if target else None
            if place is not None:
                yield _change(written, place, target, served)


def _served(ground: Ground, link: Link) -> tuple[Serves, ...]:
    """The promises of the same line that name what the link names."""
    return tuple(
        serves(judged)
        for judged in ground.by("document", "contact")
        if (judged.verdict.commitment.span.path, judged.verdict.commitment.span.line)
        == (link.span.path, link.span.line)
        and link.target.partition("#")[0] == _named(judged.verdict.commitment)
    )


def _named(commitment: Commitment) -> str:
    named = getattr(commitment, "target", "") or getattr(commitment, "value", "")
    return str(named).partition("#")[0]


def _change(written: Written, place: tuple[int, int], target: str, served: tuple[Serves, ...]) -> Change:
    return Change(
        path=written.path,
        begin=place[0],
        end=place[1],
        new=target,
        remedy="dead-link",
        why=f"Leads a link to {unquote(target)}.",
        serves=served,
    )


def _meant(document: str, target: str, paths: tuple[str, ...]) -> str:
    """What the link should say; "" where nothing or several things can be meant."""
    address, mark, anchor = target.partition("#")
    folder = posixpath.dirname(document)
    if _PAGES.fullmatch(address):
        depth = 2 + (folder.count("/") + 1 if folder else 0)
        return f"{'../' * depth}{address.strip('/')}{mark}{anchor}"
    name = posixpath.basename(unquote(address.partition("?")[0]).rstrip("/")).casefold()
    if not name or posixpath.splitext(name)[0] in _COMMON or "." not in name:
        return ""
    found = [
        path
        for path in paths
        if posixpath.basename(path).casefold() == name and not _OTHERS.intersection(path.split("/"))
    ]
    if len(found) != 1 or found[0] == document:
        return ""
    new = f"/{found[0]}" if address.startswith("/") else posixpath.relpath(found[0], folder or ".")
    return quote(new, safe="/._-~()@+") + mark + anchor


def _place(written: Written, span: Span, target: str) -> tuple[int, int] | None:
    """Where the target stands as a link, once, on its line."""
    line = written.line(span.line)
    ends = r"[)>\"'\s]|$"
    found = [
        match
        for match in re.finditer(rf"(?<=[(<\"'\s=]){re.escape(target)}(?={ends})", line)
        if "](" in line[: match.start()] or "]:" in line[: match.start()] or "=" in line[: match.start()]
    ]
    if len(found) != 1:
        return None
    start = written.place(span.line)[0]
    return start + found[0].start(), start + found[0].end()


REMEDY = Remedy(name="dead-link", what="links of the policy, where one file alone can be meant", mend=_mend)
