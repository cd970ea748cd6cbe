"""Print what each format of a check costs: seconds for ten thousand verdicts, and its growth from a thousand.

Linear growth is 10.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module

from troth.report.formats import FORMATS
from troth.report.manner import Manner
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Pin
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Standing, Step, Verdict

SIZES = (1_000, 10_000)
ROUNDS = 3


def made(size: int) -> Result:
    """A check with ``size`` promises, each broken, at risk or kept by three lines of its own."""
    lines = "".join(f"Package p{number} is pinned with ==.\n" for number in range(size))
    judged = []
    for number in range(size):
        promise = Pin(
            span=Span("SECURITY.md", number + 1, f"Package p{number} is pinned with ==."), what="p", rule="=="
        )
        standing = (Standing.BROKEN, Standing.AT_RISK, Standing.KEPT)[number % 3]
        facts = tuple(
            Fact(
                fact=f"p{number}~=1.{each}",
                kind=Class.CONFIGURED,
                span=Span(f"services/s{number % 97}/requirements.txt", each + 1, f"p{number}~=1.{each}"),
                weakness=standing is not Standing.KEPT,
            )
            for each in range(3)
        )
        reason, step = f"p{number} is looser", Step(text="Write ==.")
        verdict = Verdict(commitment=promise, standing=standing, reason=reason, because=facts, next=step)
        judged.append(Judged(id=f"pin-{number}", verdict=verdict))
    reading = Reading(
        document="SECURITY.md",
        commitments=tuple(one.verdict.commitment for one in judged),
        unread=(),
        statements=size,
        text=lines,
    )
    return Result(root="made", commit="0" * 40, at=date(2026, 11, 26), readings=(reading,), judged=tuple(judged))


def best(work: Callable[[], str]) -> float:
    """The best wall seconds of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print."""
    results = [made(size) for size in SIZES]
    for name in sys.argv[1:] or FORMATS:
        render = import_module(f"troth.report.{FORMATS[name]}").render
        small, large = (best(partial(render, given, 1.0, Manner())) for given in results)
        size = len(render(results[1], 1.0, Manner())) / 1e6
        growth = f"{large / small:.1f} times as for {SIZES[0]:,}"
        print(f"{name:<11} {SIZES[1]:,} verdicts: {large:.2f} s, {size:.2f} MB · {growth}")


if __name__ == "__main__":
    main()
