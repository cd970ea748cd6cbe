"""What would mend the promises? Check, rewrite in memory, check again, and keep only what helped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from troth import pipeline
from troth.advisories.answers import Shelf
from troth.evidence import structured
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.remedy.composing import compose
from troth.remedy.remedy import Change, Ground, Remedy
from troth.remedy.written import Written
from troth.terms.answer import Answers, Gap
from troth.terms.edit import Edit, Serves, Unmended
from troth.terms.result import NotSeen, Result
from troth.terms.seen.vulnerabilities import Vulnerability
from troth.terms.source import Source
from troth.terms.verdict import WORST_FIRST, Standing
from troth.terms.wants import Vulnerabilities

WORSE = "a promise would stand worse with it"
SHOWN = 5
"""Packages that one reason names."""
NO_USE = "rewritten, it would not be read as promised"


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """A check as the tree is, what would mend it, what a person has to, and the check as it would be then."""

    before: Result
    edits: tuple[Edit, ...]
    unmended: tuple[Unmended, ...]
    after: Result


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What is checked: documents, a tree, and what else a check is given."""

    sources: tuple[Source, ...]
    scene: Scene
    not_seen: tuple[NotSeen, ...] = ()
    shelf: Callable[[], Shelf | Gap] = lambda: pipeline.NO_SHELF

    def look(self) -> tuple[Result, Answers]:
        """Check it."""
        return pipeline.look(self.sources, self.scene, self.not_seen, self.shelf)

    def with_edits(self, edits: Iterable[Edit]) -> Case:
        """The same as it would be with ``edits``; documents are read from their edited text."""
        files = {edit.path: None if edit.after is None else edit.after.encode(edit.encoding) for edit in edits}
        sources = tuple(
            msgspec.structs.replace(source, text=structured.decode(content) or "")
            if (content := files.get(source.path)) is not None
            else source
            for source in self.sources
        )
        repository = self.scene.repository.with_files(files)
        scene = msgspec.structs.replace(self.scene, repository=repository, memory={})
        return msgspec.structs.replace(self, sources=sources, scene=scene)


def mend(case: Case, remedies: Iterable[Remedy], ids: Collection[str] = ()) -> Mended:
    """Edits by ``remedies`` that mend what ``case`` shows, each proven by a second check in memory.

    With ``ids`` only the promises of these ids are mended, and nothing beside them. An edit after which a promise
    stands worse, or after which the same remedies would edit the same file again, is left undone and told.
    """
    used = tuple(remedies)
    before, answers = case.look()
    edits, unmended = _edits(case, used, before, answers, ids)
    after, left = before, list(unmended)
    while edits:
        then = case.with_edits(edits)
        after, answered = then.look()
        again = {edit.path for edit in _edits(then, used, after, answered, ids)[0]}
        refused = _refused(case, edits, before, after, again)
        if not refused:
            break
        left += [Unmended(path=edit.path, reason=why, serves=edit.serves) for edit, why in refused]
        edits = tuple(edit for edit in edits if edit not in {one for one, _ in refused})
        after = before
    if any("pin" in edit.remedy.split(", ") for edit in edits):
        left += _known_weak(case, edits)
    return Mended(before=before, edits=edits, unmended=tuple(left), after=after)


def _known_weak(case: Case, edits: tuple[Edit, ...]) -> list[Unmended]:
    """Versions that the edits pin to and of which a weakness is known, one line for each file; none without advisories.

    They are told and not held back: the line allowed them before, and the promise is kept with them.
    """
    then = case.with_edits(edits)
    old = {_weak(one) for one in pipeline.answer([Vulnerabilities()], case.scene, case.shelf)[Vulnerabilities()].found}
    found: dict[str, dict[str, list[str]]] = {}
    for one in pipeline.answer([Vulnerabilities()], then.scene, then.shelf)[Vulnerabilities()].found:
        if _weak(one) not in old and not one.informational:
            known = found.setdefault(one.component.span.path, {})
            known.setdefault(f"{one.component.package.name} {one.component.version}", []).append(one.id)
    served = {edit.path: edit.serves for edit in edits}
    return [
        Unmended(path=path, reason=_raise(known), serves=served[path])
        for path, known in sorted(found.items())
        if path in served
    ]


def _raise(known: dict[str, list[str]]) -> str:
    told = [f"{name} ({ids[0]}{f' and {len(ids) - 1} more' if len(ids) > 1 else ''})" for name, ids in known.items()]
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"weaknesses are known of versions that would stand here, raise them: {', '.join(told[:SHOWN])}{more}"


def _weak(one: Vulnerability) -> tuple[str, str, str, str]:
    return one.component.span.path, one.component.package.name, one.component.version, one.id


def _edits(
    case: Case, remedies: tuple[Remedy, ...], result: Result, answers: Answers, ids: Collection[str]
) -> tuple[tuple[Edit, ...], tuple[Unmended, ...]]:
    wanted = [want for remedy in remedies for want in remedy.wants(result) if want not in answers]
    known = Answers({**answers, **pipeline.answer(wanted, case.scene, case.shelf)})
    files = _Files(case.scene.repository)
    ground = Ground(
        result=result,
        answers=known,
        file=files,
        paths=case.scene.repository.paths,
        judged=tuple(one for one in result.judged if not ids or one.id in ids),
        beside=not ids,
    )
    found = [each for remedy in remedies for each in remedy.mend(ground)]
    edits, disputed = compose((each for each in found if isinstance(each, Change)), files)
    told = (*(each for each in found if isinstance(each, Unmended)), *disputed)
    return edits, _once_each(told)


def _once_each(told: Iterable[Unmended]) -> tuple[Unmended, ...]:
    """The same thing, left undone for several promises, told once with all of them."""
    found: dict[tuple[str, str], dict[str, Serves]] = {}
    for one in told:
        found.setdefault((one.path, one.reason), {}).update({each.id: each for each in one.serves})
    return tuple(
        Unmended(path=path, reason=reason, serves=tuple(serves.values())) for (path, reason), serves in found.items()
    )


def _refused(
    case: Case, edits: tuple[Edit, ...], before: Result, after: Result, again: Collection[str]
) -> list[tuple[Edit, str]]:
    """Edits that do not help, with the reason: those that would be made again, and those that harm."""
    useless = [(edit, NO_USE) for edit in edits if edit.path in again]
    if useless or not _harmed(before, after):
        return useless
    if len(edits) == 1:
        return [(edits[0], WORSE)]
    alone = [edit for edit in edits if _harmed(before, case.with_edits((edit,)).look()[0])]
    return [(edit, WORSE) for edit in alone or edits]


def _harmed(before: Result, after: Result) -> bool:
    """Whether a promise that both checks know stands worse in ``after``."""
    stood = {one.id: one.verdict.standing for one in before.judged}
    return any(_rank(one.verdict.standing) < _rank(stood[one.id]) for one in after.judged if one.id in stood)


def _rank(standing: Standing) -> int:
    return WORST_FIRST.index(standing)


class _Files:
    """Texts of a tree as they are written, each read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known: dict[str, Written | None] = {}

    def __call__(self, path: str) -> Written | None:
        if path not in self._known:
            found = self._repository.written(path)
            self._known[path] = None if found is None else Written(path, *found)
        return self._known[path]
