"""Schedules that are slower than promised: intervals of Dependabot, and crons of workflows.

Only what the verdict names as too slow is made faster, and no faster than promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from troth.remedy.remedy import Change, Ground, Remedy, serves
from troth.remedy.written import Written
from troth.terms.commitment import Recurrence
from troth.terms.edit import Unmended
from troth.terms.result import Judged
from troth.terms.seen.automation import UpdateBot
from troth.terms.span import Span
from troth.terms.time.cron import largest_gap
from troth.terms.time.period import longest
from troth.terms.wants import UpdateBots

_INTERVALS = (
    ("daily", 1.0), ("weekly", 7.0), ("monthly", 31.0), ("quarterly", 92.0), ("semiannually", 184.0), ("yearly", 366.0),
)  # fmt: skip
"""Dependabot's intervals and the days between two runs."""
_CRONS = (("* * *", 1.0), ("* * 1", 7.0), ("1 * *", 31.0))
"""Days of a cron, and the days between two firings."""
_INTERVAL = re.compile(r"\s*(?:-\s+)?interval:\s*[\"']?(?P<value>[a-z]+)")
_DAY = re.compile(r"\s*day:\s*[\"']?(?P<value>[a-z]+)")
"""The day of the week, which belongs to a weekly interval alone."""
_CRON = re.compile(
    r"\s*-?\s*cron:\s*[\"']?(?P<time>[0-9]{1,2}\s+[0-9]{1,2})\s+(?P<days>\S+\s+\S+\s+\S+?)[\"']?\s*(?:#.*)?"
)
MOST_LINES = 80
"""Lines of one entry that are looked through."""


def _mend(ground: Ground) -> Iterator[Change | Unmended]:
    for judged in ground.by("recurrence", "activity"):
        commitment = judged.verdict.commitment
        allowed = longest(commitment.every, commitment.basis) if isinstance(commitment, Recurrence) else None
        if allowed is None:
            continue
        weak = tuple(fact.span for fact in judged.verdict.because if fact.weakness)
        for bot in ground.answer(UpdateBots()).found:
            if bot.span in weak and bot.interval_days and bot.interval_days > allowed + 0.5:
                yield from _bot(ground, judged, bot, allowed)
        yield from _first_cron(ground, judged, weak, allowed)


def _bot(ground: Ground, judged: Judged, bot: UpdateBot, allowed: float) -> Iterator[Change | Unmended]:
    written = ground.file(bot.span.path)
    name = next((name for name, days in reversed(_INTERVALS) if days <= allowed + 0.5), "")
    place = _setting(written, bot, _INTERVAL) if written and name and bot.name == "dependabot" else None
    if written is None or place is None:
        reason = (
            f"{bot.name} looks {bot.interval or 'too seldom'} at {bot.ecosystem}; shorten it at line {bot.span.line}"
        )
        yield Unmended(path=bot.span.path, reason=reason, serves=(serves(judged),))
        return
    day = _setting(written, bot, _DAY) if name != "weekly" else None
    for (begin, end), new in [(place, name), *([(_line(written, day[0]), "")] if day else [])]:
        yield Change(
            path=bot.span.path,
            begin=begin,
            end=end,
            new=new,
            remedy="schedule",
            why=f"Lets Dependabot look {name}, as promised.",
            serves=(serves(judged),),
        )


def _line(written: Written, at: int) -> tuple[int, int]:
    """The whole line around the character ``at``."""
    return next(written.whole(number) for number in range(written.count, 0, -1) if written.place(number)[0] <= at)


def _setting(written: Written, bot: UpdateBot, setting: re.Pattern[str]) -> tuple[int, int] | None:
    """Where the value of a setting of the entry around ``bot`` stands."""
    top = bot.span.line or 1
    while top > 1 and not re.match(r"\s*-\s", written.line(top)):
        top -= 1
    dash = len(written.line(top)) - len(written.line(top).lstrip())
    for number in range(top, min(top + MOST_LINES, written.count) + 1):
        text = written.line(number)
        if number > top and text.strip() and not text.lstrip().startswith("#") and _indent(text) <= dash:
            return None
        match = setting.match(text)
        if match and (setting is not _INTERVAL or match["value"] == bot.interval):
            start = written.place(number)[0]
            return start + match.start("value"), start + match.end("value")
    return None


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _first_cron(ground: Ground, judged: Judged, weak: tuple[Span, ...], allowed: float) -> Iterator[Change | Unmended]:
    """The first cron that the verdict names; where a job has several, one in time is enough."""
    for span in weak:
        written = ground.file(span.path)
        match = _CRON.fullmatch(written.line(span.line)) if written else None
        days = next((days for days, gap in reversed(_CRONS) if gap <= allowed), "")
        if written is None or match is None or not days:
            continue
        gap = largest_gap([f"{match['time']} {match['days']}"])
        if gap is None or gap <= allowed:
            continue
        start = written.place(span.line)[0]
        yield Change(
            path=span.path,
            begin=start + match.start("days"),
            end=start + match.end("days"),
            new=days,
            remedy="schedule",
            why="Lets the schedule run as often as promised.",
            serves=(serves(judged),),
        )
        return


REMEDY = Remedy(name="schedule", what="intervals of Dependabot and crons that are slower than promised", mend=_mend)
