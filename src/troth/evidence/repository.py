"""The only eyes on the tree: one walk, each file read at most once, never outside the root."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from troth.evidence import places, structured
from troth.evidence.listing import Listing, list_tree
from troth.terms.answer import Gap
from troth.terms.errors import UnreadableTreeError
from troth.terms.span import Span

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of the largest file that is read; larger ones are gaps."""
MOST_BYTES = 512 * 1024 * 1024
"""Bytes that are read of one tree, all files together."""

LINKED_OUT, LINKED_FOLDER = "a link that leads out of the tree", "a link to a folder"
"""Reasons why a path has no content of its own in the tree."""
ABSENT = "absent from the checkout"
"""The reason for a path that git holds and that is not on disk."""

_WILD = re.compile(r"[*?\[]")
T = TypeVar("T")


class Repository:
    """A checkout or a plain folder. Nothing in it is executed, links never lead out of it.

    ``listing`` names its files where they are known already, so that the tree is not walked.

    ``unreadable`` and ``gaps`` grow while files are read: what could not be seen, and why. A file that nobody asks for
    is no gap.

    Raises:
        UnreadableTreeError: ``root`` is not a readable folder.
    """

    def __init__(self, root: Path, listing: Listing | None = None) -> None:
        self.root = Path(os.path.realpath(root))
        if not self.root.is_dir() or not os.access(self.root, os.R_OK | os.X_OK):
            raise UnreadableTreeError(f"{root} is not a readable folder", "name a checkout: troth check PATH")
        self.unreadable: dict[str, str] = {}
        self._bytes: dict[str, bytes | None] = {}
        self._texts: dict[str, str | None] = {}
        self._parsed: dict[tuple[str, str], Any] = {}
        self._bytes_read = 0
        self._listed = listing
        self._instead: Mapping[str, bytes | None] = {}

    def with_files(self, files: Mapping[str, bytes | None]) -> Repository:
        """This tree as it would be with ``files`` in the place of what is there, None for those that are gone.

        Nothing is written; what was read of the other files is read again.
        """
        gone = {path for path, content in files.items() if content is None}
        paths = tuple(sorted((self.path_set | files.keys()) - gone))
        other = Repository(self.root, msgspec.structs.replace(self._listing, paths=paths))
        other._instead = dict(files)
        return other

    @cached_property
    def _listing(self) -> Listing:
        return self._listed or list_tree(self.root)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that git would not ignore, relative with ``/``, sorted."""
        return self._listing.paths

    @cached_property
    def path_set(self) -> frozenset[str]:
        """The same, for look-ups."""
        return frozenset(self.paths)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Paths by their file names: most look-ups are for one name."""
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, relative, without the root."""
        found: set[str] = set()
        for path in self.paths:
            parent = path.rpartition("/")[0]
            while parent and parent not in found:
                found.add(parent)
                parent = parent.rpartition("/")[0]
        return frozenset(found)

    @property
    def tracked(self) -> frozenset[str]:
        """Those of them that git holds; empty outside of git."""
        return self._listing.tracked

    @property
    def git_links(self) -> tuple[str, ...]:
        """Paths of submodules and bare git links whose content is not there."""
        return self._listing.empty_links

    @property
    def submodules(self) -> tuple[str, ...]:
        """Paths of all submodules and git links, with or without their content: other projects inside this tree."""
        return self._listing.links

    @property
    def checkout(self) -> Path | None:
        """Top folder of the git checkout that holds this tree; None outside one and where git cannot read it."""
        return self._listing.checkout

    @property
    def limit(self) -> str:
        """Why the walk is not whole; empty where it is."""
        return self._listing.limit

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of the tree could not be seen."""
        return self.unseen + self.gaps_of(self.unreadable)

    @property
    def unseen(self) -> tuple[Gap, ...]:
        """Parts of the tree that no reader can enter."""
        rest = (Gap(wanted="the rest of the tree", reason=self.limit),) if self.limit else ()
        links = tuple(
            Gap(wanted=path, reason="git link without its content", span=Span(path)) for path in self.git_links
        )
        odd = tuple(Gap(wanted=name, reason="a file name that is not UTF-8") for name in self._listing.unnameable)
        return rest + links + odd

    def gaps_of(self, paths: Iterable[str]) -> tuple[Gap, ...]:
        """Gaps for those of ``paths`` that were read and could not be seen."""
        wanted = sorted(path for path in paths if path in self.unreadable)
        return tuple(Gap(wanted=path, reason=self.unreadable[path], span=Span(path)) for path in wanted)

    def matching(self, *globs: str) -> tuple[str, ...]:
        """Paths whose whole path or file name matches one of ``globs``; ``*`` crosses folders."""
        literal = [glob for glob in globs if not _WILD.search(glob)]
        found = {path for glob in literal for path in self._by_name.get(glob.rpartition("/")[2], ())}
        found = {path for path in found if path in literal or path.rpartition("/")[2] in literal}
        wild = tuple(glob for glob in globs if _WILD.search(glob))
        if wild:
            matches = _matcher(wild)
            found |= {path for path in self.paths if matches(path) or matches(path.rpartition("/")[2])}
        return tuple(sorted(found))

    def data(self, path: str) -> bytes | None:
        """Bytes of ``path``, or None (with a gap) where it cannot be read. Read once."""
        if path not in self._bytes:
            self._bytes[path] = self._read(path)
        return self._bytes[path]

    def glance(self, path: str, largest: int) -> bytes | None:
        """Bytes of ``path`` up to ``largest``, not kept and not counted: for those who look through the whole tree."""
        if path in self._bytes and self._bytes[path] is not None:
            return self._bytes[path]
        return self._read(path, largest)

    def text(self, path: str) -> str | None:
        """Content of ``path`` as text, or None (with a gap) where it cannot be read as text.

        UTF-8 and UTF-16 by their byte order marks, then UTF-8, then Latin-1; a file with NULs is no text.
        """
        if path not in self._texts:
            data = self.data(path)
            text = None if data is None else structured.decode(data)
            if data is not None and text is None:
                self.unreadable.setdefault(path, "not a text file")
            self._texts[path] = text
        return self._texts[path]

    def written(self, path: str) -> tuple[str, str] | None:
        """Content of ``path`` as text that encodes to the same bytes again, marks and line ends too, and its encoding.

        None (with a gap) where it is no text.
        """
        data = None if self.text(path) is None else self.data(path)
        return None if data is None else structured.as_written(data)

    def forget(self, path: str) -> None:
        """Let go of the content of ``path``, for those who walk through many large files and keep what they found."""
        self._bytes.pop(path, None)
        self._texts.pop(path, None)
        for key in [key for key in self._parsed if key[1] == path]:
            del self._parsed[key]

    def lines(self, path: str) -> tuple[str, ...]:
        """Lines of ``path`` without their ends; empty where it cannot be read."""
        return self._once("lines", path, lambda text: tuple(structured.split_lines(text))) or ()

    def yaml_nodes(self, path: str) -> tuple[yaml.Node, ...]:
        """Documents of a YAML file as composed nodes, with lines (``node.start_mark.line``, from 0) and scalars as
        written (``node.value``); empty where it cannot be read. Every node tree is finite and small, aliases expanded.
        """
        return self._once("yaml_nodes", path, structured.compose) or ()

    def yaml_node(self, path: str) -> yaml.Node | None:
        """The first document of a YAML file; None where there is none."""
        return next(iter(self.yaml_nodes(path)), None)

    def yaml(self, path: str) -> Any:
        """The first document of a YAML file as plain values, by the rules of ``structured.plain``; None without one.

        Keys are strings ("on" stays "on"), numbers with a point stay as written ("3.10").
        """
        node = self.yaml_node(path)
        return None if node is None else self._once("yaml", path, lambda _: structured.plain(node))

    def toml(self, path: str) -> dict[str, Any] | None:
        """Tables of a TOML file, or None (with a gap)."""
        return self._once("toml", path, structured.toml)

    def toml_lines(self, path: str) -> Mapping[places.Path, int]:
        """Lines, from 1, of the keys and array items of a TOML file: ("project", "dependencies", 0) → 7."""
        return {} if self.toml(path) is None else self._once("toml_lines", path, places.of_toml) or {}

    def json(self, path: str) -> Any:
        """Value of a JSON file, or None (with a gap)."""
        return self._once("json", path, structured.json)

    def json_lines(self, path: str) -> Mapping[places.Path, int]:
        """Lines, from 1, of the keys and array items of a JSON file."""
        return {} if self.json(path) is None else self._once("json_lines", path, places.of_json) or {}

    def _once(self, form: str, path: str, parse: Callable[[str], T]) -> T | None:
        """What ``parse`` makes of the text of ``path``, worked out once; a form it cannot have is a gap."""
        key = (form, path)
        if key not in self._parsed:
            text = self.text(path)
            try:
                self._parsed[key] = None if text is None else parse(text)
            except structured.MalformedError as error:
                self.unreadable[path] = str(error)
                self._parsed[key] = None
        found: T | None = self._parsed[key]
        return found

    def _read(self, path: str, largest: int = 0) -> bytes | None:
        if path not in self.path_set:
            return None
        if path in self._instead:
            return self._instead[path]
        try:
            data, reason = self._open(path, largest)
        except FileNotFoundError:
            data, reason = None, ABSENT
        except (OSError, ValueError) as error:
            data, reason = None, getattr(error, "strerror", None) or "cannot be read"
        if data is None:
            self.unreadable[path] = reason
        return data

    def _open(self, path: str, largest: int) -> tuple[bytes | None, str]:
        """Bytes of a regular file inside the root, or the reason why there are none; counted where ``largest`` is 0."""
        limit = largest or LARGEST_FILE
        real = os.path.realpath(self.root / path)
        inside = Path(os.path.relpath(real, self.root)).parts
        if inside[0] in (os.pardir, ".git"):
            return None, LINKED_OUT
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            os.close(handle)
            return None, LINKED_FOLDER if stat.S_ISDIR(facts.st_mode) else "not a regular file"
        with os.fdopen(handle, "rb") as file:
            if facts.st_size > limit:
                return None, f"larger than {limit // 1024 // 1024} MiB"
            if not largest and self._bytes_read + facts.st_size > MOST_BYTES:
                return None, f"more than {MOST_BYTES // 1024 // 1024} MiB read already"
            data = file.read(limit)
        self._bytes_read += 0 if largest else len(data)
        return data, ""


@lru_cache(maxsize=512)
def _matcher(globs: tuple[str, ...]) -> Callable[[str], object]:
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs) or r"(?!)").match
