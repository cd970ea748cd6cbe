from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from troth.evidence.results.holding import Now, made, same_program, settled, stale
from troth.evidence.results.programs import Program
from troth.evidence.results.record import SCHEMA, Kept
from troth.terms.answer import Gap
from troth.terms.seen.results import ToolRun

ONE, OTHER = Program("/usr/bin/bandit", 10, 1), Program("/usr/bin/bandit", 11, 2)
KEPT = Kept(
    schema=SCHEMA, tool="bandit", at=datetime(2026, 11, 12, tzinfo=UTC), version="1.9.4", words=(("-r", "."),),
    inputs="i", files={"a.py": "1", "b.py": "2"}, program=ONE, advisories="s1", runs=(), gaps=(), seconds=1.0,
)  # fmt: skip
NOW = Now(
    inputs="i", files={"a.py": "1", "b.py": "2"}, program=ONE, version="1.9.4", advisories="s1", asks_advisories=True,
    words=(("-r", "."),), today=date(2026, 11, 20),
)  # fmt: skip


def test_what_has_not_changed_holds() -> None:
    assert stale(KEPT, NOW) == ""
    assert stale(KEPT, msgspec.structs.replace(NOW, words=None)) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"inputs": "j", "files": {"a.py": "1", "b.py": "3"}}, "1 file has changed since"),
        ({"inputs": "j", "files": {"c.py": "1"}}, "3 files have changed since"),
        ({"inputs": "j"}, "what it looks at has changed since"),
        ({"version": "1.9.5"}, "bandit is now 1.9.5, then it was 1.9.4"),
        ({"advisories": "s2"}, "the advisories have changed since"),
        ({"advisories": ""}, "the advisories may have changed since"),
        ({"words": (("-r", "src"),)}, "the policy shows another command now"),
    ],
)
def test_what_has_changed_does_not(changes: dict[str, object], why: str) -> None:
    assert stale(KEPT, msgspec.structs.replace(NOW, **changes)) == why


def test_advisories_that_a_tool_fetches_itself_hold_for_a_day() -> None:
    own = msgspec.structs.replace(KEPT, advisories="")
    now = msgspec.structs.replace(NOW, advisories="", today=date(2026, 11, 13))
    assert stale(own, now) == ""
    later = msgspec.structs.replace(now, today=date(2026, 11, 14))
    assert stale(own, later) == "the advisories may have changed since"
    assert stale(own, msgspec.structs.replace(later, asks_advisories=False)) == ""


def test_a_program_is_known_by_its_file_or_by_what_it_told() -> None:
    assert same_program(KEPT, NOW)
    assert same_program(KEPT, msgspec.structs.replace(NOW, program=OTHER))
    assert not same_program(KEPT, msgspec.structs.replace(NOW, program=OTHER, version=""))
    assert not same_program(KEPT, msgspec.structs.replace(NOW, program=None))


RUN = ToolRun(tool="bandit", argv=(), directory="", version="1.9.4", at=KEPT.at, scanned=1, findings=())
PART = msgspec.structs.replace(KEPT, runs=(RUN,), gaps=(Gap(wanted="a run", reason="a.py cannot be parsed"),))
SAME_DAY = msgspec.structs.replace(NOW, today=KEPT.at.date())


def test_what_a_tool_would_surely_say_again() -> None:
    assert settled(msgspec.structs.replace(PART, gaps=(), untrusted=True), NOW), "whole is whole"
    assert settled(PART, NOW)
    nothing = msgspec.structs.replace(PART, runs=())
    assert settled(nothing, SAME_DAY)
    assert not settled(nothing, NOW)


def test_what_a_tool_may_say_better_now() -> None:
    late = msgspec.structs.replace(PART, gaps=(Gap(wanted="a run", reason="no answer within 3 s"),))
    assert not settled(late, SAME_DAY)
    held = msgspec.structs.replace(PART, untrusted=True)
    assert not settled(held, SAME_DAY), "a sandbox has no network; now the tree is trusted"
    assert settled(held, SAME_DAY, untrusted=True)
    alone = msgspec.structs.replace(SAME_DAY, advisories="")
    assert not settled(PART, alone), "it may have its advisories by now"
    assert settled(PART, msgspec.structs.replace(alone, asks_advisories=False))


def test_a_gap_tells_the_day() -> None:
    assert made(KEPT, "3 files have changed since") == "made on 12 Nov 2026, 3 files have changed since"
