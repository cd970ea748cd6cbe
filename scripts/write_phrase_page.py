"""Write docs/phrases.md: what the reader listens for, from the phrases themselves."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from troth.policy.nearest import about
from troth.policy.phrases import PHRASES
from troth.policy.phrases.phrase import Phrase

PAGE = Path(__file__).resolve().parent.parent / "docs" / "phrases.md"
OPENING = """# Phrases

What the reader listens for. Each phrase is one file in `src/troth/policy/phrases` and one line in its registry; its
examples and counter-examples are its tests. `troth read FILE --explain LINE` tells which of them fired on a line.
`make docs` writes this page.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(rendered())
    sys.stdout.write(f"{len(PHRASES)} phrases written to docs/phrases.md\n")


def rendered() -> str:
    """The whole page."""
    return "\n".join([OPENING, index(), *(entry(phrase) for phrase in PHRASES)])


def index() -> str:
    """For each kind of promise, the phrases that make it, and what each of those reads."""
    by_kind: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in PHRASES:
        for kind in dict.fromkeys(one["kind"] for example in phrase.examples for one in example.makes):
            by_kind[kind].append(phrase)
    rows = [
        f"| `{kind}` | {', '.join(f'[{phrase.name}](#{phrase.name})' for phrase in phrases)} | {about(phrases[0])} |"
        for kind, phrases in sorted(by_kind.items())
    ]
    return "\n".join(["| kind | phrases | what the first reads |", "|---|---|---|", *rows]) + "\n"


def entry(phrase: Phrase) -> str:
    """One phrase: what it reads, what it makes of its examples, what it must not take for a promise."""
    parts = [f"## {phrase.name}", about(phrase), f"Reads: {', '.join(sorted(phrase.forms))}."]
    for example in phrase.examples:
        parts += [fenced(example.text), "makes", "\n".join(f"- {made(one)}" for one in example.makes)]
        parts += ["and nothing of it is made of", fenced(example.negated), fenced(example.advice), fenced(example.past)]
    if phrase.counter_examples:
        parts.append("Nor of")
        parts += [fenced(text) for text in phrase.counter_examples]
    return "\n\n".join(parts) + "\n"


def fenced(text: str) -> str:
    """``text`` as a block that no fence inside it can end."""
    return f"````markdown\n{text.strip()}\n````"


def made(one: dict[str, Any]) -> str:
    """One commitment as a line of code."""
    fields = ", ".join(f"{name} {value!r}" for name, value in one.items() if name != "kind")
    return f"`{one['kind']}`" + (f": `{fields}`" if fields else "")


if __name__ == "__main__":
    main()
