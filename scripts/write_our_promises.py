"""Write docs/our-promises.md: how each sentence of our own SECURITY.md stands, by ``troth check`` on our own files.

The check runs on a copy of the files as they are, committed on a fixed day and judged as of that day, so that the page
changes only where the files do. Lines of proof are shown by their words: their numbers would change with every edit.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "our-promises.md"
TROTH = Path(sys.executable).with_name("troth")
AS_OF = "2026-11-26"
"""The day of the check; moved by hand, together with whatever it changes."""
MARKS = {"broken": "✕ broken", "at_risk": "◐ at risk", "unproven": "○ unproven", "kept": "● kept", "noted": "· noted"}
PATH_ONLY = "leads there"
"""A fact about the way to a line; the page shows the line alone."""
OPENING = """\
# Our own promises

How each sentence of Troth's own SECURITY.md stands, as of {day}: **{counts}**.

Written by `make docs` from `troth check` on Troth's own files; a test fails when it is stale, and CI fails where a
promise is broken or at risk. What is unproven stays so until somebody or something settles it: we do not round up.
No tool is run for this page; CI runs the promised ones.
"""
UNRUN = "Run without --no-tools."
"""The next step where only the result of a tool is missing, which readers of the page cannot do."""
RUN_BY_CI = "CI runs it and judges by its result; this page does not run it."


def main() -> None:
    """Write the page."""
    PAGE.write_text(rendered())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")


def rendered() -> str:
    """The page."""
    told = checked()
    summary = told["summary"]
    counts = [f"{summary[name]} {MARKS[name][2:]}" for name in MARKS if summary[name] or name in ("broken", "at_risk")]
    parts = [OPENING.format(day=told["checked"]["at"], counts=", ".join(counts))]
    for standing, mark in MARKS.items():
        verdicts = [verdict for verdict in told["verdicts"] if verdict["standing"] == standing]
        if verdicts:
            parts += [f"## {mark}\n", *(entry(verdict) for verdict in verdicts)]
    seen = sorted({re.sub(r"^\d+ ", "", one["text"]) for one in told["not_seen"]})
    parts.append("## Not seen\n\n" + "\n".join(f"- {text}" for text in seen) + "\n")
    return "\n".join(parts)


def checked() -> dict[str, Any]:
    """The result of the check, as of ``AS_OF``."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "troth"
        copied(copy)
        command = [str(TROTH), "check", "--no-tools", "--no-cache", "--json", "--at", AS_OF]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def copied(target: Path) -> None:
    """Our files, without what git ignores and without this page, as a repository with one commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    (target / PAGE.relative_to(ROOT)).write_text(
        "# Our own promises\n\nBeing written: how each sentence of our policy stands, by what the files of this "
        "repository show on the day of the check.\n"
    )
    day = f"{AS_OF}T12:00:00+0000"
    environment = os.environ | dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), day)
    names = ("-c", "user.name=Troth", "-c", "user.email=troth@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "-A", "-f"), ("commit", "-q", "-m", "As it is")):
        subprocess.run(["git", *names, *words], cwd=target, env=environment, check=True)


def entry(verdict: dict[str, Any]) -> str:
    """One promise: its sentence, the reason, the lines."""
    lines = [f"> {verdict['sentence']}\n", f"{sentence(verdict['reason'])} *(SECURITY.md:{verdict['line']})*\n"]
    facts = list(dict.fromkeys(fact_line(fact) for fact in verdict["because"] if fact["fact"] != PATH_ONLY))
    lines += [f"- {fact}" for fact in facts[:4]]
    lines += [f"- and {len(facts) - 4} more"] if len(facts) > 4 else []
    step = verdict["next"]["text"] if verdict["next"] and verdict["standing"] != "kept" else ""
    lines += [f"- {RUN_BY_CI if step == UNRUN else step}"] if step else []
    return "\n".join(lines) + "\n"


def fact_line(fact: dict[str, Any]) -> str:
    """A fact with the words of its line."""
    words = " ".join(str(fact["text"]).split()).replace("`", "'")[:100]
    return f"`{fact['path']}`: {fact['fact']}" + (f" (`{words}`)" if words and words not in fact["fact"] else "")


def sentence(words: str) -> str:
    """With a capital at its start and a full stop at its end, unless it starts with a name."""
    return (words if words.endswith(".") else f"{words}.").replace("<", "&lt;")


if __name__ == "__main__":
    main()
