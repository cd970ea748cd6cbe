"""What this check could not look at, told once each: git links, unreadable files, other CI, hosted settings."""

from __future__ import annotations

from collections import defaultdict

from troth.evidence.history import NO_GIT as NOT_GIT
from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.terms.answer import Answers, Gap
from troth.terms.result import NotSeen
from troth.terms.wants import Invocations, Past

HOSTED = "hosted settings"
"""Branch protection, secret scanning and other switches of the host: no file of a checkout shows them."""
NO_TOOLS = "results of tools (none was run)"
NO_GIT = "history and tags (not a git checkout)"


def unseen(scene: Scene, answers: Answers, commit: str) -> tuple[NotSeen, ...]:
    """Group the gaps of the tree and of its automation. ``commit`` is empty where git could tell nothing."""
    repository = scene.repository
    seen = [*_links(repository), *_limit(repository), *_unreadable(repository), *_automation(answers)]
    if not commit:
        seen.append(NotSeen(text=_no_history(answers)))
    if not scene.run_tools:
        seen.append(NotSeen(text=NO_TOOLS))
    seen.append(NotSeen(text=HOSTED))
    return tuple(seen)


def _no_history(answers: Answers) -> str:
    """Why git tells no history: there is no checkout, or one without a commit that counts."""
    answer = answers.get(Past())
    reason = next((gap.reason for gap in answer.gaps), "") if answer else ""
    return NO_GIT if reason in ("", NOT_GIT) else f"history and tags ({reason})"


def _links(repository: Repository) -> tuple[NotSeen, ...]:
    links = repository.git_links
    if not links:
        return ()
    declared = ".gitmodules" in repository.path_set
    tail = "whose content is not here" if declared else "without .gitmodules"
    return (NotSeen(text=f"{_count(len(links), 'git link')} {tail}", paths=links),)


def _limit(repository: Repository) -> tuple[NotSeen, ...]:
    return (NotSeen(text=f"the rest of the tree ({repository.limit})"),) if repository.limit else ()


def _unreadable(repository: Repository) -> tuple[NotSeen, ...]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for gap in repository.gaps_of(repository.unreadable):
        by_reason[gap.reason].append(gap.wanted)
    return tuple(
        NotSeen(text=f"{_count(len(paths), 'file')} ({reason})", paths=tuple(paths))
        for reason, paths in sorted(by_reason.items())
    )


def _automation(answers: Answers) -> tuple[NotSeen, ...]:
    answer = answers.get(Invocations())
    if answer is None:
        return ()
    by_reason: dict[str, list[Gap]] = defaultdict(list)
    for gap in answer.gaps:
        by_reason[gap.reason].append(gap)
    return tuple(_told(reason, gaps) for reason, gaps in sorted(by_reason.items()))


def _told(reason: str, gaps: list[Gap]) -> NotSeen:
    """Several gaps of one reason are one line."""
    names = tuple(dict.fromkeys(str(gap.span) if gap.span else gap.wanted for gap in gaps))
    what = gaps[0].wanted if len(gaps) == 1 else _count(len(gaps), "place")
    return NotSeen(text=f"{what}: {reason}", paths=names)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
