"""Files on the way to their new text: several rules change one file, and one edit comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from troth.terms.edit import Edit, Serves, Unmended


class Drafts:
    """Collects changes. ``original`` gives a file as it is, None where there is none."""

    def __init__(self, original: Callable[[str], str | None]) -> None:
        self._original = original
        self._texts: dict[str, str] = {}
        self._why: dict[str, dict[str, None]] = {}
        self._serves: dict[str, dict[Serves, None]] = {}
        self._remedies: dict[str, str] = {}
        self.unmended: list[Unmended] = []

    def text(self, path: str) -> str | None:
        """The file as it will be, None where there is none."""
        return self._texts[path] if path in self._texts else self._original(path)

    def put(self, path: str, text: str, remedy: str, why: str, serves: Iterable[Serves]) -> None:
        """Say how ``path`` will read, why, and for which promises."""
        self._texts[path] = text
        self._why.setdefault(path, {}).setdefault(why)
        self._remedies.setdefault(path, remedy)
        for one in serves:
            self._serves.setdefault(path, {}).setdefault(one)

    def leave(self, path: str, reason: str, serves: Iterable[Serves]) -> None:
        """Say what is not mended, and why; the same thing of one place is told once."""
        given = tuple(dict.fromkeys(serves))
        for number, one in enumerate(self.unmended):
            if (one.path, one.reason) == (path, reason):
                both = tuple(dict.fromkeys((*one.serves, *given)))
                self.unmended[number] = Unmended(path=path, reason=reason, serves=both)
                return
        self.unmended.append(Unmended(path=path, reason=reason, serves=given))

    def paths(self) -> tuple[str, ...]:
        """Files that change."""
        return tuple(self._texts)

    def edits(self) -> tuple[Edit, ...]:
        """One edit per file that changes, by path."""
        found = []
        for path, text in sorted(self._texts.items()):
            before = self._original(path)
            if before != text:
                found.append(
                    Edit(
                        path=path,
                        before=before,
                        after=text,
                        remedy=self._remedies[path],
                        why=" ".join(self._why[path]),
                        serves=tuple(self._serves.get(path, {})),
                    )
                )
        return tuple(found)

    def served(self) -> frozenset[str]:
        """Ids of promises that an edit or a word about what stays open names."""
        found = {one.id for path in self._serves for one in self._serves[path]}
        return frozenset(found | {one.id for left in self.unmended for one in left.serves})
