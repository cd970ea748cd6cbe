"""Print how fast policies are read: kilobytes a second on one core, and how long 20,000 of them take on two."""

from __future__ import annotations

import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from troth.evidence import tools
from troth.policy.document import parse
from troth.policy.reader import read

POLICIES = 20_000
CORES = 2
USUAL = 3_600
"""Bytes of a usual policy: the mean of those that projects publish is between three and four thousand."""
AIM_MINUTES = 5
SENTENCES = (
    "Please do not open a public issue for a vulnerability. Write to security@{name}.example.org instead.",
    "We acknowledge reports within {number} hours and send a first assessment within {number} business days.",
    "Critical vulnerabilities are fixed within {number} days; others within the next release.",
    "Advisories are published on GitHub and announced in the release notes.",
    "The pier of {name} is painted each spring, and the ferries keep their timetable.",
    "{name} is a small library for harbours; it has no dependencies and runs on three platforms.",
    "You should keep your deployment up to date and rotate your credentials.",
    "Reporters are credited in the advisory unless they prefer to stay anonymous.",
    "If you are not sure whether something is a vulnerability, write to us anyway; we like to hear from you.",
)
BULLETS = (
    "Dependencies are scanned weekly with `pip-audit`.",
    "**Code review**: every change is reviewed by a maintainer",
    "All traffic is encrypted with TLS 1.3",
    "a description of the problem and its impact",
    "the version of {name} that is affected",
    "Denial of service by more than {number} requests a second is out of scope",
    "Access to production is reviewed every quarter",
    "Releases of {name} are signed and carry provenance",
)
TITLES = ("Reporting", "Supported versions", "Response times", "Security measures", "Scope", "For users", "Updates")


def policy(seed: int) -> str:
    """A policy of about the usual size, another one for each ``seed``."""
    draw = random.Random(seed)  # noqa: S311 - the same policies in every run
    name = "".join(draw.choices("abcdefghiklmnoprstu", k=7)).capitalize()
    parts = [f"# Security policy of {name}\n"]
    size = draw.randint(USUAL // 4, USUAL * 2 - USUAL // 4)
    while sum(map(len, parts)) < size:
        parts.append(f"\n## {draw.choice(TITLES)}\n")
        parts += [f"\n{draw.choice(SENTENCES)} {draw.choice(SENTENCES)}\n" for _ in range(draw.randint(1, 3))]
        parts += ["\n", *(f"- {draw.choice(BULLETS)}\n" for _ in range(draw.randint(2, 6)))]
        if draw.random() < 0.3:
            parts.append("\n| Version | Supported |\n| --- | --- |\n| 2.x | yes |\n| 1.x | no |\n")
    return "".join(parts).format(name=name, number=draw.randint(2, 90))


def commitments(seed: int) -> int:
    """How many commitments one policy makes."""
    return len(read("SECURITY.md", policy(seed), tools.NAMES).commitments)


def main() -> None:
    """Measure and print."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POLICIES
    texts = [policy(seed) for seed in range(200)]
    size = sum(len(text.encode()) for text in texts)
    read("SECURITY.md", texts[0], tools.NAMES)
    for name, work in (("blocks", parse), ("policies", lambda path, text: read(path, text, tools.NAMES))):
        start = time.process_time()
        for text in texts:
            work("SECURITY.md", text)
        speed = size / (time.process_time() - start) / 1000
        print(f"{name} read on one core: {speed:,.0f} KB/s  (aim: 1,000)")
    start = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        found = sum(pool.map(commitments, range(count), chunksize=100))
    minutes = (time.perf_counter() - start) / 60
    print(f"{count:,} policies on {CORES} cores: {minutes:.1f} minutes  (aim: under {AIM_MINUTES}), {found:,} promises")


if __name__ == "__main__":
    main()
