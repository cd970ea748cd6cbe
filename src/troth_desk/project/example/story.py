"""What happened in the example: read from ``reports.toml``, told in the order of time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1)}
PROJECTS = {"lighthouse": "Lighthouse", "ferry": "Ferry"}
"""Slug and name."""
EARLIER = {"within 48 hours of": "within 72 hours of", "within 5 business days": "within 10 business days"}
"""What the policy of Lighthouse said before its second version."""
BEGAN, SECOND_VERSION = timedelta(days=100), timedelta(days=70)


@dataclass(frozen=True, slots=True)
class Told:
    """A report as its sender wrote it. ``file`` is a name and a text, or empty."""

    number: int
    name: str
    project: str
    title: str
    description: str
    steps: str
    impact: str
    suggested_fix: str
    contact: str
    origin: str
    file: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to report ``number`` at ``at``. ``verb`` "receive" begins it and carries ``told``."""

    at: datetime
    number: int
    place: int
    who: str
    verb: str
    words: str = ""
    more: str = ""
    told: Told | None = None


def span(words: str) -> timedelta:
    """ "5h" and "30d" as a span, "-5h" as one before; raises ``ValueError`` for anything else."""
    read = re.fullmatch(r"(-?\d+)([hd])", words)
    if read is None:
        raise ValueError(f"{words!r} is no span such as 5h or 30d")
    return int(read[1]) * UNITS[read[2]]


def steps(now: datetime) -> list[Step]:
    """Everything that happened before ``now``, the first first."""
    text = (files(__package__) / "reports.toml").read_text(encoding="utf-8")
    found = [step for number, one in enumerate(tomllib.loads(text)["report"]) for step in _of(number, one, now)]
    return sorted(found, key=lambda step: (step.at, step.number, step.place))


def _of(number: int, one: dict[str, object], now: datetime) -> Iterator[Step]:
    said = {name: str(one.get(name, "")) for name in ("name", "project", "title", "description", "steps", "impact")}
    told = Told(
        number=number,
        **said,
        suggested_fix=str(one.get("suggested_fix", "")),
        contact=str(one.get("contact", "")),
        origin=str(one.get("origin", "form")),
        file=tuple(map(str, _list(one.get("file")))),
    )
    yield Step(now - span(str(one["received"])), number, 0, "reporter", "receive", told=told)
    for place, taken in enumerate(_list(one["taken"]), start=1):
        ago, who, verb, *rest = map(str, _list(taken))
        words, more = (*rest, "", "")[:2]
        yield Step(now - span(ago), number, place, who, verb, words, more)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _folder(slug: str) -> Path:
    """Where an example project lies: in the wheel, or in ``examples/`` of a checkout."""
    packed = Path(str(files(__package__) / "trees" / slug))
    return packed if packed.exists() else Path(__file__).resolve().parents[4] / "examples" / slug


def tree(slug: str) -> dict[str, bytes]:
    """All files of an example project by their paths."""
    folder = _folder(slug)
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def policy(slug: str) -> str:
    """The policy of an example project."""
    return (_folder(slug) / "SECURITY.md").read_text(encoding="utf-8")


def earlier_policy(slug: str) -> str:
    """What the policy said before its second version."""
    text = policy(slug)
    for now, before in EARLIER.items():
        text = re.sub(re.escape(now), before, text, flags=re.IGNORECASE)
    return text
