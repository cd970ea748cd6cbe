"""Writes a playbook as Markdown, in the form that ``reading`` reads back as the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from troth_desk.incidents.playbooks.form import Item, Playbook, Section, Timed


def written(playbook: Playbook) -> str:
    """The text of ``playbook``; what was ``unread`` is not in it."""
    head = [f"For: {', '.join(playbook.classes)}"] if playbook.classes else []
    head += [f"Severity: {playbook.severity}"] if playbook.severity else []
    blocks = [f"# {playbook.title}"]
    blocks += ["\n".join(head)] if head else []
    blocks += [playbook.summary] if playbook.summary else []
    if playbook.roles:
        blocks += ["## Roles", _bullets(f"{role.name}: {role.says}".rstrip() for role in playbook.roles)]
    for section in playbook.sections:
        blocks += _section(section)
    if playbook.clocks:
        blocks += ["## Clocks", _bullets(map(_clock, playbook.clocks))]
    after = [f"Review within {playbook.review}"] if playbook.review else []
    if after or playbook.questions:
        blocks += ["## Afterwards", _bullets([*after, *playbook.questions])]
    return "\n\n".join(blocks) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.name}"
    if section.notes:
        yield section.notes
    if section.tasks:
        yield _bullets(f"[ ] {_task(item)}" for item in section.tasks)
    for heading, found in (("Enter when", section.enter), ("Leave when", section.leave)):
        if found:
            yield f"### {heading}"
            yield _bullets(found)


def _task(item: Item) -> str:
    said = [item.role] if item.role else []
    said += [f"within {item.within}"] if item.within else []
    return f"{item.words} ({', '.join(said)})" if said else item.words


def _clock(clock: Timed) -> str:
    said = [clock.role] if clock.role else []
    return f"{clock.words} ({', '.join([*said, f'within {clock.within} of {clock.counts_from}'])})"


def _bullets(found: Iterable[str]) -> str:
    return "\n".join(f"- {each}" for each in found)
