"""Print what the page of a check costs: bytes and seconds of the processor, for 1,000 and 10,000 promises."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from troth.report.html_page import render
from troth.report.manner import Manner
from troth.terms.answer import Class, Fact
from troth.terms.commitment import Deadline
from troth.terms.result import Judged, Result
from troth.terms.span import Span
from troth.terms.statement import Reading
from troth.terms.verdict import Standing, Step, Verdict

SIZES = (1_000, 10_000)
STANDINGS = (Standing.KEPT, Standing.AT_RISK, Standing.BROKEN, Standing.UNPROVEN)
PROMISES_OF_ONE = 500
"""Promises of one document."""
FACTS = 5


def check(promises: int) -> Result:
    """A check of documents that hold ``promises`` together."""
    judged: list[Judged] = []
    readings = []
    for document in range(promises // PROMISES_OF_ONE):
        path = f"docs/policy-{document}.md"
        lines = [f"# Policy {document}", ""]
        for number in range(PROMISES_OF_ONE):
            sentence = f"Team {number} of unit {document} acknowledges reports within {number + 1} hours."
            lines += [
                f"- Some words before. {sentence} And *some* words behind, with `code` and a [link](#policy).",
                "",
            ]
            span = Span(path, len(lines) - 1, sentence)
            standing = STANDINGS[number % len(STANDINGS)]
            judged.append(Judged(id=f"deadline-{document}-{number}", verdict=verdict(span, standing)))
        text = "\n".join(lines)
        readings.append(Reading(document=path, commitments=(), unread=(), statements=len(lines), text=text))
    return Result(root="made", commit="0" * 40, at=date(2026, 11, 25), readings=tuple(readings), judged=tuple(judged))


def verdict(span: Span, standing: Standing) -> Verdict:
    """A verdict with a handful of facts."""
    facts = tuple(
        Fact(fact=f"reason {number} of several", kind=Class.WIRED, span=Span(f"src/file_{number}.py", number, "x = 1"))
        for number in range(1, FACTS + 1)
    )
    return Verdict(
        commitment=Deadline(span=span, action="acknowledge", within="PT48H"),
        standing=standing,
        reason="the reason in one sentence",
        because=facts,
        next=Step(text="Do this.", command="troth fix"),
        settles="desk",
    )


def main() -> None:
    """Measure and print; ``--browser`` opens the larger page in a browser too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--browser", metavar="PROGRAM", help="a Chromium")
    arguments = parser.parse_args()
    taken = []
    page = ""
    for size in SIZES:
        result = check(size)
        times = []
        for _ in range(3):
            start = time.process_time()
            page = render(result, 0.0, Manner())
            times.append(time.process_time() - start)
        taken.append(statistics.median(times))
        per = len(page.encode()) / size / 1000
        print(f"{size:,} promises: {taken[-1]:.2f} s, {len(page.encode()) / 1e6:.1f} MB, {per:.1f} kB a promise")
    print(f"ten times the promises: {taken[1] / taken[0]:.1f} times as long  (linear: at most 10)")
    if arguments.browser:
        browse(arguments.browser, page)


def browse(program: str, page: str) -> None:
    """How long the larger page takes to open and to answer."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "report.html"
        path.write_text(page)
        browser = playwright.chromium.launch(executable_path=program)
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        shown.goto(path.as_uri())
        print(f"  opened in {time.perf_counter() - start:.1f} s")
        for what, action in (
            ("the next promise (j)", lambda: shown.keyboard.press("j")),
            ("and the next", lambda: shown.keyboard.press("j")),
            ("only what is broken", lambda: shown.locator(".choice.broken").click()),
            ("a search, first letter", lambda: (shown.keyboard.press("/"), shown.keyboard.type("7"))),
            ("a search, second letter", lambda: shown.keyboard.type("7")),
        ):
            start = time.perf_counter()
            action()
            shown.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            print(f"  {what}: {(time.perf_counter() - start) * 1000:.0f} ms")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
