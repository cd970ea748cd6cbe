"""Which documents are checked: those that are named, else the policy in its usual places and what belongs to it."""

from __future__ import annotations

import os
import shlex
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from troth.cli.documents import LARGEST, TEACH, resolve, text_of, told
from troth.cli.usual_places import FOLDERS, Place, elsewhere, support, usual
from troth.evidence.listing import list_tree
from troth.evidence.origin import address, owner
from troth.policy.continuation import mentions
from troth.policy.languages import unknown
from troth.policy.localised import ENDINGS, language_of
from troth.policy.markup import markup_of
from troth.terms.errors import UnreadablePolicyError
from troth.terms.lines import split
from troth.terms.result import NotSeen
from troth.terms.source import Role, Source
from troth.terms.span import Span

ORGANISATION = ".github"
"""Name of the repository that holds an owner's defaults."""
DEEPEST = 2
"""Links from the policy to a document that still counts: what it links to, and what that links to."""
MOST_LINKED = 12
"""Linked documents that are read; more are told as not seen."""
LARGEST_LINKED = 1024 * 1024
"""Bytes of the largest linked document that is read."""
UNKNOWN = "its language was not recognised"
GOES_ON = frozenset({"policy", "page", "translation", "linked"})
"""Documents whose links are followed."""


class Found(msgspec.Struct, frozen=True):
    """Documents to read, the foremost first, and those that could not be read."""

    sources: tuple[Source, ...]
    not_seen: tuple[NotSeen, ...] = ()


def sources(root: Path, named: list[str], organisation: str = "") -> Found:
    """The documents at ``named``, exactly these; without names the project's own, wherever they usually lie.

    Where the project has no policy of its own, that of ``organisation`` holds, a checkout of the owner's ``.github``
    repository, or of the folder of that name beside ``root`` where it has the same owner, as GitHub does.

    Raises:
        UnreadablePolicyError: there is none, or the foremost or a named one cannot be read as text.
    """
    collection = _Collection(root)
    for name in named:
        collection.add(Place(name, "policy"), must=True)
    if not named:
        collection.add_usual()
    if not collection.has("policy"):
        collection.add_organisation(organisation)
    if not collection.found:
        raise _none(root)
    if not named:
        collection.follow()
    collection.note_languages()
    return Found(tuple(collection.found), tuple(collection.not_seen))


def _none(root: Path) -> UnreadablePolicyError:
    """The error of a tree without a policy: where it was looked for, and what there is in its place."""
    folders = ", ".join(folder or "the root" for folder in FOLDERS)
    endings = ", ".join(each for each in ENDINGS if each not in ("", ".md"))
    teach = TEACH
    for place in support(root):
        teach += f"\nWhere {place.path} says it: --policy {shlex.quote(place.path)}"
    for path in elsewhere(list_tree(root).paths):
        teach += f"\nOne lies at {path}: --policy {shlex.quote(path)}"
    return UnreadablePolicyError(
        f"no SECURITY.md in {root} (looked in {folders}; for {endings} and no ending, too)", teach
    )


class _Collection:
    """Documents of one tree, each file once, however it is reached."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[Source] = []
        self.not_seen: list[NotSeen] = []
        self._known: set[Path] = set()

    def has(self, role: Role) -> bool:
        return any(each.role == role for each in self.found)

    def add(self, place: Place, *, cited: Span | None = None, must: bool = False) -> bool:
        """Read ``place`` and say whether it is new; unreadable ones are noted, or raised where they ``must`` be."""
        try:
            path = resolve(self.root, place.path)
            if path in self._known:
                return False
            self._known.add(path)
            text = text_of(path, place.path, LARGEST_LINKED if place.role == "linked" else LARGEST)
        except UnreadablePolicyError as error:
            if must:
                raise
            self._pass_over(place.path, error, cited)
            return False
        if place.role == "security.txt" and markup_of(place.path, split(text)).name != "security.txt":
            return False  # a file of that name that lists something else, such as requirements
        name = told(self.root, path)
        self.found.append(Source(path=name, text=text, role=place.role, cited=cited, origin=place.origin))
        return True

    def add_usual(self) -> None:
        """The documents in their usual places.

        Raises:
            UnreadablePolicyError: the foremost cannot be read; where another can, it is named.
        """
        places = usual(self.root)
        for number, place in enumerate(places):
            try:
                self.add(place, must=not self.found)
            except UnreadablePolicyError as error:
                raise self._blocked(place, places[number + 1 :], error) from error

    def _blocked(self, place: Place, others: Sequence[Place], error: UnreadablePolicyError) -> UnreadablePolicyError:
        """``error`` of the policy that hosts show, with another one that can be read, where there is one."""
        other = next((each for each in others if each.role == "policy" and self.add(each)), None)
        if other is None:
            return error
        told = f"it is the one that hosts show; {other.path} can be read"
        step = f"Take {place.path} away or write it, or name the other: --policy {shlex.quote(other.path)}"
        return UnreadablePolicyError(f"{error.what} ({told})", step)

    def note_languages(self) -> None:
        """Tell which documents seem to be in a language that nobody recognised; fields of security.txt are in none."""
        self.not_seen += [
            NotSeen(text=f"{source.path} (not English, and {UNKNOWN})", paths=(source.path,))
            for source in self.found
            if source.role != "security.txt" and unknown(source.text, language_of(source.path))
        ]

    def add_organisation(self, named: str) -> None:
        """The policy of the owner's ``.github`` repository: the one that is named, else the one beside the tree."""
        folder = Path(named) if named else owners_defaults(self.root)
        places = usual(folder) if folder else ()
        shown = next((place for place in places if place.role == "policy"), None)
        if folder is None or shown is None:
            if named:
                raise UnreadablePolicyError(
                    f"no SECURITY.md in {named}", "--organisation takes a checkout of the owner's .github repository"
                )
            return
        text = text_of(resolve(folder, shown.path), str(folder / shown.path))
        real = Path(os.path.realpath(folder)) / shown.path
        path = Path(os.path.relpath(real, os.path.realpath(self.root))).as_posix()
        self.found.append(Source(path=path, text=text, role="organisation"))

    def follow(self) -> None:
        """Add what the documents link to as part of themselves, and what that does; cycles end by themselves."""
        queue = deque((source, 1) for source in self.found if source.role in GOES_ON)
        linked = 0
        mentioned: dict[str, list[str]] = {}
        own = address(self.root)
        while queue:
            source, depth = queue.popleft()
            for each in mentions(source.path, source.text, own):
                if not each.part:
                    mentioned.setdefault(source.path, []).append(each.path)
                    continue
                if linked == MOST_LINKED:
                    self._too_many()
                    queue.clear()
                    break
                role: Role = "translation" if each.translation else "linked"
                place = Place(each.path, role, source.path if each.translation else "")
                if self._lies_there(each.path) and self.add(place, cited=each.cited):
                    linked += 1
                    if depth < DEEPEST:
                        queue.append((self.found[-1], depth + 1))
        self._tell(mentioned)

    def _tell(self, mentioned: Mapping[str, Sequence[str]]) -> None:
        """Note at each document which others of the tree it links to that nobody read, each once."""
        told = {source.path for source in self.found}
        for number, source in enumerate(self.found):
            unread = [path for path in mentioned.get(source.path, ()) if path not in told and self._lies_there(path)]
            told.update(unread)
            if unread:
                self.found[number] = msgspec.structs.replace(source, mentioned=tuple(unread))

    def _lies_there(self, path: str) -> bool:
        """Whether the link leads to a file; dead ones are findings of their own."""
        try:
            return (self.root / path).is_file()
        except (OSError, ValueError):
            return False

    def _pass_over(self, path: str, error: UnreadablePolicyError, cited: Span | None) -> None:
        by = f", linked from {cited}" if cited else ""
        self.not_seen.append(NotSeen(text=f"{error.what}{by}", paths=(path,)))

    def _too_many(self) -> None:
        self.not_seen.append(NotSeen(text=f"documents that the policy links to beyond the first {MOST_LINKED}"))


def owners_defaults(root: Path) -> Path | None:
    """The owner's ``.github`` repository beside the checkout ``root``; None unless both have the same owner."""
    top = Path(os.path.realpath(root))
    beside = top.parent / ORGANISATION
    if top.name == ORGANISATION or not beside.is_dir() or beside.is_symlink():
        return None
    own = owner(top)
    return beside if own and owner(beside) == own else None
